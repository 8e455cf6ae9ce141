import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claim, work } from '../../src/incident/worker.ts';
import { again, done, failed } from './cast.ts';
import { minutes, openWorld, seconds, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const calls = [{ call: 'lock', target: 'c1', answer: 'locked' }];
const struck = done({ summary: 'struck', calls });
const never = new AbortController().signal;
/** This one job, and nothing behind it. */
const ends = (stop: AbortSignal) => ({ stop, goOn: () => false });

/** An incident whose plan is accepted: the strike is due next. */
async function accepted(): Promise<string> {
  const incident = await world.declare();
  viewAfter(await world.approve(incident, 'ana'));
  world.cast.calls.length = 0;
  return incident;
}

const step = async (incident: string, id = 'strike') =>
  (await world.view(incident)).stages.flatMap((stage) => stage.steps).find((candidate) => candidate.id === id);
const stepEntries = async (incident: string, id = 'strike') =>
  (await world.entries(incident))
    .filter((entry) => entry.type.startsWith('step.') && (entry.data as { step?: string }).step === id)
    .map((entry) => entry.type);

/** Claims the next due job and leaves it in the hands of a worker that will not come back. */
async function claimed() {
  const job = await claim(world.engine.work);
  if (job === null) throw new Error('Nothing is due.');
  return job;
}

describe('an answer', () => {
  test('"done" settles the step and says what was called', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', struck);
    await world.settle();
    const [entry] = (await world.entriesOf(incident, 'step.done')).filter(({ data }) => data.step === 'strike');
    expect(entry).toMatchObject({ data: { credential: 'c1', via: 'run' }, body: { summary: 'struck', calls } });
  });

  test('"again" runs at its time with what it left behind, and counts as no failure', async () => {
    const incident = await accepted();
    world.cast.script(
      'credential.strike',
      again(2_000, { page: 1 }, 'page 1 of 2'),
      again(2_000, { page: 2 }, 'page 2 of 2'),
      struck,
    );
    await world.settle();
    expect(world.cast.called()).toEqual(['credential.strike c1']);
    expect(await step(incident)).toMatchObject({ state: 'running', summary: 'page 1 of 2' });
    await world.forward(1_999);
    expect(world.cast.called()).toHaveLength(1);
    await world.forward(2_001);
    const strikes = world.cast.calls.filter(({ name }) => name === 'credential.strike');
    expect(strikes.map(({ progress, attempt, via }) => [progress, attempt, via])).toEqual([
      [null, 1, 'run'],
      [{ page: 1 }, 1, 'run'],
      [{ page: 2 }, 1, 'run'],
    ]);
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('that fails for now is tried again under the same key, after the waits of a full-jitter backoff', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', failed('retryable', 'busy'), failed('retryable', 'busy'), struck);
    await world.settle();
    await world.forward(199);
    expect(world.cast.calls).toHaveLength(1);
    await world.forward(1);
    await world.forward(400);
    const strikes = world.cast.calls.filter(({ name, via }) => name === 'credential.strike' && via === 'run');
    expect(strikes.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(strikes.map(({ key }) => key)).size).toBe(1);
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('that fails five times in a row asks a person, within seconds', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', ...Array.from({ length: 9 }, () => failed('retryable', 'busy')));
    await world.settle();
    await world.forward(seconds(15));
    expect(world.cast.called('credential.strike').filter((call) => !call.endsWith('looked'))).toHaveLength(5);
    expect(await step(incident)).toMatchObject({ state: 'stuck', summary: 'busy' });
    expect(await stepEntries(incident)).toEqual([
      ...Array.from({ length: 4 }, () => ['step.started', 'step.failed']).flat(),
      'step.started',
      'step.stuck',
    ]);
  });

  test('begins to count failures anew after "again"', async () => {
    const incident = await accepted();
    const four = Array.from({ length: 4 }, () => failed('retryable', 'busy'));
    world.cast.script('credential.strike', ...four, again(1_000, null, 'on its way'), ...four, struck);
    await world.settle();
    await world.forward(seconds(30));
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('waits as long as the provider asks', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', failed('retryable', 'slow down', { retryAfterMs: 30_000 }), struck);
    await world.settle();
    await world.forward(29_999);
    expect(await step(incident)).toMatchObject({ state: 'running' });
    await world.forward(1);
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('asks a person at once when the provider wants more than a minute', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', failed('retryable', 'come back tomorrow', { retryAfterMs: 3_600_000 }));
    await world.settle();
    expect(await step(incident)).toMatchObject({ state: 'stuck', summary: 'come back tomorrow' });
  });

  test.each(['fatal', 'denied'] as const)(
    'that is %s asks a person at once, with the command to type',
    async (failureClass) => {
      const incident = await accepted();
      world.cast.script('credential.strike', failed(failureClass, 'no right to do that', { byHand: 'ALTER ROLE app NOLOGIN' }));
      await world.settle();
      expect(world.cast.called('credential.strike')).toHaveLength(1);
      const view = await world.view(incident);
      expect(view.waiting[0]).toMatchObject({
        kind: 'stuck',
        step: 'strike',
        credential: 'c1',
        byHand: 'ALTER ROLE app NOLOGIN',
      });
    },
  );

  test('"replan" voids the decision and asks anew, without another call', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', failed('replan', 'The role was recreated.'));
    const before = (await world.view(incident)).gate;
    await world.settle();
    const view = await world.view(incident);
    expect(world.cast.called('credential.strike')).toHaveLength(1);
    expect(view.gate?.nonce).toBeDefined();
    expect(view.gate?.nonce).not.toBe(before?.nonce);
    expect(view.plans[0]?.have).toEqual([]);
  });

  test('in doubt has the next attempt look first whether it took effect', async () => {
    const incident = await accepted();
    world.cast.script('credential.strike', failed('in-doubt', 'the line broke'));
    world.cast.recovers('credential.strike', { kind: 'done', output: { summary: 'it had worked', calls } });
    await world.settle();
    await world.forward(seconds(5));
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1', 'credential.strike c1 looked']);
    const [entry] = (await world.entriesOf(incident, 'step.done')).filter(({ data }) => data.step === 'strike');
    expect(entry).toMatchObject({ data: { via: 'probe' }, body: { summary: 'it had worked' } });
  });
});

describe('an action that throws', () => {
  test('is tried again, and the secret in its error is masked in the record and in the log', async () => {
    const secret = 'correct-horse-battery';
    const incident = await world.declare({ value: secret });
    viewAfter(await world.approve(incident, 'ana'));
    world.cast.script('credential.strike', () => Promise.reject(new Error(`cannot log in with ${secret}`)), struck);
    await world.settle();
    const [entry] = await world.entriesOf(incident, 'step.failed');
    expect(entry?.body?.reason).toBe('credential.strike broke off: cannot log in with [redacted].');
    await world.forward(seconds(5));
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('is ended at its time limit, and says so', async () => {
    const incident = await accepted();
    world.cast.declares('credential.strike', { limitMs: 20 });
    world.cast.script(
      'credential.strike',
      (_input, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      struck,
    );
    await world.settle();
    const [entry] = await world.entriesOf(incident, 'step.failed');
    expect(entry).toMatchObject({
      data: { class: 'in-doubt' },
      body: { reason: 'credential.strike broke off: it took longer than 0.02 s.' },
    });
    await world.forward(seconds(5));
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });
});

describe('a worker that dies', () => {
  test('before its call leaves a job that is taken up when its lease is over', async () => {
    const incident = await accepted();
    await claimed();
    await world.settle();
    expect(world.cast.calls).toEqual([]);
    await world.forward(seconds(15));
    expect(world.cast.called('credential.strike')[0]).toBe('credential.strike c1 looked');
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('after its call leaves a job whose effect is looked for first, and is not repeated', async () => {
    const incident = await accepted();
    world.cast.recovers('credential.strike', { kind: 'done', output: { summary: 'it had worked', calls } });
    await claimed();
    await world.forward(seconds(15));
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1 looked']);
    expect((await stepEntries(incident)).filter((type) => type === 'step.done')).toHaveLength(1);
  });

  test('leaves a harmless call to be repeated when nobody can tell', async () => {
    const incident = await accepted();
    world.cast.recovers('credential.strike', { kind: 'unknown' });
    await claimed();
    await world.forward(seconds(15));
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1 looked', 'credential.strike c1']);
    expect(await step(incident)).toMatchObject({ state: 'done' });
  });

  test('leaves an unsafe call to a person when nobody can tell', async () => {
    const incident = await accepted();
    world.cast.declares('credential.strike', { effect: 'unsafe' });
    world.cast.recovers('credential.strike', { kind: 'unknown' });
    await claimed();
    await world.forward(seconds(15));
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1 looked']);
    expect(await step(incident)).toMatchObject({ state: 'stuck' });
  });
});

describe('an answer that comes too late', () => {
  test('is recorded and not acted upon when another worker has the job', async () => {
    const incident = await accepted();
    const job = await claimed();
    let answerNow: () => void = () => undefined;
    world.cast.script('credential.strike', () => new Promise((resolve) => (answerNow = () => resolve(struck))));
    const slow = work(world.engine.work, job, ends(never));
    await until(() => world.cast.calls.length === 1);
    world.sleepThrough(seconds(15));
    await world.settle();
    expect(await step(incident)).toMatchObject({ state: 'done' });
    answerNow();
    await slow;
    expect(await world.entriesOf(incident, 'step.late')).toMatchObject([
      { data: { step: 'strike', credential: 'c1' }, body: { summary: 'struck', calls } },
    ]);
    expect((await stepEntries(incident)).filter((type) => type === 'step.done')).toHaveLength(1);
  });

  test('is recorded when a person took the step out of its hands meanwhile', async () => {
    const incident = await accepted();
    const job = await claimed();
    let answerNow: () => void = () => undefined;
    world.cast.script('credential.strike', () => new Promise((resolve) => (answerNow = () => resolve(struck))));
    const slow = work(world.engine.work, job, ends(never));
    await until(() => world.cast.calls.length === 1);
    viewAfter(await world.send(incident, 'by-hand', { step: 'strike' }, { as: 'ben' }));
    answerNow();
    await slow;
    expect(await stepEntries(incident)).toEqual(['step.started', 'step.by-hand', 'step.late']);
    // What took effect can be taken back, however late its answer came.
    expect((await world.view(incident)).credentials[0]?.undo).not.toBeNull();
  });
});

describe('a stop', () => {
  test('is no answer: the job goes back, and the next worker looks first', async () => {
    const incident = await accepted();
    const job = await claimed();
    const stop = new AbortController();
    world.cast.script(
      'credential.strike',
      (_input, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const stopped = work(world.engine.work, job, ends(stop.signal));
    await until(() => world.cast.calls.length === 1);
    stop.abort();
    await stopped;
    await world.settle();
    expect(world.cast.called('credential.strike').slice(0, 2)).toEqual(['credential.strike c1', 'credential.strike c1 looked']);
    expect(await world.entriesOf(incident, 'step.failed')).toEqual([]);
  });
});

describe('a bot that was down', () => {
  test('fires what passed meanwhile at once, in order', async () => {
    const incident = await world.declare();
    world.sleepThrough(minutes(16));
    await world.settle();
    const passed = (await world.types(incident)).filter((type) => /warned|overdue|expired/.test(type));
    expect(passed).toEqual(['gate.expired', 'stage.warned', 'stage.overdue', 'clock.warned', 'clock.overdue']);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await later(2);
}
