/** One leak of a service's token, from declaration to proof, by the real actions, a playbook and its gate. Only time is the test's. */

import { setTimeout as delay } from 'node:timers/promises';
import { credentialIdentify } from '../../../src/capabilities/actions/credential-identify.ts';
import { credentialProbe } from '../../../src/capabilities/actions/credential-probe.ts';
import { credentialProve } from '../../../src/capabilities/actions/credential-prove.ts';
import { credentialStrike } from '../../../src/capabilities/actions/credential-strike.ts';
import { leakPlan } from '../../../src/capabilities/actions/leak-plan.ts';
import { nothingOwn } from '../../../src/capabilities/actions/own-secret.ts';
import type { CredentialKind } from '../../../src/capabilities/credentials/kind.ts';
import type { Waiting } from '../../../src/incident/view.ts';
import type { CredentialState } from '../../../src/timeline/credential.ts';
import type { Grade, ProbeResult } from '../../../src/timeline/proof.ts';
import { openWorld, type World } from '../../incident/world.ts';

export type Kinds = ReadonlyMap<string, CredentialKind>;

export type Leak = { kind: string; locator: Record<string, string>; value?: string };

export type Containment = {
  incident: string;
  /** Found by use before the strike; null where it was never looked at. */
  before: ProbeResult | null;
  /** The server's answers to the strike, in order. */
  answers: string[];
  state: CredentialState;
  /** Every state that it was in, in order. */
  states: CredentialState[];
  grade: Grade | null;
  /** What waits for a person, and the command that is shown. */
  stuck: Pick<Waiting, 'step' | 'what' | 'byHand'> | null;
  /** From the strike's answer until the conclusion, in milliseconds. */
  afterMs: number;
  /** All that was recorded, shown or logged: to look for what must not stand there. */
  written: string;
};

/** How long after the decision the last conclusion may come: the longest lag of a service, and looks for it to settle. */
const concludeLimitMs = 150_000;
const stepMs = 500;

/**
 * `own`: time passes as fast as the work is done. `real`: together with the clock on the wall, for a server that goes by that
 * one and may need a while.
 */
export type Pace = 'own' | 'real';

const placedBy = (kinds: Kinds) => (name: string, locator: Record<string, string>) => {
  const kind = kinds.get(name);
  if (kind === undefined) return { fault: `There is no kind ${name}.` };
  const shape = kind.locator.safeParse(locator);
  if (!shape.success) return { fault: shape.error.message };
  const fault = kind.objection(shape.data);
  return fault === null ? { hint: kind.hint(shape.data), locator: shape.data, ...kind.provider(shape.data) } : { fault };
};

/** A world whose actions are the real ones, on these kinds. */
export function serviceWorld(kinds: Kinds): Promise<World> {
  const report = { ...leakPlan(kinds), name: 'report.write', gives: 'document' as const };
  const actions = [
    credentialIdentify(kinds, nothingOwn),
    credentialProbe(kinds),
    leakPlan(kinds),
    credentialStrike(kinds, nothingOwn),
    credentialProve(kinds),
    report,
  ];
  return openWorld({ actions, place: placedBy(kinds), practice: true });
}

/** Declares it, says yes to the first plan, and lets time pass until it is proven, or a person is needed. */
export async function contain(world: World, leak: Leak, pace: Pace = 'own'): Promise<Containment> {
  const incident = await world.declare(leak);
  if ((await world.view(incident)).gate !== null) await world.approve(incident, 'cem');
  const decidedAt = world.clock.now().getTime();
  for (let now = Date.now(); !(await isConcluded(world, incident)); ) {
    if (world.clock.now().getTime() - decidedAt > concludeLimitMs) throw new Error('Nothing was concluded.');
    if (pace === 'real') await delay(stepMs);
    await world.forward(pace === 'real' ? Date.now() - now : stepMs);
    now = Date.now();
  }
  return told(world, incident);
}

/** Whether it is proven, or waits for a person. */
export async function isConcluded(world: World, incident: string): Promise<boolean> {
  await world.settle();
  const { stages, waiting } = await world.view(incident);
  const prove = stages.flatMap(({ steps }) => steps).find(({ id }) => id === 'prove');
  return prove?.state === 'done' || waiting.some(({ kind }) => kind === 'stuck');
}

export async function told(world: World, incident: string): Promise<Containment> {
  const view = await world.view(incident);
  const [credential] = view.credentials;
  if (credential === undefined) throw new Error('The incident has no credential.');
  const [done, stuckSteps] = [await world.entriesOf(incident, 'step.done'), await world.entriesOf(incident, 'step.stuck')];
  const struckAt = done.find(({ data }) => data.step === 'strike')?.at;
  const stuck = view.waiting.find(({ kind }) => kind === 'stuck');
  const calls = [...done.map(({ body }) => body?.calls), ...stuckSteps.map(({ body }) => body?.calls)];
  return {
    incident,
    before: credential.proof.before?.result ?? null,
    answers: calls.flatMap((made) => made ?? []).map(({ answer }) => answer),
    state: credential.state,
    states: (await world.entriesOf(incident, 'credential.changed')).map(({ data }) => data.to),
    grade: credential.proof.grade,
    stuck: stuck === undefined ? null : { step: stuck.step, what: stuck.what, byHand: stuck.byHand },
    afterMs: struckAt === undefined ? 0 : world.clock.now().getTime() - new Date(struckAt).getTime(),
    written: JSON.stringify({ view, entries: await world.entries(incident), log: world.log }),
  };
}
