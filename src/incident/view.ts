/** One incident as people see it: the single model that every surface renders, and what `status` prints as JSON. */
import type { KindMode } from '../platform/config/kind-modes.ts';
import type { CredentialState } from '../timeline/credential.ts';
import type { PlannedCall } from '../timeline/plan.ts';
import type { Grade, Look } from '../timeline/proof.ts';

export type StepView = {
  id: string;
  title: string;
  by: 'bot' | 'person';
  state: 'pending' | 'running' | 'waiting' | 'stuck' | 'done' | 'skipped';
  /** What it found, or why it is stuck, in one line. */
  summary: string | null;
};

export type StageView = {
  id: string;
  title: string;
  state: 'pending' | 'running' | 'waiting' | 'stuck' | 'done' | 'skipped';
  startedAt: string | null;
  endedAt: string | null;
  /** The stage's limit in seconds, from its own start. */
  within: number;
  steps: StepView[];
};

export type ResidualView = {
  id: string;
  what: string;
  until: string | null;
  endedBy: string | null;
  acceptedBy: string | null;
};

export type CredentialView = {
  id: string;
  kind: string;
  hint: string;
  locator: Record<string, string>;
  /** How far the bot goes with it, as its kind was configured when it joined. */
  mode: KindMode;
  state: CredentialState;
  /** The leaked value is held, encrypted, until it is no longer needed. */
  held: boolean;
  /** When and why the value was destroyed, after it was held; null where none was, or one is. */
  destroyed: { at: string; why: string } | null;
  proof: { grade: Grade | null; before: Look | null; after: Look | null };
  residuals: ResidualView[];
  breaks: string[];
  remarks: { severity: 'note' | 'warning' | 'blocking'; text: string; grant?: string }[];
  cutOffAt: string | null;
  /** Present while the strike can be taken back; the nonce goes into the signed statement. */
  undo: { plan: string; nonce: string; until: string } | null;
};

export type PlanView = {
  hash: string;
  title: string;
  reversible: boolean;
  expectedOutage: string;
  breaks: string[];
  calls: (PlannedCall & { credential: string })[];
  residuals: { id: string; what: string; until: string | null; endedBy: string | null }[];
  needs: { people: number; from: string; notRequester: boolean };
  /** What its acceptance rests on; null while it is not accepted. */
  acceptedBy: 'people' | 'alone' | 'expiry' | 'public-leak' | null;
  /** People who said yes so far. */
  have: string[];
  state: 'waiting' | 'accepted' | 'refused' | 'expired';
};

export type Waiting = {
  kind: 'alone' | 'gate' | 'stuck' | 'by-hand' | 'residual';
  step: string | null;
  credential: string | null;
  plan: string | null;
  residual: string | null;
  /** What is wanted, in one or two lines. */
  what: string;
  /** How it is done, where the playbook says so: several lines. */
  instructions: string | null;
  /** The exact command that would do it by hand, where there is one. */
  byHand: string | null;
  /** Ids of the people who can answer. */
  for: string[];
  since: string;
};

/** A person's order that no call which changes anything is made. `provider` null: to nobody at all. */
export type Brake = { provider: string | null; reason: string; by: string; at: string };

/** A provider that asked to be left alone until then. */
export type Pause = { provider: string; until: string; reason: string };

/** One person acts alone: unless anybody says no until then, the plan is carried out. */
export type AloneView = { plan: string; person: string; reason: string | null; startedAt: string; until: string };

export type GateView = {
  stage: string;
  nonce: string;
  expiresAt: string;
  alone: AloneView | null;
  /** Whom this asking addressed so far, and when; everybody who may answer may do so all the same. */
  asked: { how: 'first' | 'again' | 'passed-on'; at: string; to: string[] }[];
  /** Ids of those who may act alone. */
  mayActAlone: string[];
};

export type View = {
  incident: string;
  number: number;
  title: string;
  practice: boolean;
  state: 'open' | 'contained' | 'closed';
  public: boolean;
  requester: string | null;
  detectedAt: string;
  declaredAt: string;
  exposedSince: string | null;
  /** Detection plus the playbook's limit. */
  deadline: string;
  containedAt: string | null;
  closedAt: string | null;
  /** Who closed it (null: it ended by itself) and why; null while it is not closed. */
  closed: { by: string | null; why: string } | null;
  stages: StageView[];
  credentials: CredentialView[];
  waiting: Waiting[];
  /** The plans of the last asking, in the order they are offered. */
  plans: PlanView[];
  /** The open gate: what a decision must quote, and until when it is asked. */
  gate: GateView | null;
  /** What happened that nobody asked for: forged rows, missing decisions. */
  alarms: { at: string; what: string }[];
  /** What people stopped, oldest first. Empty once it is closed. */
  stopped: Brake[];
  /** Providers of this incident that nobody calls for a while. */
  paused: Pause[];
};
