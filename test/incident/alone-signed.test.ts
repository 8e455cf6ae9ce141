/** On a real incident, acting alone needs the signature of that very person over that very word, and time that passed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DecisionStatement } from '../../src/timeline/decision.ts';
import { draft } from '../../src/timeline/entry.ts';
import { signature } from '../stories/signature.ts';
import { makeKey } from '../stories/staunch-yml.ts';
import { drill } from './drill-playbook.ts';
import { forge, forgeStrike } from './forged-rows.ts';
import { people } from './people.ts';
import { minutes, openWorld, refusalOf, seconds, viewAfter, type World } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'staunch-alone-'));
const key = (person: string) => join(folder, person);
const forTwo = drill.replace('reversible: { people: 1,', 'reversible: { people: 2,');

let world: World;
beforeAll(async () => {
  await Promise.all(people.map(({ id }) => makeKey(key(id))));
  const keyed = people.map((person) => ({ ...person, ssh: readFileSync(`${key(person.id)}.pub`, 'utf8').trim() }));
  world = await openWorld({ playbook: forTwo, people: keyed, practice: false });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => world.calm());

async function statement(incident: string, change: Partial<DecisionStatement> = {}): Promise<DecisionStatement> {
  const view = await world.view(incident);
  const [plan, nonce] = [view.plans[0]?.hash ?? '', view.gate?.nonce ?? ''];
  return { v: 1, incident, plan, verdict: 'alone', person: 'ana', nonce, ...change };
}
/** Ana acts alone with what `by` signed. */
async function alone(incident: string, by = 'ana', change: Partial<DecisionStatement> = {}) {
  const signed = await signature(await statement(incident, change), key(by));
  const { plan } = await statement(incident);
  const attestation = { by: 'person', signature: signed } as const;
  return world.send(incident, 'decide', { verdict: 'alone', plan, reason: 'nobody answers', attestation });
}
const struck = () => world.cast.called('credential.strike');

describe('on a real incident', () => {
  test('a signed word counts once its countdown is over', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident));
    await world.forward(minutes(1));
    expect([struck(), (await world.view(incident)).alarms]).toEqual([['credential.strike c1'], []]);
  });

  test('the word of the surface is not enough', async () => {
    const incident = await world.declare();
    const { plan } = await statement(incident);
    const sent = await world.send(incident, 'decide', { verdict: 'alone', plan, reason: 'x', attestation: { by: 'surface' } });
    expect(refusalOf(sent)).toMatchObject({ class: 'forbidden', message: expect.stringContaining('not vouched for') });
  });

  test.each<[string, string, Partial<DecisionStatement>]>([
    ['by somebody else', 'ben', {}],
    ['of an ordinary yes', 'ana', { verdict: 'approve' }],
    ['of another asking', 'ana', { nonce: '0'.repeat(32) }],
    ['of another plan', 'ana', { plan: '0'.repeat(64) }],
    ['of another person', 'ben', { person: 'ben' }],
  ])('a signature %s is refused, and no countdown begins', async (_what, by, change) => {
    const incident = await world.declare();
    expect(refusalOf(await alone(incident, by, change))).toMatchObject({ class: 'forbidden' });
    expect(await world.entriesOf(incident, 'alone.started')).toEqual([]);
  });
});

describe('no call is made on an acceptance in the record', () => {
  const place = async (incident: string) => {
    const { plan, nonce } = await statement(incident);
    return { stage: 'contain', nonce, plan };
  };
  const alarm = async (incident: string) => (await world.view(incident)).alarms[0]?.what;

  test('whose countdown was not over', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident));
    await world.forward(seconds(30));
    await forge(world, incident, draft('gate.accepted', { ...(await place(incident)), alone: true }));
    await forgeStrike(world, incident);
    await world.settle();
    expect(struck()).toEqual([]);
    expect(await alarm(incident)).toContain('the countdown of ana was not seen through');
  });

  test('for which nobody signed', async () => {
    const incident = await world.declare();
    const asked = await place(incident);
    const until = new Date(world.clock.now().getTime() + 60_000).toISOString();
    await forge(world, incident, draft('alone.started', { ...asked, person: 'ana', until }));
    world.sleepThrough(minutes(1));
    await forge(world, incident, draft('gate.accepted', { ...asked, alone: true }));
    await forgeStrike(world, incident);
    await world.settle();
    expect(struck()).toEqual([]);
    expect(await alarm(incident)).toContain('no signed decision of ana to act alone holds');
  });

  test('that says nobody answered, where the playbook asks anew', async () => {
    const incident = await world.declare();
    const { plan, ...asked } = await place(incident);
    await world.db.query("update job set status = 'cancelled' where kind = 'timer'");
    world.sleepThrough(minutes(4));
    await forge(world, incident, draft('gate.expired', asked), draft('gate.accepted', { ...asked, plan, by: 'expiry' }));
    await forgeStrike(world, incident);
    await world.settle();
    expect(struck()).toEqual([]);
    expect(await alarm(incident)).toContain('the playbook does not act when nobody answers');
  });
});
