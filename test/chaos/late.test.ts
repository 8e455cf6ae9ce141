/** What comes too late, on real processes: an answer after the lease, a right after the lease, a provider after its deadline, a timer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newest } from '../stories/town.ts';
import { told } from './record.ts';
import { soon } from './soon.ts';
import type { StormBot } from './storm/fleet.ts';
import { stormPlaybook } from './storm/playbook.ts';
import { isStrikeAt, openPointScene, type PointScene, strikesOf } from './storm/point-scene.ts';
import { callLimitMs } from './storm/provider-actions.ts';
import { commitWith } from './wire.ts';

const leaseMs = 1_500;
/** Short enough that a stage is overdue before a bot has started again. */
const stageMs = 1_000;
const timeout = 60_000;

describe.skipIf(newest === undefined)('late', { timeout }, () => {
  let scene: PointScene;
  let one: StormBot;

  beforeAll(async () => {
    scene = await openPointScene(newest ?? 18, {
      leaseMs,
      playbook: stormPlaybook.replace('within: 3s', `within: ${stageMs / 1_000}s`),
    });
    one = await scene.startBot();
  });
  afterAll(() => scene?.close());

  test('an answer to a bot that stood still past its lease: recorded as late, and not acted upon', async () => {
    const { incident, declare, role } = scene.leak();
    const strike = scene.provider.hold('answer', isStrikeAt(role));
    await one.send(declare);
    await one.send(await scene.yesTo(incident));
    await strike.caught;
    process.kill(one.pid, 'SIGSTOP');
    const other = await scene.startBot();
    await scene.untilTold(incident, 'step.done', { step: 'strike' });
    strike.release();
    process.kill(one.pid, 'SIGCONT');
    await scene.untilTold(incident, 'step.late', { step: 'strike' });
    const end = await scene.finished(incident);
    expect(strikesOf(end)).toEqual({ attempts: [1, 2], seen: ['run', 'probe'], via: ['probe'] });
    expect(told(end.story, 'step.late', 'strike')).toHaveLength(1);
    await other.kill();
  });

  test('a bot that hears only after its lease that it may strike: it leaves the strike to the one that has it by now', async () => {
    const { incident, declare, role } = scene.leak();
    await one.send(declare);
    const yes = await scene.yesTo(incident);
    const begun = scene.wire.hold('answer', commitWith('step.started', '\\"step\\":\\"strike\\"', incident));
    await one.send(yes);
    await begun.caught;
    // Held by the one that has it now, until the first hears: whoever strikes then is not alone.
    const strike = scene.provider.hold('message', isStrikeAt(role));
    const other = await scene.startBot();
    const { attempt } = await strike.caught;
    expect(attempt).toBe(2);
    begun.release();
    // It has heard when it answers on another matter and the place at its side is empty again.
    await one.send({ ...yes, type: 'note', dedupe: `note:${incident}`, payload: { text: 'Is anybody there?' } });
    strike.release();
    expect(strikesOf(await scene.finished(incident))).toEqual({ attempts: [1, 2], seen: ['probe', 'run'], via: ['run'] });
    await other.kill();
  });

  test('the answer to a look, to a bot that stood still past its lease: it strikes no more', async () => {
    const { incident, declare, role } = scene.leak();
    const lost = scene.provider.hold('message', isStrikeAt(role));
    const look = scene.provider.hold(
      'answer',
      ({ action, kind, target }) => action === 'strike' && kind === 'probe' && target === role,
    );
    await one.send(declare);
    await one.send(await scene.yesTo(incident));
    // Its first call gets nowhere, so it looks; the other one looks for itself.
    await lost.caught;
    await look.caught;
    process.kill(one.pid, 'SIGSTOP');
    const other = await scene.startBot();
    await scene.untilTold(incident, 'step.done', { step: 'strike' });
    look.release();
    process.kill(one.pid, 'SIGCONT');
    const end = await scene.finished(incident);
    expect(strikesOf(end)).toEqual({ attempts: [1, 2, 3], seen: ['run', 'probe', 'probe', 'run'], via: ['run'] });
    await other.kill();
  });

  test('a provider that answers after its deadline: the bot looks before it strikes again, and finds it done', async () => {
    const { incident, declare, role } = scene.leak();
    const strike = scene.provider.hold('answer', isStrikeAt(role));
    await one.send(declare);
    await one.send(await scene.yesTo(incident));
    await strike.caught;
    await scene.untilTold(incident, 'step.done', { step: 'strike' });
    strike.release();
    const end = await scene.finished(incident);
    expect(strikesOf(end)).toEqual({ attempts: [1, 2], seen: ['run', 'probe'], via: ['probe'] });
    expect(told(end.story, 'step.failed', 'strike')).toMatchObject([
      { class: 'in-doubt', reason: expect.stringContaining(`it took longer than ${callLimitMs / 1_000} s`) },
    ]);
  });

  test('timers that passed while no bot was there: they fire at once when one is back, in order and once', async () => {
    const { incident, declare, role } = scene.leak();
    const look = scene.provider.hold('answer', ({ target }) => target === role);
    await one.send(declare);
    await look.caught;
    await one.kill();
    const { at } = await scene.untilTold(incident, 'stage.started', { stage: 'identify' });
    await soon('the limit of the stage is over', () => Date.now() > Date.parse(at) + stageMs);
    const before = new Date().toISOString();
    const again = scene.provider.hold('answer', ({ target }) => target === role);
    one = await scene.startBot();
    await scene.untilTold(incident, 'stage.overdue', { stage: 'identify' });
    again.release();
    const { story } = await scene.finished(incident);
    const passed = story.filter(({ type, stage }) => type.startsWith('stage.') && stage === 'identify');
    expect(passed.map(({ type }) => type)).toEqual(['stage.started', 'stage.warned', 'stage.overdue', 'stage.done']);
    for (const { type, at: when } of passed.slice(1, 3)) expect(when > before, type).toBe(true);
  });
});
