import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { done } from './cast.ts';
import { minutes, openWorld, refusalOf, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.calm());
afterAll(() => world.close());

describe('an incident that a person closes', () => {
  test('begins nothing any more: what was agreed to a moment before is not done', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    const view = viewAfter(await world.send(incident, 'close', { reason: 'It was a test password.' }));
    await world.forward(minutes(30));
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect(view).toMatchObject({ state: 'closed', waiting: [], gate: null });
    expect(view.alarms.map(({ what }) => what)).toEqual([
      'ana closed it, but not every credential is proven cut off. It may still work.',
    ]);
  });

  test('still records what a call answers that was under way', async () => {
    const incident = await world.declare();
    world.cast.script('credential.strike', async () => {
      viewAfter(await world.send(incident, 'close', { reason: 'Handled by the cloud team.' }, { as: 'ben' }));
      return done({ summary: 'struck', calls: [{ call: 'lock', target: 'c1', answer: 'locked' }] });
    });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const [late] = await world.entriesOf(incident, 'step.late');
    expect(late?.body).toMatchObject({ summary: 'struck', calls: [{ call: 'lock' }] });
    expect((await world.entriesOf(incident, 'incident.closed'))[0]).toMatchObject({
      data: { person: 'ben' },
      body: { reason: 'Handled by the cloud team.' },
    });
    expect(world.cast.called('credential.prove')).toEqual([]);
  });

  test('asks nobody any more, and takes no answer', async () => {
    const incident = await world.declare();
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    viewAfter(await world.send(incident, 'close', { reason: 'Mistaken.' }));
    expect(refusalOf(await world.approve(incident, 'ana', { plan }))).toEqual({
      class: 'no',
      message: 'The incident is closed: nobody is asked any more.',
    });
    await world.forward(minutes(30));
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect(refusalOf(await world.send(incident, 'close', { reason: 'Again.' })).message).toContain('closed already');
  });

  test('keeps no value', async () => {
    const incident = await world.declare({ value: 'correct-horse-battery' });
    viewAfter(await world.send(incident, 'close', { reason: 'Mistaken.' }));
    expect(await world.db.query('select ref from held_value where incident = $1', [incident])).toEqual([]);
  });

  test('takes notes and corrections, each with its own time', async () => {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'close', { reason: 'Mistaken.' }));
    viewAfter(await world.send(incident, 'note', { text: 'It was in the wiki.', at: '2026-11-23T08:00:00Z' }));
    const view = viewAfter(
      await world.send(incident, 'correct', { entry: 1, text: 'Since Monday.', exposedSince: '2026-11-23T07:00:00Z' }),
    );
    expect(view.exposedSince).toBe('2026-11-23T07:00:00Z');
    const lines = (await world.desk.timeline(incident)) ?? [];
    expect(lines.find(({ type }) => type === 'note.added')).toMatchObject({ about: '2026-11-23T08:00:00Z' });
    expect(lines[0]).toMatchObject({
      type: 'incident.declared',
      corrected: [{ in: lines.length, person: 'ana', text: 'Since Monday.', exposedSince: '2026-11-23T07:00:00Z' }],
    });
  });
});

describe('a credential that is added later', () => {
  test('opens a contained incident again, and is asked about and cut like the first', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect((await world.view(incident)).state).toBe('contained');
    const leak = { kind: 'password', locator: { role: 'batch' }, value: 'correct-horse-battery' };
    const view = viewAfter(await world.send(incident, 'add-credential', leak, { as: 'ben' }));
    expect(view).toMatchObject({
      state: 'open',
      credentials: [{ id: 'c1' }, { id: 'c2', held: true, hint: 'the role batch' }],
    });
    expect(JSON.stringify(await world.entries(incident))).not.toContain('correct-horse-battery');
    await world.settle();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const after = await world.view(incident);
    expect(after.state).toBe('contained');
    expect(after.credentials.map(({ state }) => state)).toEqual(['dead', 'dead']);
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1', 'credential.strike c2']);
  });

  test('is refused by name where it is there already', async () => {
    const incident = await world.declare({ value: 'battery-horse-correct' });
    const locator = { role: 'elsewhere' };
    const same = await world.send(incident, 'add-credential', { kind: 'password', locator, value: 'battery-horse-correct' });
    expect(refusalOf(same)).toMatchObject({ class: 'no', message: expect.stringContaining('This very secret is c1') });
    expect((await world.view(incident)).credentials).toHaveLength(1);
  });

  test('cannot be of no place, and leaves nothing behind', async () => {
    const incident = await world.declare();
    expect(refusalOf(await world.send(incident, 'add-credential', { kind: 'password', locator: {} })).class).toBe('usage');
    expect(await world.db.query('select id from credential where incident = $1', [incident])).toHaveLength(1);
  });
});
