/** The app has public addresses, and each payload is a signed POST to one of them. https://docs.slack.dev/apis/events-api/using-http-request-urls */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { JsonObject } from '../workspace/model.ts';
import { type Acknowledged, type AppLink, ackDeadlineMs, type Envelope } from './app-link.ts';
import { createListeners } from './listeners.ts';
import { answerInBody } from './read-ack.ts';
import { signatureHeaders } from './signature.ts';
import type { Timer } from './timer.ts';

/** Where each sort of payload goes; often all three are one. */
export type RequestUrls = { events: string; interactivity: string; commands: string };

export type SignedHttp = AppLink & {
  /** Slack's check of the events address: a challenge that must come back. */
  verify(): Promise<boolean>;
};

/** Bytes of an answer that are read. */
const mostAnswerBytes = 1024 * 1024;

type Sent = { body: string; contentType: string; url: string };

export function createSignedHttp(parts: {
  urls: RequestUrls;
  signingSecret: string;
  verificationToken: string;
  clock: Clock;
  timer: Timer;
}): SignedHttp {
  const listeners = createListeners();
  let reachable = false;

  const found = (now: boolean) => {
    if (now === reachable) return;
    reachable = now;
    listeners.call();
  };

  const post = async ({ url, body, contentType }: Sent, extra: Record<string, string>) => {
    const late = new AbortController();
    const cancel = parts.timer(ackDeadlineMs, () => late.abort());
    const signed = signatureHeaders(body, parts.signingSecret, parts.clock.now().getTime());
    const headers = { 'content-type': contentType, 'user-agent': 'Slackbot 1.0 (practice)', ...signed, ...extra };
    try {
      const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: late.signal });
      const text = await response.text();
      found(true);
      return { response, text: text.slice(0, mostAnswerBytes) };
    } catch {
      if (!late.signal.aborted) found(false);
      return late.signal.aborted ? 'late' : 'unreachable';
    } finally {
      cancel();
    }
  };

  return {
    connected: () => reachable,
    onConnected: listeners.add,
    async deliver(envelope) {
      return acknowledged(await post(sent(envelope, parts.urls), retryHeaders(envelope)));
    },
    async verify() {
      const challenge = randomBytes(24).toString('base64url');
      const payload = { token: parts.verificationToken, challenge, type: 'url_verification' };
      const answer = await post({ url: parts.urls.events, ...asJson(payload) }, {});
      return typeof answer === 'object' && answer.response.ok && holds(answer.text, challenge);
    },
  };
}

function acknowledged(answer: { response: Response; text: string } | 'late' | 'unreachable'): Acknowledged {
  if (answer === 'late') return { how: 'timed-out' };
  if (answer === 'unreachable') return { how: 'refused', reason: 'connection_failed', status: null, noRetry: false };
  const { response, text } = answer;
  if (response.ok) return { how: 'acked', body: answerInBody(text) };
  const noRetry = response.headers.get('x-slack-no-retry') === '1';
  return { how: 'refused', reason: 'http_error', status: response.status, noRetry };
}

function sent({ type, payload }: Envelope, urls: RequestUrls): Sent {
  if (type === 'events_api') return { url: urls.events, ...asJson(payload) };
  if (type === 'interactive') return { url: urls.interactivity, ...asForm({ payload: JSON.stringify(payload) }) };
  return { url: urls.commands, ...asForm(payload) };
}

const asJson = (payload: JsonObject) => ({ body: JSON.stringify(payload), contentType: 'application/json' });

function asForm(fields: JsonObject): { body: string; contentType: string } {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  const body = new URLSearchParams(known.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { body, contentType: 'application/x-www-form-urlencoded' };
}

function retryHeaders({ retry }: Envelope): Record<string, string> {
  return retry === null ? {} : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
}

/** As plain text, a form, or JSON: Slack takes all three. */
function holds(text: string, challenge: string): boolean {
  const form = new URLSearchParams(text).get('challenge');
  return text.trim() === challenge || form === challenge || answerInBody(text)?.challenge === challenge;
}
