/** `stop` and `resume`: nothing that changes anything is called, by any bot, until a person says so. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { failed } from '../../src/incident/action.ts';
import type { Resumed, Stopped } from '../../src/incident/order.ts';
import { done } from './cast.ts';
import { midnight, minutes, openWorld, refusalOf, seconds, viewAfter, type World, worldOn } from './world.ts';

let world: World;
let twin: World;

beforeAll(async () => {
  world = await openWorld();
  twin = worldOn(world.db, { twin: world });
});
afterEach(() => world.calm());
afterAll(() => world.close());

const actor = (person: string | null) => ({ person, account: 'somebody' });
const stop = (more: { provider?: string; as?: string | null; reason?: string } = {}): Promise<Stopped> =>
  twin.desk.stop({
    provider: more.provider ?? null,
    reason: more.reason ?? 'wrong role',
    actor: actor(more.as === undefined ? 'ben' : more.as),
  });
const resume = (more: { provider?: string; as?: string } = {}): Promise<Resumed> =>
  twin.desk.resume({ provider: more.provider ?? null, actor: actor(more.as ?? 'ana') });
const strikes = () => world.cast.called('credential.strike');
const role = (name: string, provider = 'main') => ({ role: name, provider });

describe('while everything is stopped', () => {
  test('a strike that people agreed to waits in every bot; looks, gates and decisions go on', async () => {
    const incident = await world.declare();
    expect(await stop()).toMatchObject({ ok: true, already: false, brake: { provider: null, by: 'ben' } });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    await twin.settle();
    expect(strikes()).toEqual([]);
    expect((await world.view(incident)).plans).toMatchObject([{ state: 'accepted' }]);
    const started = await world.entriesOf(incident, 'step.started');
    expect(started.filter(({ data }) => data.step === 'strike')).toEqual([]);

    const second = await world.declare();
    expect((await world.view(second)).credentials).toMatchObject([{ state: 'alive' }]);

    expect(await resume()).toMatchObject({ ok: true, by: 'ana', left: [] });
    await world.settle();
    expect(strikes()).toEqual(['credential.strike c1']);
    expect((await world.view(incident)).credentials).toMatchObject([{ state: 'dead' }]);
  });

  test('every open incident says so, by whom, since when and why, until it is over', async () => {
    const first = await world.declare();
    const second = await world.declare();
    await stop({ reason: 'we look first' });
    for (const incident of [first, second]) {
      const [entry] = await world.entriesOf(incident, 'calls.stopped');
      expect(entry).toMatchObject({
        actor: 'person:ben',
        data: { provider: null, person: 'ben', since: midnight.toISOString() },
        body: { reason: 'we look first' },
      });
      const stopped = [{ provider: null, by: 'ben', at: midnight.toISOString(), reason: 'we look first' }];
      expect((await world.view(incident)).stopped).toEqual(stopped);
      expect(await world.desk.brakes()).toEqual(stopped);
    }
    await resume();
    expect(await world.entriesOf(first, 'calls.resumed')).toMatchObject([{ data: { provider: null, person: 'ana' } }]);
    expect((await world.view(second)).stopped).toEqual([]);
  });

  test('an incident that is declared later is held as well, and says since when', async () => {
    await stop();
    await world.forward(minutes(1));
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(strikes()).toEqual([]);
    expect((await world.view(incident)).stopped).toMatchObject([{ at: midnight.toISOString(), by: 'ben' }]);
    await resume();
    await world.settle();
    expect(strikes()).toHaveLength(1);
  });

  test('timers still fire', async () => {
    const incident = await world.declare();
    await stop();
    await world.forward(minutes(4));
    expect(await world.types(incident)).toContain('gate.expired');
  });

  test('a step that a person took over meanwhile is not done when it goes on', async () => {
    const incident = await world.declare();
    await stop();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    viewAfter(await world.send(incident, 'by-hand', { step: 'strike', credential: 'c1', reason: 'psql' }));
    await world.settle();
    await resume();
    await world.settle();
    expect(strikes()).toEqual([]);
    expect((await world.view(incident)).alarms).toEqual([]);
  });

  test('an undo waits, too', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    await stop();
    await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } });
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual([]);
    await resume();
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual(['credential.undo c1']);
  });
});

describe('a stop whose row somebody deleted', () => {
  const loseRow = () => world.db.query('delete from brake');

  test('still holds in every incident whose record says so, until a person resumes', async () => {
    const incident = await world.declare();
    await stop();
    viewAfter(await world.approve(incident, 'ana'));
    await loseRow();
    await world.settle();
    expect(strikes()).toEqual([]);

    expect(await resume()).toMatchObject({ ok: true, by: 'ana', left: [] });
    expect(await world.entriesOf(incident, 'calls.resumed')).toHaveLength(1);
    await world.settle();
    expect(strikes()).toEqual(['credential.strike c1']);
  });

  test('of one provider holds, too, and is named as what is left', async () => {
    const incident = await world.declare({ locator: role('lost', 'other') });
    await stop({ provider: 'other' });
    await stop();
    viewAfter(await world.approve(incident, 'ana'));
    await loseRow();
    expect(await resume()).toMatchObject({ ok: true, left: [{ provider: 'other' }] });
    await world.settle();
    expect(strikes()).toEqual([]);
    expect(await resume({ provider: 'other' })).toMatchObject({ ok: true, left: [] });
    await world.settle();
    expect(strikes()).toHaveLength(1);
  });
});

describe('a call that is under way when everything is stopped', () => {
  test('is out of its worker’s hands: its answer is late, and it is looked at before it is made again', async () => {
    const incident = await world.declare();
    world.cast.recovers('credential.strike', { kind: 'not-done' });
    world.cast.script('credential.strike', async () => {
      await stop();
      return done({ summary: 'struck', calls: [{ call: 'lock', target: 'c1', answer: 'locked' }] });
    });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(await world.entriesOf(incident, 'step.late')).toMatchObject([{ body: { summary: 'struck' } }]);
    expect((await world.types(incident)).filter((type) => type === 'step.done')).toHaveLength(3);

    await resume();
    await world.settle();
    const calls = world.cast.calls.filter(({ name }) => name === 'credential.strike');
    expect(calls.map(({ via, attempt }) => [via, attempt])).toEqual([
      ['run', 1],
      ['probe', 2],
      ['run', 2],
    ]);
    expect((await world.view(incident)).credentials).toMatchObject([{ state: 'dead' }]);
  });
});

describe('one provider alone', () => {
  test('is stopped, and calls to others go on', async () => {
    const here = await world.declare({ locator: role('a') });
    const there = await world.declare({ locator: role('b', 'other') });
    await stop({ provider: 'main' });
    for (const incident of [here, there]) await world.approve(incident, 'ana');
    await world.settle();
    expect((await world.view(here)).credentials).toMatchObject([{ state: 'alive' }]);
    expect((await world.view(there)).credentials).toMatchObject([{ state: 'dead' }]);
    expect((await world.view(here)).stopped).toMatchObject([{ provider: 'main' }]);
  });

  test('stays stopped when the stop of everything is over', async () => {
    const incident = await world.declare({ locator: role('c') });
    await stop({ provider: 'main' });
    await stop();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(await resume()).toMatchObject({ ok: true, left: [{ provider: 'main' }] });
    await world.settle();
    expect(strikes()).toEqual([]);
    expect(await resume({ provider: 'main' })).toMatchObject({ ok: true, left: [] });
    await world.settle();
    expect(strikes()).toHaveLength(1);
  });

  test('that nobody knows is not stopped, and the answer names those there are', async () => {
    const refusal = refusalOf(await asSent(stop({ provider: 'mian' })));
    expect(refusal).toMatchObject({ class: 'usage', message: expect.stringContaining('known: main, other') });
    expect(await world.desk.brakes()).toEqual([]);
  });
});

describe('an order', () => {
  test('to stop that comes twice has its effect once, and says who was first', async () => {
    const incident = await world.declare();
    await stop();
    await world.forward(seconds(30));
    expect(await stop({ as: 'cem', reason: 'me too' })).toMatchObject({
      ok: true,
      already: true,
      brake: { by: 'ben', at: midnight.toISOString(), reason: 'wrong role' },
    });
    expect(await world.entriesOf(incident, 'calls.stopped')).toHaveLength(1);
  });

  test('to resume without a stop is answered with no', async () => {
    expect(refusalOf(await asSent(resume()))).toMatchObject({
      class: 'no',
      message: expect.stringContaining('Nothing is stopped'),
    });
    await stop({ provider: 'main' });
    expect(refusalOf(await asSent(resume()))).toMatchObject({ message: expect.stringContaining('Stopped: main.') });
  });

  test.each([
    ['a person in no group that the playbook asks', 'dia'],
    ['a stranger', 'eve'],
    ['nobody', null],
  ])('of %s changes nothing', async (_, as) => {
    const refusal = refusalOf(await asSent(stop({ as })));
    expect(refusal).toMatchObject({ class: 'forbidden', message: expect.stringContaining('one of: ana, ben, cem') });
    expect(await world.desk.brakes()).toEqual([]);
  });

  test('to stop is taken even when the playbook cannot be read', async () => {
    const astray = worldOn(world.db, { twin: world, playbook: 'no playbook' });
    expect(await astray.desk.stop({ provider: null, reason: 'stop it', actor: actor('dia') })).toMatchObject({ ok: true });
  });

  test('has the secrets in its reason masked', async () => {
    const incident = await world.declare({ value: 'hunter2-hunter2' });
    const stopped = await world.desk.stop({ provider: null, reason: 'it is hunter2-hunter2', actor: actor('ben') });
    expect(JSON.stringify([stopped, await world.entries(incident), await world.desk.brakes()])).not.toContain('hunter2');
  });
});

describe('a provider that asks to be left alone', () => {
  const asks = (retryAfterMs: number) => failed('retryable', 'slow down', { retryAfterMs });

  test('is not called by any incident until then; others are, and the pause ends by itself', async () => {
    const [first, second] = [await world.declare({ locator: role('d') }), await world.declare({ locator: role('e') })];
    const other = await world.declare({ locator: role('f', 'other') });
    world.cast.script('credential.strike', asks(30_000));
    viewAfter(await world.approve(first, 'ana'));
    await world.settle();
    for (const incident of [second, other]) await world.approve(incident, 'ana');
    await world.settle();
    await twin.settle();
    expect(strikes()).toHaveLength(2);
    expect((await world.view(other)).credentials).toMatchObject([{ state: 'dead' }]);
    const until = new Date(midnight.getTime() + 30_000).toISOString();
    expect((await world.view(second)).paused).toEqual([{ provider: 'main', until, reason: 'slow down' }]);
    expect((await world.view(other)).paused).toEqual([]);

    await world.forward(seconds(29));
    expect(strikes()).toHaveLength(2);
    await world.forward(seconds(1));
    expect((await world.view(second)).paused).toEqual([]);
    for (const incident of [first, second]) expect((await world.view(incident)).credentials).toMatchObject([{ state: 'dead' }]);
  });

  test('for longer than a minute is a person’s business, and is left alone for that minute', async () => {
    const incident = await world.declare({ locator: role('g') });
    world.cast.script('credential.strike', asks(3_600_000));
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const view = await world.view(incident);
    expect(view.waiting).toMatchObject([{ kind: 'stuck', step: 'strike' }]);
    expect(view.paused).toMatchObject([{ until: new Date(midnight.getTime() + 60_000).toISOString() }]);
    await world.send(incident, 'retry', { step: 'strike' });
    await world.forward(seconds(60));
    expect((await world.view(incident)).credentials).toMatchObject([{ state: 'dead' }]);
  });
});

/** An order's answer where a command's is asked for: both are carried out or refused. */
async function asSent(order: Promise<Stopped | Resumed>) {
  const answered = await order;
  if (answered.ok) throw new Error('The order was carried out.');
  return answered;
}
