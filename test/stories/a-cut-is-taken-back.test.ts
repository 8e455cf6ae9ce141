/** The wrong role was cut: one signed word lets it in again, and the incident is open as it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutOff, declareLeak, statusOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import type { Ran, RunningBot } from './terminal.ts';
import { newest } from './town.ts';

describe.runIf(newest !== undefined)('undo', () => {
  let scene: Scene;
  let bot: RunningBot;
  beforeAll(async () => {
    scene = await openScene(newest);
    bot = await scene.terminal.start();
  });
  afterAll(async () => {
    await bot.stop();
    await scene.close();
  });

  it('lets the role log in again, opens the incident again, and people are asked anew', async () => {
    const { town, office, terminal } = scene;
    const undo = (person: string): Promise<Ran> =>
      terminal.type(['undo', incident, '--credential', 'c1', '--reason', 'the wrong role', '--sign-with', office.key(person)]);
    await town.role('app', 'leaked-with-app');
    const incident = await declareLeak(terminal, 'app', 'leaked-with-app');
    expect(await undo('ana')).toMatchObject({ code: 1 });
    const cut = await cutOff(terminal, office, incident);
    expect(cut).toMatchObject({ state: 'contained', credentials: [{ state: 'dead', undo: { plan: expect.any(String) } }] });
    const { plan } = cut.credentials[0].undo;

    const stranger = await undo('dan');
    expect(stranger, stranger.err).toMatchObject({ code: 4 });
    expect(await town.login('app', 'leaked-with-app')).toBe('28000');
    const undone = await undo('ana');
    expect(undone, undone.err).toMatchObject({ code: 0 });

    const open = await terminal.until(['status', incident], ({ json }) => json.gate !== null);
    expect(open.json).toMatchObject({
      state: 'open',
      containedAt: null,
      plans: [{ hash: plan, have: [], state: 'waiting' }],
      credentials: [{ cutOffAt: null, undo: null, proof: { grade: null, after: null } }],
    });
    expect(open.json.credentials[0].state).not.toMatch(/cut-off|dead/);
    expect(open.json.gate.nonce).not.toBe(cut.credentials[0].undo.nonce);
    expect(await town.login('app', 'leaked-with-app')).toBe('ok');
    expect(await undo('ana')).toMatchObject({ code: 1 });

    // The value was destroyed when it was dead: handed in again, the second cut is proven by use as well.
    expect((await terminal.type(['hand-in', incident, 'c1'], { input: 'leaked-with-app' })).code).toBe(0);
    expect(await cutOff(terminal, office, incident)).toMatchObject({
      state: 'contained',
      credentials: [{ state: 'dead', proof: { grade: 'by-use', before: { result: 'alive' }, after: { result: 'refused' } } }],
    });
    expect(await town.login('app', 'leaked-with-app')).toBe('28000');
    expect((await statusOf(terminal, incident)).alarms).toEqual([]);
  });
});
