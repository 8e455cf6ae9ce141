/** What an incident's entries add up to. Folded from the record; decided upon by commands; shown by the view. */
import type { Json } from '../platform/canonical.ts';
import type { CredentialRecord, CredentialState } from '../timeline/credential.ts';
import type { Attestation, Verdict } from '../timeline/decision.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import type { Plan } from '../timeline/plan.ts';
import type { Grade, Look } from '../timeline/proof.ts';
import type { Status } from './rows/incident-row.ts';

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
  state: CredentialState;
  facts: Json;
  before: Look | null;
  after: Look | null;
  grade: Grade | null;
  residuals: ResidualStory[];
  cutOffAt: string | null;
  undo: { plan: string; nonce: string; asked: DecisionStory | null } | null;
  held: boolean;
};

export type Progress = 'pending' | 'running' | 'stuck' | 'done' | 'skipped';

export type MemberStory = {
  state: Progress;
  summary: string | null;
  byHand: string | null;
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
};

export type GateStory = {
  stage: string;
  nonce: string;
  plans: string[];
  openedAt: string;
  expiresAt: string;
  state: 'asking' | 'accepted' | 'refused' | 'expired' | 'closed';
  accepted: string | null;
  decisions: DecisionStory[];
};

export type State = {
  incident: string;
  title: string;
  practice: boolean;
  public: boolean;
  requester: string | null;
  declaredAt: string;
  detectedAt: string;
  exposedSince: string | null;
  people: PinnedPerson[];
  status: Status;
  containedAt: string | null;
  closedAt: string | null;
  stages: Map<string, StageStory>;
  /** By step, then by credential ('' for a step done once). */
  members: Map<string, Map<string, MemberStory>>;
  credentials: Map<string, CredentialStory>;
  plans: Map<string, Plan>;
  /** Hashes of the last plans made, in the order to offer them. */
  offered: string[];
  /** The last asking. */
  gate: GateStory | null;
  /** The accepted plan that is being carried out; null before, and once it is void. */
  inForce: string | null;
  /** The last plan had nothing left to strike, so nobody was asked. */
  unneeded: boolean;
  alarms: { at: string; what: string }[];
};
