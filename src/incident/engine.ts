/** The incident floor, put together from what it needs. */
import type { Json } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import type { Playbook } from '../playbook/tree.ts';
import type { PinnedPerson, SlackIdentity } from '../timeline/person.ts';
import type { Configured } from './act-at-once.ts';
import type { Action } from './action.ts';
import { askedGroups } from './asked-groups.ts';
import { attestor, type Listed, type SigningKey } from './attestation.ts';
import { usualStrikesPerHour } from './budget.ts';
import type { DeclareParts } from './declare.ts';
import type { DeskParts } from './desk-of.ts';
import { type Fingerprints, heldValues, type Knowing, type Sealing } from './held-values.ts';
import { usualLeaseMs } from './lease.ts';
import { memory } from './memory.ts';
import { pinnedPlaybooks } from './pinned-playbooks.ts';
import { undoStep } from './step-names.ts';
import type { WorkParts } from './worker.ts';

/** As the configuration lists them. `timezone`: an IANA name; absent: UTC. */
type Person = {
  id: string;
  name: string;
  timezone?: string;
  groups: string[];
  ssh: string | null;
  slack?: SlackIdentity | null;
};

export type EngineNeeds = {
  db: Db;
  clock: Clock;
  /** Makes the clock look where it has its time from; absent: it is never wrong. */
  follow?: WorkParts['follow'];
  sleep: WorkParts['sleep'];
  /** In [0, 1). */
  jitter(): number;
  log: WorkParts['log'];
  keys: { record: SigningKey; values: Sealing; fingerprint: Fingerprints };
  redactor: Knowing & { text(text: string): string; json(value: Json): Json };
  screen(text: string): Promise<{ text: string }>;
  holdMs: number;
  /** How long a bot's claim on a job holds without renewal; absent: 15 s. */
  leaseMs?: number;
  practice: boolean;
  actions: readonly Action[];
  people: readonly Person[];
  place: DeclareParts['place'];
  /** How far the bot may go with a kind by the configuration. Absent: as far as each credential's pin says. */
  configured?: Configured;
  /** How many strikes all bots together may begin within an hour; absent: 20. */
  strikesPerHour?: number;
  leakPlaybook: DeclareParts['leakPlaybook'];
  /** Whom calls may go to, by the configuration. */
  providers?: readonly string[];
  report: DeskParts['report'];
  /** Where the head of each record goes. Absent: nowhere. */
  witness?: WorkParts['witness'];
  /** Absent: nothing is witnessed. */
  witnessed?: DeskParts['witnessed'];
  wake(): void;
};

export type Engine = { desk: DeskParts; work: WorkParts };

export function engineOf(needs: EngineNeeds): Engine {
  const { db, clock, people } = needs;
  const actions = new Map(needs.actions.map((action) => [action.name, action]));
  const names = people.map(({ id, name, timezone }) => ({ id, name, timezone: timezone ?? 'UTC' }));
  const values = heldValues(needs.keys.values, needs.keys.fingerprint, needs.redactor);
  const actionOf = (playbook: Playbook, step: string) => actionNameOf(playbook, step, needs.actions);
  const common = {
    db,
    clock,
    memory: memory(),
    leaseMs: needs.leaseMs ?? usualLeaseMs,
    playbooks: pinnedPlaybooks(),
    strikesPerHour: needs.strikesPerHour ?? usualStrikesPerHour,
    attestor: attestor(needs.keys.record, listedIn(people), needs.practice),
    turn: {
      values,
      holdMs: needs.holdMs,
      redact: needs.redactor.json,
      actionOf,
      configured: needs.configured ?? (() => 'act'),
    },
  };
  return {
    desk: {
      ...common,
      leakPlaybook: needs.leakPlaybook,
      practice: needs.practice,
      people: () => people.map(pinned),
      recordKey: needs.keys.record.publicKey,
      place: needs.place,
      gives: (playbook, step) => actions.get(actionOf(playbook, step) ?? '')?.gives ?? null,
      redact: needs.redactor.text,
      screen: needs.screen,
      askedGroups: () => askedGroups(needs.leakPlaybook),
      providers: needs.providers ?? [],
      reads: needs.actions.filter(({ effect }) => effect === 'read').map(({ name }) => name),
      names: () => names,
      report: needs.report,
      sign: needs.keys.record.sign,
      witnessed: needs.witnessed ?? (() => Promise.resolve([])),
      wake: needs.wake,
    },
    work: {
      ...common,
      follow: needs.follow ?? (() => Promise.resolve(0)),
      actions,
      jitter: needs.jitter,
      log: needs.log,
      sleep: needs.sleep,
      witness: needs.witness ?? { write: () => Promise.resolve() },
      sign: needs.keys.record.sign,
      names: () => names,
    },
  };
}

/** Without an account there is no field: records of versions before had none, and the same people are not pinned anew. */
const pinned = ({ id, groups, ssh, slack }: Person): PinnedPerson => ({
  id,
  groups,
  ssh,
  ...(slack == null ? {} : { slack: { user: slack.user, team: slack.team } }),
});

function listedIn(people: readonly Person[]): Listed {
  const of = (id: string) => people.find((person) => person.id === id);
  return { keyOf: (id) => of(id)?.ssh ?? null, slackOf: (id) => of(id)?.slack ?? null };
}

/** The `do:` word behind a step. An undo stands in no playbook: its step runs the action that gives one. */
function actionNameOf(playbook: Playbook, stepId: string, actions: readonly Action[]): string | null {
  if (stepId === undoStep) return actions.find((action) => action.gives === 'undo')?.name ?? null;
  const step = playbook.stages.flatMap((stage) => stage.steps).find((candidate) => candidate.id === stepId);
  return step?.type === 'do' ? step.do : null;
}
