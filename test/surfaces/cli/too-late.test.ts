/** An answer that is not taken: why, and nothing that is not so. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../incident/world.ts';
import { fakeDesk, type } from './fake-terminal.ts';
import { hashA, sampleAsking, samplePlan, sampleView } from './sample-view.ts';

const people = ['ana', 'ben', 'cem', 'dia'].map((id) => ({ id, name: id, login: null, ssh: null }));
let world: World;
let incident: string;
let plan: string;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.calm();
  incident = await world.declare();
  plan = (await world.view(incident)).plans[0]?.hash ?? '';
});

const typed = (...argv: string[]) =>
  type([...argv, '--as', 'ana'], {
    desk: world.desk,
    time: { now: () => world.clock.now(), pass: world.forward },
    composition: { people: async () => people },
  });

describe('on a closed incident', () => {
  beforeEach(async () => {
    await world.send(incident, 'close', { reason: 'a test password' });
  });

  test.each([
    ['approve', []],
    ['approve', ['--alone', '--reason', 'x']],
    ['reject', ['--reason', 'x']],
  ])('%s %j says since when it is closed, by whom and why', async (command, more) => {
    const ran = await typed(command, incident, '--plan', plan, ...more);
    expect(ran).toMatchObject({ code: 1, slept: 0 });
    expect(ran.out).toContain('is closed since 00:00:00Z by ana: a test password; nobody is asked any more');
    expect(ran.out).not.toContain('anew');
    expect(ran.err).not.toContain('You are about to');
    expect((await typed(command, incident, '--plan', plan, ...more, '--json')).json()).toMatchObject({ state: 'expired' });
  });

  test('plan does not say that nobody answered', async () => {
    const ran = await typed('plan', incident);
    expect(ran.out).not.toContain('nobody answered');
    expect(ran.out).not.toContain('NOBODY ANSWERED');
  });
});

test('an incident that was closed between question and answer says so', async () => {
  const practice = sampleView({ practice: true });
  const closed = { state: 'closed', closedAt: '2026-11-24T03:16:00.000Z', closed: { by: 'ben', why: 'mistaken' } } as const;
  const desk = fakeDesk({
    views: [practice, sampleView({ practice: true, ...closed, gate: null, plans: [samplePlan({ state: 'expired' })] })],
    answer: () => ({ ok: false, refusal: { class: 'no', message: 'The incident is closed.' } }),
  });
  const ran = await type(['approve', '7', '--plan', hashA, '--as', 'ana'], { desk });
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('INC-7 is closed since 03:16:00Z by ben: mistaken; nobody is asked any more');
});

test('what is still asked is told by the refusal alone', async () => {
  const refusal = { class: 'no', message: 'The yes of ana is enough: leave out --alone.' } as const;
  const desk = fakeDesk({ views: [sampleView({ practice: true })], answer: () => ({ ok: false, refusal }) });
  const ran = await type(['approve', '7', '--plan', hashA, '--as', 'ana'], { desk });
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err.split('\n').at(-2)).toBe(refusal.message);
});

test('an asking that is over and comes anew says so', async () => {
  const anew = sampleView({ practice: true, gate: sampleAsking({ nonce: 'nonce-2' }) });
  const desk = fakeDesk({
    views: [sampleView({ practice: true }), anew],
    answer: () => ({ ok: false, refusal: { class: 'no', message: 'This asking ended.' } }),
  });
  const ran = await type(['approve', '7', '--plan', hashA, '--as', 'ana'], { desk });
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('the asking that you answered is over; it is asked anew');
});

test('the timeline shows a refused decision by the command that was typed', async () => {
  const line = { seq: 3, at: '2026-11-24T03:16:00.000Z', type: 'command.refused', actor: 'person:ana', class: 'no' };
  const timeline = [
    { ...line, command: 'decide', verdict: 'alone' },
    { ...line, command: 'decide' },
  ] as const;
  const { out } = await type(['timeline', '7'], { desk: fakeDesk({ timeline: [...timeline] }) });
  expect(out).toContain('command=approve --alone');
  expect(out).toContain('command=decide');
});
