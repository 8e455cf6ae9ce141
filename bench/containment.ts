/** One containment, timed: a plan, a person's yes, then a strike at every credential, each of four calls to a slow provider. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Action } from '../src/incident/action.ts';
import { adding } from '../src/incident/adding.ts';
import { nothingElse, onIncident } from '../src/incident/locked.ts';
import { endTurn } from '../src/incident/turn.ts';
import { beginTurn } from '../src/incident/turn-underway.ts';
import type { Db } from '../src/platform/db/db.ts';
import type { Plan } from '../src/timeline/plan.ts';
import { readEntries } from '../src/timeline/read.ts';
import { ana, type Ground, type Ours, openOurs } from './ours.ts';

export type Containment = {
  credentials: number /** Workers, and calls that the provider takes at once. */;
  concurrency: number;
};

const callsAStrike = 4;
const callMs = 50;
const strikeStep = 'strike';

/** If nothing but the provider's calls took time. In ms. */
export const idealMs = ({ credentials, concurrency }: Containment): number =>
  Math.ceil(credentials / concurrency) * callsAStrike * callMs;

/** So slow is no figure but a fault. In ms. */
const mostMs = (containment: Containment) => 30_000 + 5 * idealMs(containment);

/** From the first strike's "started" to the last one's "done", as the record says. In ms. */
export async function strikeAll({ db, shared }: Ground, containment: Containment): Promise<number> {
  const { credentials, concurrency } = containment;
  let struck = 0;
  const count = () => {
    struck += 1;
  };
  const ours = await openOurs({
    db,
    playbook,
    actions: [planAction, strikeAction(count)],
    calls: { provider: 'bench', concurrency },
    shared,
  });
  const incident = await ours.declare();
  await addMore(ours, incident, credentials - 1);
  await ours.work(
    1,
    within(mostMs(containment), async () => (await stateOf(db, incident)).asked),
  );
  await approve(ours, incident);
  await ours.work(
    concurrency,
    within(mostMs(containment), async () => struck >= credentials && (await stateOf(db, incident)).closed),
  );
  const entries = await readEntries(db.query, incident, ['step.started', 'step.done']);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const entry of entries) {
    if (entry.type === 'step.started' && entry.data.step === strikeStep) starts.push(Date.parse(entry.at));
    if (entry.type === 'step.done' && entry.data.step === strikeStep) ends.push(Date.parse(entry.at));
  }
  if (ends.length !== credentials) throw new Error(`${ends.length} of ${credentials} strikes are recorded as done.`);
  return Math.max(...ends) - Math.min(...starts);
}

function within(ms: number, isOver: () => Promise<boolean>): () => Promise<boolean> {
  const endBy = performance.now() + ms;
  return async () => {
    if (performance.now() > endBy) throw new Error(`It was not done within ${Math.round(ms / 1000)} s.`);
    return isOver();
  };
}

async function stateOf(db: Db, incident: string): Promise<{ asked: boolean; closed: boolean }> {
  const [row] = await db.query<{ asked: boolean; closed: boolean }>(
    "select gate is not null as asked, status = 'closed' as closed from incident where id = $1",
    [incident],
  );
  return row ?? { asked: false, closed: false };
}

/** As `add-credential` does, but all in one turn: the adding is not what is timed. */
async function addMore({ engine, db }: Ours, incident: string, count: number): Promise<void> {
  const { turn: parts, clock, place } = engine.desk;
  await onIncident({ ...engine.desk, db }, incident, nothingElse, async (locked) => {
    const consequences = Array.from({ length: count }, (_, more) => {
      const locator = { name: randomUUID() };
      const placed = place('bench', locator);
      if ('fault' in placed) throw new Error(placed.fault);
      return adding({ id: `c${more + 2}`, kind: 'bench', locator, fingerprint: null, ...placed }, null);
    });
    await endTurn(beginTurn(parts, locked, clock.now()), consequences.flat(), { actor: 'bot', dedupe: randomUUID() });
    return null;
  });
}

async function approve({ desk, engine }: Ours, incident: string): Promise<void> {
  const plan = (await desk.view(incident))?.plans[0]?.hash;
  if (plan === undefined) throw new Error('No plan is offered.');
  const sent = await desk.send({
    incident,
    type: 'decide',
    dedupe: randomUUID(),
    actor: { person: ana.id, account: 'bench' },
    at: engine.desk.clock.now(),
    payload: { verdict: 'approve', plan, attestation: { by: 'surface' } },
  });
  if (!sent.ok) throw new Error(`The plan was not accepted: ${sent.refusal.message}`);
}

const playbook = `playbook: containment
title: A containment
within: 500h
ladders:
  standard:
    reversible: { people: 1, from: on-call }
    irreversible: { people: 1, from: approvers }
    mass: { people: 1, from: approvers }
stages:
  identify:
    within: 500h
    steps:
      - { do: bench.plan }
    next: contain
  contain:
    within: 500h
    gate: { plan: containment, ladder: standard, expires: 400h }
    steps:
      - { do: bench.strike, each: credential, id: ${strikeStep} }
    next: end
`;

const planAction: Action = {
  name: 'bench.plan',
  version: 1,
  effect: 'read',
  gives: 'plans',
  limitMs: 60_000,
  async run({ credentials }) {
    const plan: Plan = {
      title: 'Lock all of them out',
      targets: credentials.map(({ id, kind, locator, fingerprint }) => ({
        credential: id,
        kind,
        locator,
        fingerprint,
        verb: 'disable',
        ids: { oid: `oid of ${id}` },
        caps: { sessions: 1000 },
        calls: [{ order: 1, call: 'lock', target: id, reversible: true }],
      })),
      reversible: true,
      mass: false,
      expectedOutage: 'until replaced',
      outageRank: 2,
      breaks: [],
      residuals: [],
    };
    return { kind: 'done', output: { summary: 'planned', plans: [plan] } };
  },
};

/** The provider is a timer: what a real one needs of this machine's processors is not ours. */
function strikeAction(struck: () => void): Action {
  return {
    name: 'bench.strike',
    version: 1,
    effect: 'repeatable',
    gives: 'strike',
    limitMs: 30_000,
    async run(input, { signal }) {
      const target = input.credential?.id ?? '';
      for (let call = 0; call < callsAStrike; call += 1) await delay(callMs, undefined, { signal });
      struck();
      return { kind: 'done', output: { summary: 'struck', calls: [{ call: 'lock', target, answer: 'locked' }] } };
    },
  };
}
