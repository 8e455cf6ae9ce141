/** What a decision leads to, as data: decided purely, carried out in one transaction by `turn.ts`. */
import type { Json } from '../platform/canonical.ts';
import type { MachineEvent } from '../playbook/step.ts';
import type { EntryDraft } from '../timeline/entry.ts';
import type { UsageRow } from '../timeline/usage.ts';
import type { ValueRef } from './action.ts';
import type { CredentialPatch, NewCredential } from './rows/credential-row.ts';

/** What happens at a time: a timer of the playbook, a reminder of an asking, the end of a countdown. */
export type TimeKind = 'timer' | 'reminder' | 'countdown';

export type Consequence =
  /** Something to remember. With `event`, it also moves the playbook. */
  | { type: 'record'; entry: EntryDraft; event?: MachineEvent }
  /** A credential's part in a step is over, needs a person, or starts (again). */
  | { type: 'settle'; step: string; credential: string; entry: EntryDraft }
  | { type: 'stick'; step: string; credential: string; entry: EntryDraft }
  | { type: 'start'; step: string; credential: string; entry?: EntryDraft }
  /** The job goes back to the queue. */
  | { type: 'requeue'; job: string; entry: EntryDraft; runAt: Date; failures: number; attempts: number; progress: Json }
  /** One more credential belongs to the incident. */
  | { type: 'join'; credential: NewCredential }
  /** Nobody calls this provider before then. */
  | { type: 'pause'; provider: string; until: Date; reason: string }
  | { type: 'credential'; id: string; patch: CredentialPatch }
  /** The alternatives that the next asking offers. */
  | { type: 'offer'; plans: string[] }
  /** An undo of this credential is possible; its nonce is made when this is carried out. */
  | { type: 'offer-undo'; credential: string; plan: string }
  /** Held encrypted; its entry and its expiry are made when this is carried out. */
  | { type: 'hold'; credential: string; ref: ValueRef; value: string; event?: MachineEvent }
  | { type: 'destroy'; credential: string; ref: ValueRef; why: string }
  /** Who was seen using a credential: rows, and the entry that binds them. `leftOut`: more that the source had. */
  | { type: 'usage'; credential: string | null; source: string; rows: readonly UsageRow[]; leftOut: number }
  /** The text of entry `seq` is deleted, wherever a copy of it stands; `entry` says so. */
  | { type: 'purge'; seq: number; entry: EntryDraft }
  /** Forget how far a step was; what still runs for it no longer counts. */
  | { type: 'clear-step'; step: string }
  /** `kind`: without it one of the playbook's own timers. */
  | { type: 'set-timer'; timer: string; runAt: Date; kind?: TimeKind }
  | { type: 'stop-timer'; timer: string; kind?: TimeKind }
  /** The asking that is open from now on, or none. */
  | { type: 'asking'; gate: { stage: string; nonce: string } | null }
  /** The playbook begins. */
  | { type: 'begin' }
  | { type: 'close' };

export const record = (entry: EntryDraft, event?: MachineEvent): Consequence =>
  event === undefined ? { type: 'record', entry } : { type: 'record', entry, event };
