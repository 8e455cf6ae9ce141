/** What comes back from our forms: a wish, or what is wrong with which input. Pure. */
import { textLimits } from '../../../incident/command.ts';
import { buttonSchema, verbOf } from '../buttons.ts';
import { locatorKey, readDeclareMetadata } from '../render/declare-modal.ts';
import { type ReasonVerb, readReasonMetadata, reasonField } from '../render/reason-modal.ts';
import { secretInputError } from '../render/secret-words.ts';
import { type Wish, wishSchema } from '../wish.ts';
import type { SlackUser, SlackView } from './payload.ts';

export type FormAnswer = { wish: Wish } | { errors: Record<string, string> };

type From = { by: SlackUser; at: Date; looksSecret(text: string): boolean };

/** A form that is none of ours, or that somebody changed on its way: said under its first input, or null where it has none. */
const broken = (view: SlackView): FormAnswer | null => {
  const [first] = view.inputs;
  return first === undefined
    ? null
    : { errors: { [first]: 'This form is not understood any more: close it and begin again.' } };
};

export function readDeclareForm(view: SlackView, kinds: readonly string[], from: From): FormAnswer | null {
  const metadata = readDeclareMetadata(view.privateMetadata);
  const kind = valueIn(view, 'kind');
  if (metadata === null) return broken(view);
  if (kind === null || !kinds.includes(kind)) return { errors: { kind: 'Choose what leaked.' } };
  const locator = locatorIn(view);
  const title = valueIn(view, 'title');
  const errors = secretErrors(view, from.looksSecret);
  const detectedAt = timeIn(view, 'detected');
  const exposedSince = timeIn(view, 'exposed');
  Object.assign(errors, timeErrors({ detected: detectedAt, exposed: exposedSince }, from.at));
  if (Object.keys(errors).length > 0) return { errors };
  return checked(view, {
    wants: 'declare',
    by: from.by,
    at: from.at.toISOString(),
    message: null,
    kind,
    locator,
    detectedAt,
    exposedSince,
    public: valueIn(view, 'public') === 'yes',
    title,
    channel: metadata.channel,
  });
}

function locatorIn(view: SlackView): Record<string, string> {
  const pairs = Object.keys(view.state).flatMap((block) => {
    const key = locatorKey(block);
    const value = valueIn(view, block);
    return key === null || value === null ? [] : [[key, value.slice(0, textLimits.locatorChars)] as const];
  });
  return Object.fromEntries(pairs);
}

/** Said under the input it was typed into; nothing of the form is kept. */
function secretErrors(view: SlackView, looksSecret: (text: string) => boolean): Record<string, string> {
  const typed = Object.keys(view.state).filter((block) => {
    const value = block === 'kind' ? null : valueIn(view, block);
    return value !== null && looksSecret(value);
  });
  return Object.fromEntries(typed.map((block) => [block, secretInputError]));
}

/** Clocks of phones differ; a leak is noticed in no future. */
const clockSkewMs = 60_000;

function timeErrors(times: Record<string, string | null>, at: Date): Record<string, string> {
  const late = Object.entries(times).filter(([, time]) => time !== null && Date.parse(time) > at.getTime() + clockSkewMs);
  return Object.fromEntries(
    late.map(([block]) => [
      block,
      `This is in the future: correct it, or leave it empty (${block === 'detected' ? 'just now' : 'not known'}).`,
    ]),
  );
}

export function readReasonForm(view: SlackView, from: From): FormAnswer | null {
  const verb = verbOf(view.callbackId);
  const metadata = readReasonMetadata(view.privateMetadata);
  const value = buttonSchema.safeParse(metadata?.value);
  if (verb === null || metadata === null || !value.success) return broken(view);
  const reason = valueIn(view, reasonField);
  if (reason !== null && from.looksSecret(reason)) return { errors: { [reasonField]: secretInputError } };
  const { incident, nonce, plan, credential, step, residual } = value.data;
  const common = { by: from.by, at: from.at.toISOString(), message: metadata.message, incident };
  const of = { step, credential: credential ?? null };
  const wishes: Record<ReasonVerb, object> = {
    skip: { wants: 'skip', ...of, reason },
    'by-hand': { wants: 'by-hand', ...of, reason },
    reject: { wants: 'decide', nonce, plan, verdict: 'reject', reason: reason ?? 'no reason was given' },
    alone: { wants: 'decide', nonce, plan, verdict: 'alone', reason },
    accept: { wants: 'accept', residual, reason },
    close: { wants: 'close', reason },
    undo: { wants: 'undo', credential, reason },
  };
  return verb in wishes ? checked(view, { ...common, ...wishes[verb as ReasonVerb] }) : broken(view);
}

const tooLong = (most: number) => `This is too long: at most ${most} characters are kept.`;

/** What Slack's own form let through and we do not. */
function checked(view: SlackView, wish: object): FormAnswer | null {
  const read = wishSchema.safeParse(wish);
  if (read.success) return { wish: read.data };
  const [issue] = read.error.issues;
  const field = issue?.path[0];
  const isLong = issue?.code === 'too_big';
  if (field === 'title' && isLong) return { errors: { title: tooLong(textLimits.titleChars) } };
  if (field !== 'reason') return broken(view);
  return { errors: { [reasonField]: isLong ? tooLong(textLimits.reasonChars) : 'Say why: it stands in the record.' } };
}

function valueIn(view: SlackView, block: string): string | null {
  const [input] = Object.values(view.state[block] ?? {});
  const value = input?.value?.trim() ?? '';
  return value === '' ? null : value;
}

/** A datetimepicker holds seconds since 1970. */
function timeIn(view: SlackView, block: string): string | null {
  const seconds = Number(valueIn(view, block) ?? Number.NaN);
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds < 32_503_680_000
    ? new Date(seconds * 1_000).toISOString()
    : null;
}
