import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minutes, openWorld, seconds, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const told = async (incident: string) =>
  (await world.entries(incident)).flatMap((entry) => {
    switch (entry.type) {
      case 'gate.opened':
        return [['asked', entry.at.slice(14, 19), entry.data.asked]];
      case 'gate.asked-again':
        return [['again', entry.at.slice(14, 19), entry.data.to]];
      case 'gate.passed-on':
        return [['passed on', entry.at.slice(14, 19), entry.data.to]];
      default:
        return [];
    }
  });

describe('an asking that nobody answers', () => {
  test('is said again after 60 s, and passed on after 120 s', async () => {
    const incident = await world.declare();
    await world.forward(seconds(59));
    expect(await told(incident)).toEqual([['asked', '00:00', ['ana']]]);
    await world.forward(seconds(61));
    expect(await told(incident)).toEqual([
      ['asked', '00:00', ['ana']],
      ['again', '01:00', ['ana']],
      ['passed on', '02:00', ['ben']],
    ]);
    expect((await world.view(incident)).gate?.asked).toEqual([
      { how: 'first', at: '2026-11-24T00:00:00.000Z', to: ['ana'] },
      { how: 'again', at: '2026-11-24T00:01:00.000Z', to: ['ana'] },
      { how: 'passed-on', at: '2026-11-24T00:02:00.000Z', to: ['ben'] },
    ]);
  });

  test('begins with the next in turn when it is asked anew', async () => {
    const incident = await world.declare();
    await world.forward(minutes(6));
    expect((await told(incident)).filter(([how]) => how === 'asked')).toEqual([
      ['asked', '00:00', ['ana']],
      ['asked', '03:00', ['ben']],
      ['asked', '06:00', ['ana']],
    ]);
  });

  test('may be answered by anybody who may, whoever was asked first', async () => {
    const incident = await world.declare();
    expect(viewAfter(await world.approve(incident, 'ben')).plans[0]?.state).toBe('accepted');
  });

  test('is passed on to everybody where no one else may answer', async () => {
    const alone = { id: 'ana', name: 'Ana', groups: ['on-call'], ssh: null };
    const watcher = { id: 'wim', name: 'Wim', groups: [], ssh: null };
    const small = await openWorld({ people: [alone, watcher] });
    const incident = await small.declare();
    await small.forward(minutes(2));
    expect((await small.entriesOf(incident, 'gate.passed-on')).map(({ data }) => data.to)).toEqual([['ana', 'wim']]);
    await small.close();
  });
});

test('an asking that nobody may answer addresses everybody', async () => {
  const watchers = ['wim', 'xia'].map((id) => ({ id, name: id, groups: [], ssh: null }));
  const idle = await openWorld({ people: watchers });
  const incident = await idle.declare({ as: null });
  await idle.forward(minutes(1));
  expect((await idle.entriesOf(incident, 'gate.opened')).map(({ data }) => data.asked)).toEqual([['wim', 'xia']]);
  expect((await idle.entriesOf(incident, 'gate.asked-again')).map(({ data }) => data.to)).toEqual([['wim', 'xia']]);
  await idle.close();
});

describe('a reminder', () => {
  test('of an asking that was answered leaves nothing behind', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const before = (await world.entries(incident)).length;
    await world.forward(minutes(3));
    expect((await told(incident)).map(([how]) => how)).toEqual(['asked']);
    expect((await world.entries(incident)).length).toBe(before);
  });

  test('of an asking that was refused leaves nothing behind', async () => {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'dia'));
    await world.forward(minutes(3));
    expect((await told(incident)).map(([how]) => how)).toEqual(['asked']);
  });

  test('that passed while the bot was down is given at once, in order and once', async () => {
    const incident = await world.declare();
    world.sleepThrough(seconds(150));
    await world.settle();
    expect(await told(incident)).toEqual([
      ['asked', '00:00', ['ana']],
      ['again', '02:30', ['ana']],
      ['passed on', '02:30', ['ben']],
    ]);
  });

  test('taken up out of order is recorded in order all the same', async () => {
    const incident = await world.declare();
    world.sleepThrough(seconds(150));
    await world.db.query("update job set run_at = '2026-11-24T00:00:30Z' where kind = 'reminder' and ref like 'pass-on:%'");
    await world.settle();
    expect((await told(incident)).map(([how]) => how)).toEqual(['asked', 'again', 'passed on']);
  });

  test('of one asking says nothing in the next', async () => {
    const incident = await world.declare();
    const [first] = await world.entriesOf(incident, 'gate.opened');
    await world.forward(minutes(3));
    await world.db.query(
      `insert into job (id, incident, kind, ref, status, run_at)
       values (gen_random_uuid(), $1, 'reminder', $2, 'ready', $3)`,
      [incident, `ask-again:contain:${first?.data.nonce}`, world.clock.now()],
    );
    const before = (await told(incident)).length;
    await world.settle();
    expect((await told(incident)).length).toBe(before);
  });
});
