/** What Slack is answered. https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
import { redactArguments } from '../call/redact-arguments.ts';
import type { AckBody } from '../hear/handling.ts';
import type { SlackPayload } from '../hear/payload.ts';

export type SlackAck = Record<string, unknown> | undefined;

/** `tell`: what the answer itself cannot carry is said in a message. */
export type AckPlan = { body: SlackAck; tell: string | null };

export function ackPlan(payload: SlackPayload, ack: AckBody, redact: (text: string) => string): AckPlan {
  const { body, tell } = planOf(payload, ack);
  return { body: body === undefined ? undefined : redactArguments(body, redact), tell };
}

function planOf(payload: SlackPayload, ack: AckBody): AckPlan {
  if (ack === null) return { body: undefined, tell: null };
  if ('text' in ack) {
    return payload.type === 'command'
      ? { body: { response_type: 'ephemeral', text: ack.text }, tell: null }
      : { body: undefined, tell: ack.text };
  }
  if (payload.type !== 'submit') return { body: undefined, tell: 'errors' in ack ? Object.values(ack.errors).join(' ') : null };
  if ('errors' in ack) return { body: { response_action: 'errors', errors: ack.errors }, tell: null };
  if ('update' in ack) return { body: { response_action: 'update', view: ack.update }, tell: null };
  return { body: { response_action: 'clear' }, tell: null };
}

/** A sentence where its person looks: beside the command, in the form that stays open, else in a message. */
export function sayingAck(payload: SlackPayload, sentence: string): AckBody {
  if (payload.type !== 'submit') return { text: sentence };
  const [input] = payload.view.inputs;
  return input === undefined ? { update: noticeView(sentence) } : { errors: { [input]: sentence } };
}

function noticeView(sentence: string): object {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Not done' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [{ type: 'section', text: { type: 'plain_text', text: sentence } }],
  };
}
