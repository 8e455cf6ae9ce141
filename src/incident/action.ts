/**
 * The contract between the incident and what it does: an action is the code behind a playbook's `do:` word.
 *
 * read        changes nothing outside; needs no decision
 * repeatable  doing it twice is the same as doing it once
 * keyed       the provider itself remembers the idempotency key
 * unsafe      doing it twice harms: must have a `probe`
 */
import type { Json } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import type { KindMode } from '../platform/config/kind-modes.ts';
import type { CredentialRecord, CredentialState } from '../timeline/credential.ts';
import type { Plan } from '../timeline/plan.ts';
import type { Look, Proof } from '../timeline/proof.ts';
import type { Residual } from '../timeline/residual.ts';
import type { UsageRow } from '../timeline/usage.ts';
import type { TimelineRecord } from './record-of.ts';

export type Effect = 'read' | 'repeatable' | 'keyed' | 'unsafe';

/** A credential as an action sees it: the record, and what the incident knows of it so far. */
export type KnownCredential = CredentialRecord & {
  state: CredentialState;
  /** How far the bot goes with it: the stricter of what was pinned and what is configured now. Absent: it asks. */
  mode?: KindMode;
  /** Whether `context.value('leaked')` would answer. */
  held: boolean;
  /** The look before any strike, once there was one. */
  before: Look | null;
  /** What `identify` found, once it did. */
  facts: Json;
};

export type ActionInput = {
  incident: { id: string; number: number; title: string; detectedAt: Date; practice: boolean };
  step: string;
  /** The one credential this job is for; null for a step that is not `each: credential`. */
  credential: KnownCredential | null;
  /** All of the incident's credentials. */
  credentials: KnownCredential[];
  /** The plan that people agreed to; null before that. */
  plan: Plan | null;
};

/** Which of a credential's two values: the one that leaked, or the one that replaces it. */
export type ValueRef = 'leaked' | 'new';

/** The one logger an action sees; redaction happens behind it. */
export type ActionLog = {
  info(fields: Record<string, Json>, message: string): void;
  warn(fields: Record<string, Json>, message: string): void;
};

export type ActionContext = {
  /** Aborted at the job's time limit, at shutdown, or when the job is cancelled. */
  signal: AbortSignal;
  /** The job's id: stable over retries and replicas. */
  key: string;
  /** 1 on the first try; back to 1 after `again`. */
  attempt: number;
  /** What the last `again` left, else null. */
  progress: Json;
  clock: Clock;
  log: ActionLog;
  /** The held value of this job's credential, or null when none is held. For one call: never keep it. */
  value(ref: ValueRef): Promise<string | null>;
  /** Holds a new value, encrypted and committed, before any call makes it real. */
  hold(ref: 'new', value: string): Promise<void>;
  /** The incident's record up to now: for a document about it. Holds no value. */
  record(): Promise<TimelineRecord>;
  /** Takes one call from a provider's hourly budget, over all bots; answers null, or when there is room again. */
  spend(provider: string, perHour: number): Promise<Date | null>;
};

/** What an action may tell the record. Each field becomes an entry of its own; absent means nothing to say. */
export type Output = {
  /** One line for people: what was done or found. */
  summary: string;
  /** What `identify` found: kept with the credential, given back to later steps and shown on the card. */
  facts?: Json;
  /** A look at the credential before any strike. */
  look?: Look;
  /** Alternatives in the order to offer them. An empty list means nothing needs to be struck. */
  plans?: Plan[];
  /** The calls made and what was answered, in order. */
  calls?: { call: string; target: string; answer: string }[];
  /** False: the strike changed nothing that could be taken back. */
  undoable?: boolean;
  proof?: Proof;
  residuals?: Residual[];
  /** A new value is held that was never handed over: a proof does not destroy it. */
  keepNew?: boolean;
  /** Who was seen using the credential. `source`: where that was read; `more`: how many it had beyond these rows. */
  usage?: { source: string; rows: readonly UsageRow[]; more?: number };
  /** The strike was taken back; the credential may work again. */
  undone?: boolean;
};

export type Result =
  | { kind: 'done'; output: Output }
  /** Not finished: run again in `inMs` with this progress. The one way to poll, settle and work through a batch. */
  | { kind: 'again'; inMs: number; progress: Json; summary: string; calls?: { call: string; target: string; answer: string }[] }
  | { kind: 'failed'; failure: Failure };

export type Failure = {
  /**
   * retryable  may pass by itself       fatal     will not pass without a person
   * denied     the bot lacks a right    in-doubt  the call may or may not have happened
   * replan     the target is not what the plan says any more: ask anew
   * by-hand    the bot may not do it: a person runs the command that is shown, the bot proves it
   */
  class: 'retryable' | 'fatal' | 'denied' | 'in-doubt' | 'replan' | 'by-hand';
  /** For the person who reads it: what happened, to what, what still holds, what to do next. No secrets. */
  reason: string;
  /** The exact command or statement that would do this step by hand, where there is one. */
  byHand?: string;
  /** What was answered before it failed, in order: it has taken effect. */
  calls?: { call: string; target: string; answer: string }[];
  /** The provider asked us to wait this long. */
  retryAfterMs?: number;
  /** A look after the strike that proves nothing. While it says alive, no word by hand outranks it. */
  look?: Look;
};

/** Looks whether an interrupted attempt took effect. `done` carries what `run` would have answered. */
export type Recovery = { kind: 'done'; output: Output } | { kind: 'not-done' } | { kind: 'unknown' };

export type Action = {
  /** The `do:` word: "credential.probe". */
  name: string;
  version: number;
  effect: Effect;
  /** What its output settles, so the core need not know actions by name. */
  gives: 'facts' | 'look' | 'plans' | 'strike' | 'proof' | 'undo' | 'document';
  /** The longest one run may take. */
  limitMs: number;
  run(input: ActionInput, context: ActionContext): Promise<Result>;
  probe?(input: ActionInput, context: ActionContext): Promise<Recovery>;
  /** Why this is left to a person before it is even asked whether people agreed; null where it is not. Pure, without any call. */
  leftToPeople?(credential: KnownCredential): Failure | null;
  /** What a person would run instead; null where there is nothing to show. Pure, without any call. */
  byHand?(input: ActionInput): string | null;
};

export const failed = (
  failureClass: Failure['class'],
  reason: string,
  more: Omit<Failure, 'class' | 'reason'> = {},
): Result => ({
  kind: 'failed',
  failure: { class: failureClass, reason, ...more },
});
