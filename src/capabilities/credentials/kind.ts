/**
 * The contract of a credential kind: one folder per kind, the same file names in each.
 * Required: identify, probe, plan. Optional: the verbs; what is absent is not offered.
 */
import type { z } from 'zod';
import type { Json } from '../../platform/canonical.ts';
import type { CredentialRecord } from '../../timeline/credential.ts';
import type { PlanTarget, StrikeVerb } from '../../timeline/plan.ts';
import type { Look } from '../../timeline/proof.ts';
import type { Residual } from '../../timeline/residual.ts';
import type { UsageRow } from '../../timeline/usage.ts';
import type { AnsweredCall } from '../clients/provider-error.ts';

/** How sure we are that a verb does what it says, and what it costs: data, read by plan card, docs and lint. */
export type Capability = {
  reversible: boolean;
  /** Until when it can be taken back ("until the incident is closed"), or null. */
  reversibleUntil: string | null;
  /** The provider's own lag until a new use is refused, in milliseconds. */
  lagMs: number;
  whoMayCall: string;
  breaks: string;
  exercisedOn: 'real service' | 'independent server' | 'our stand-in' | 'nothing yet';
  note: string;
};

/** What a verb needs besides the credential. `value` answers the leaked value, `next` the new one; null if none is held. */
export type Call = {
  credential: CredentialRecord;
  /** What this kind's own `identify` found earlier (`Identity.facts`), or null before that. */
  facts: Json;
  signal: AbortSignal;
  now(): Date;
  value(): Promise<string | null>;
  next(): Promise<string | null>;
  /** Takes one call from a provider's hourly budget; answers null, or when there is room again: then nothing may be sent. */
  spend(provider: string, perHour: number): Promise<Date | null>;
};

export type ReplaceCall = Call & {
  /** Commits a new value, encrypted, before any call makes it real. */
  holdNext(value: string): Promise<void>;
};

/** Something the person must know or mend; `grant` is the exact statement that would mend it. */
export type Remark = { severity: 'note' | 'warning' | 'blocking'; text: string; grant?: string };

export type Identity = {
  /** Ids the provider never reuses. */
  ids: Record<string, string>;
  /** Who and what hangs on it now, for the card ("4 sessions of shop from 10.0.0.7"). Shown, never hashed. */
  breaks: string[];
  remarks: Remark[];
  /** Kind-specific facts that later steps of this kind read back through their own schema. */
  facts: Json;
};

/** Who was seen using the credential. `source`: where that was read; `more`: how many it had beyond these rows. */
export type SeenUses = { source: string; rows: UsageRow[]; more: number };

/** `refused` names why, in words for the person, and what to do. */
export type Identified =
  | { kind: 'one'; identity: Identity; uses?: SeenUses }
  | { kind: 'refused'; class: 'fatal' | 'denied'; reason: string; byHand?: string };

/** What one alternative would do to one credential. */
export type PlanOption = {
  target: PlanTarget;
  title: string;
  reversible: boolean;
  expectedOutage: string;
  outageRank: number;
  breaks: string[];
  residuals: Residual[];
  /** It ends more than the one credential (a whole installation): the ladder's `mass` rung. */
  mass?: boolean;
};

/** The provider's own state, asked by a fresh client: is a new use refused, and what is left. */
export type Inspection = { cutOff: 'yes' | 'no' | 'could-not-tell'; detail: string; residuals: Residual[] };

/**
 * `undoable` false: nothing that could be taken back was changed by us.
 * `again`: the strike is not over; run it again in `inMs` with this progress. `calls` are then those made in this part.
 */
export type Struck = {
  calls: AnsweredCall[];
  undoable?: boolean;
  again?: { inMs: number; progress: Json; summary: string };
};

/**
 * How often, and over which time, a strike is looked at before it counts as proven.
 * `lagMs`: how long after the first look it may still answer "alive" without the strike having failed.
 */
export type Settling = { looks: number; everyMs: number; atMostLooks: number; lagMs?: number };

export type CredentialKind = {
  name: string;
  title: string;
  locator: z.ZodType<Record<string, string>>;
  /** The keys of `locator`, in the order to show them. */
  locatorKeys: readonly string[];
  /** Two credentials of this kind may have the same locator: without the value nobody can tell which one is meant. */
  valueSaysWhich?: boolean;
  /** Where what is said of the provider comes from: addresses of its documents. */
  sources: readonly string[];
  /** One entry of `targets:` in staunch.yml that this kind can act on. */
  target: z.ZodType;
  capabilities: Partial<Record<StrikeVerb, Capability>>;
  settling: Settling;
  /** Says what is wrong with a locator that has the right shape (an unknown target), or null. */
  objection(locator: Record<string, string>): string | null;
  hint(locator: Record<string, string>): string;
  /** Whom the calls for a locator without objection go to, and how many of them at once. */
  provider(locator: Record<string, string>): { provider: string; concurrency: number };
  identify(call: Call): Promise<Identified>;
  /** One look by use. `aliveBefore`: this value was seen alive in this incident. */
  probe(call: Call, aliveBefore: boolean): Promise<Look>;
  /** Alternatives, the gentlest first; empty when there is nothing left to strike. Pure. */
  plan(credential: CredentialRecord, facts: Json, before: Look | null): PlanOption[];
  inspect(call: Call, target: PlanTarget | null): Promise<Inspection>;
  disable?(call: Call, target: PlanTarget): Promise<Struck>;
  revoke?(call: Call, target: PlanTarget): Promise<Struck>;
  replace?(call: ReplaceCall, target: PlanTarget): Promise<Struck>;
  /** Moves its users to a twin, then cuts it off: in parts, each with the progress that the one before left (first: null). */
  swap?(call: ReplaceCall, target: PlanTarget, progress: Json): Promise<Struck>;
  undo?(call: Call, target: PlanTarget): Promise<Struck>;
  /** The statement a person would run by hand for this target. */
  byHand(target: PlanTarget): string;
};
