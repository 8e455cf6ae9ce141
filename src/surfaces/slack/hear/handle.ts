/** What is done with one payload. A router and nothing else: wishes are carried out elsewhere, forms are drawn elsewhere. */
import { readButtonValue, verbOf } from '../buttons.ts';
import { declareCallback } from '../render/declare-modal.ts';
import type { ReasonVerb } from '../render/reason-modal.ts';
import { secretText } from '../render/secret-words.ts';
import type { Shown } from '../render/shown.ts';
import { helpText } from '../render/told.ts';
import { type Wish, wishSchema } from '../wish.ts';
import { readDeclareForm, readReasonForm } from './forms.ts';
import type { Handle, Handling } from './handling.ts';
import type { SlackMessage, SlackPayload, SlackUser, SlackView } from './payload.ts';

export type HandleParts = {
  /** As configured: `/leak`. */
  command: string;
  /** Names of the kinds that can be declared. */
  kinds(): readonly string[];
  looksSecret(text: string): boolean;
  shown(): Shown;
  screens: Screens;
};

/** What is opened or shown to one person, now. Each throws where Slack refuses. */
export type Screens = {
  declareForm(trigger: string, from: { channel: string | null; exposedSince: string | null }): Promise<void>;
  /** Another kind was chosen in the form. */
  redrawDeclareForm(view: SlackView): Promise<void>;
  reasonForm(verb: ReasonVerb, trigger: string, about: { value: object; message: SlackMessage | null }): Promise<void>;
  plans(incident: string, to: SlackUser, beside: SlackMessage | null): Promise<void>;
  status(incident: string, to: SlackUser, beside: SlackMessage | null): Promise<void>;
  home(to: SlackUser): Promise<void>;
  help(to: SlackUser, channel: string): Promise<void>;
};

const nothing: Handling = { ack: null, keep: null, after: null };
const after = (work: () => Promise<void>): Handling => ({ ...nothing, after: work });

export function createHandle(parts: HandleParts): Handle {
  const { screens } = parts;
  return (payload, at) => {
    switch (payload.type) {
      case 'command':
        return commandTyped(parts, payload);
      case 'action':
        return pressed(parts, payload, at);
      case 'submit':
        return submitted(parts, payload, at);
      case 'shortcut': {
        // The message may hold the secret: only its time is taken from it.
        const exposedSince = payload.message === null ? null : timeOf(payload.message.ts);
        const channel = payload.message?.channel ?? null;
        return after(() => screens.declareForm(payload.trigger, { channel, exposedSince }));
      }
      case 'home':
        return after(() => screens.home(payload.by));
      case 'mention':
        return after(() => screens.help(payload.by, payload.channel));
      case 'event':
        return nothing;
    }
  };
}

const timeOf = (ts: string): string => new Date(Math.floor(Number(ts) * 1_000)).toISOString();

function commandTyped(parts: HandleParts, { text, trigger, channel }: Extract<SlackPayload, { type: 'command' }>): Handling {
  const shown = parts.shown();
  if (parts.looksSecret(text))
    return { ...nothing, ack: { text: secretText({ practice: shown.practice, handIn: null, command: parts.command }) } };
  if (text.trim().toLowerCase() === 'help') return { ...nothing, ack: { text: helpText(parts.command, shown) } };
  return after(() => parts.screens.declareForm(trigger, { channel, exposedSince: null }));
}

type Pressed = Extract<SlackPayload, { type: 'action' }>;

function pressed(parts: HandleParts, payload: Pressed, at: Date): Handling {
  const verb = verbOf(payload.actionId);
  const { by, message, trigger, view } = payload;
  const { screens } = parts;
  if (verb === 'kind') return view === null ? nothing : after(() => screens.redrawDeclareForm(view));
  const value = readButtonValue(payload.value);
  // A link's button, or one of another app's: Slack tells us of each press.
  if (verb === null || value === null) return nothing;
  const { incident } = value;
  switch (verb) {
    case 'declare':
      return after(() => screens.declareForm(trigger, { channel: message?.channel ?? null, exposedSince: null }));
    case 'plans':
      return incident === undefined ? nothing : after(() => screens.plans(incident, by, message));
    case 'status':
      return incident === undefined ? nothing : after(() => screens.status(incident, by, message));
    case 'reject':
    case 'alone':
    case 'skip':
    case 'by-hand':
    case 'accept':
    case 'close':
      return after(() => screens.reasonForm(verb, trigger, { value, message }));
    default:
      return keep({ ...wanted(verb, value), by: payload.by, at: at.toISOString(), message });
  }
}

function wanted(
  verb: 'approve' | 'undo' | 'retry' | 'hand-in',
  value: NonNullable<ReturnType<typeof readButtonValue>>,
): object {
  const { incident, nonce, plan, credential, step } = value;
  switch (verb) {
    case 'approve':
      return { wants: 'decide', incident, nonce, plan, verdict: 'approve', reason: null };
    case 'undo':
      return { wants: 'undo', incident, credential, reason: null };
    case 'retry':
      return { wants: 'retry', incident, step, credential: credential ?? null };
    case 'hand-in':
      return { wants: 'hand-in-link', incident, credential };
  }
}

/** A value that no button of ours carries makes no wish. */
function keep(wish: object): Handling {
  const read = wishSchema.safeParse(wish);
  return read.success ? { ...nothing, keep: read.data } : nothing;
}

function submitted(parts: HandleParts, { by, view }: Extract<SlackPayload, { type: 'submit' }>, at: Date): Handling {
  const from = { by, at, looksSecret: parts.looksSecret };
  const answer = view.callbackId === declareCallback ? readDeclareForm(view, parts.kinds(), from) : readReasonForm(view, from);
  if (answer === null) return { ...nothing, ack: { clear: true } };
  return 'errors' in answer ? { ...nothing, ack: { errors: answer.errors } } : submittedWish(answer.wish);
}

const submittedWish = (wish: Wish): Handling => ({ ack: { clear: true }, keep: wish, after: null });
