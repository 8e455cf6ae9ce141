/** What an incident's entries add up to. Folded from the record; decided upon by commands; shown by the view. */
import type { Json } from '../platform/canonical.ts';
import type { KindMode } from '../platform/config/kind-modes.ts';
import type { CredentialRecord, CredentialState } from '../timeline/credential.ts';
import type { Attestation, SlackPlace, Verdict } from '../timeline/decision.ts';
import type { EntryName } from '../timeline/entry.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import type { Plan } from '../timeline/plan.ts';
import type { Grade, Look } from '../timeline/proof.ts';
import type { ValueRef } from './action.ts';
import type { Status } from './rows/incident-row.ts';
import type { Brake } from './view.ts';

export type ResidualStory = {
  id: string;
  credential: string;
  what: string;
  until: string | null;
  endedBy: string | null;
  acceptedBy: string | null;
  since: string;
};

export type CredentialStory = {
  record: CredentialRecord;
  /** As it was pinned when it joined. */
  mode: KindMode;
  state: CredentialState;
  facts: Json;
  before: Look | null;
  after: Look | null;
  grade: Grade | null;
  residuals: ResidualStory[];
  cutOffAt: string | null;
  undo: { plan: string; nonce: string; asked: DecisionStory | null } | null;
  held: boolean;
  /** Until when a value is held at most, by what it is; null where none is. */
  heldUntil: Record<ValueRef, string | null>;
  /** The value was held once, and is not any more. */
  destroyed: { at: string; why: string } | null;
};

export type Progress = 'pending' | 'running' | 'stuck' | 'done' | 'skipped';

export type MemberStory = {
  state: Progress;
  summary: string | null;
  byHand: string | null;
  /** Why it is stuck, by class; null while it is not. */
  stuckAs: string | null;
  since: string;
  /** Place in the record of the first entry about it. */
  begun: number;
};

export type StageStory = {
  state: 'pending' | 'running' | 'done';
  startedAt: string | null;
  endedAt: string | null;
  overdue: boolean;
  /** Place in the record of its start. */
  begun: number;
};

export type DecisionStory = {
  plan: string;
  verdict: Verdict;
  person: string;
  at: string;
  reason: string | null;
  attestation: Attestation;
  /** Where it was made, when it was made in Slack. */
  slack?: SlackPlace;
};

/** One person's countdown: unless anybody says no until then, their plan is accepted. */
export type AloneStory = {
  plan: string;
  person: string;
  startedAt: string;
  until: string;
  /** Null while it runs, and once it was seen through. */
  ended: 'rejected' | 'agreed' | null;
};

/** How often and whom an asking addressed. */
export type Addressed = { how: 'first' | 'again' | 'passed-on'; at: string; to: string[] };

export type GateStory = {
  stage: string;
  nonce: string;
  plans: string[];
  openedAt: string;
  expiresAt: string;
  state: 'asking' | 'accepted' | 'refused' | 'expired' | 'closed';
  accepted: string | null;
  acceptedAt: string | null;
  /** What the acceptance claims to rest on. */
  acceptedBy: 'people' | 'alone' | 'expiry' | 'public-leak' | null;
  expiredAt: string | null;
  /** The last countdown. */
  alone: AloneStory | null;
  addressed: Addressed[];
  /** How many askings of this stage, one after the other, expired unanswered before this one. */
  round: number;
  decisions: DecisionStory[];
};

/** What one entry says beside its header. `text`: there is a body, or rows, that could be deleted. */
export type WrittenStory = { type: EntryName; text: boolean; purgedBy: string | null; plan: string | null };

export type State = {
  incident: string;
  title: string;
  practice: boolean;
  public: boolean;
  requester: string | null;
  declaredAt: string;
  detectedAt: string;
  exposedSince: string | null;
  /** A correction says so: what is declared again does not move it any more. */
  exposureCorrected: boolean;
  people: PinnedPerson[];
  status: Status;
  containedAt: string | null;
  closedAt: string | null;
  /** Who closed it, null for nobody, and why; null while it is not closed. */
  closed: { by: string | null; why: string } | null;
  stages: Map<string, StageStory>;
  /** By step, then by credential ('' for a step done once). */
  members: Map<string, Map<string, MemberStory>>;
  credentials: Map<string, CredentialStory>;
  /** By hash; only texts that have the hash they were recorded under. */
  plans: Map<string, Plan>;
  /** Hashes of the last plans made, in the order to offer them. */
  offered: string[];
  /** The last asking. */
  gate: GateStory | null;
  /** The accepted plan that is being carried out; null before, and once it is void. */
  inForce: string | null;
  /** Somebody said no to a plan, or took a strike back: nothing is done any more before people were asked. */
  objected: boolean;
  /** The last plan had nothing left to strike, so nobody was asked. */
  unneeded: boolean;
  alarms: { at: string; what: string }[];
  /** By whose order no call that changes anything is made, oldest first. `provider` null: to nobody. */
  stops: Brake[];
  /** By number of the entry. */
  written: Map<number, WrittenStory>;
};
