/** What people agree to is what is done: a target that became another one is asked about anew, a busier one is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, cutOff, declareLeak, planHash, plansOf, statusOf, timelineOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import type { Json, RunningBot } from './terminal.ts';
import { newest } from './town.ts';

describe.runIf(newest !== undefined)('between the plan and the yes', () => {
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

  it('a role that was made again is not touched: the new one has another plan, and it is asked about', async () => {
    const { town, office, terminal } = scene;
    await town.role('app', 'leaked-with-app');
    const incident = await declareLeak(terminal, 'app', 'leaked-with-app');
    const before = await planHash(terminal, incident, 'Cut now');
    await town.server.sql('drop role app');
    await town.role('app', 'leaked-with-app');
    expect((await approve(terminal, office, incident, before)).json).toMatchObject({ state: 'accepted' });

    const asked = await terminal.until(['plan', incident], ({ json }) => json.plans?.[0].hash !== before && json.gate !== null);
    expect(asked.json.plans[0]).toMatchObject({ title: 'Cut now: app may not log in', state: 'waiting', have: [] });
    expect(asked.json.plans[0].hash).not.toBe(before);
    expect(await town.login('app', 'leaked-with-app')).toBe('ok');
    const entries = await timelineOf(terminal, incident);
    expect(entries).toContainEqual(
      expect.objectContaining({ type: 'step.failed', step: 'strike', class: 'replan', reason: expect.stringContaining('oid') }),
    );
    const old = await approve(terminal, office, incident, before);
    expect(old, old.err).toMatchObject({ code: 3 });

    expect(await cutOff(terminal, office, incident)).toMatchObject({ state: 'contained', alarms: [] });
    expect(await town.login('app', 'leaked-with-app')).toBe('28000');
  });

  it('a role that is gone is not struck, and nobody is told that it was', async () => {
    const { town, office, terminal } = scene;
    await town.role('gone', 'leaked-with-gone');
    const incident = await declareLeak(terminal, 'gone', 'leaked-with-gone');
    const plan = await planHash(terminal, incident, 'Cut now');
    await town.server.sql('drop role gone');
    expect((await approve(terminal, office, incident, plan)).json).toMatchObject({ state: 'accepted' });
    const stuck = await terminal.until(['status', incident], ({ json }) =>
      json.waiting.some(({ kind }: Json) => kind === 'stuck'),
    );
    expect(stuck.json).toMatchObject({ state: 'open', credentials: [{ proof: { grade: null } }] });
    expect(stuck.json.waiting[0].what).toContain('There is no role "gone"');
  });

  it('thirty new sessions are ended with it: what was agreed to covers them', async () => {
    const { town, office, terminal } = scene;
    await town.role('crowd', 'leaked-with-crowd');
    const incident = await declareLeak(terminal, 'crowd', 'leaked-with-crowd');
    const [plan] = await plansOf(terminal, incident);
    const sessions = await Promise.all(
      Array.from({ length: 30 }, (_, at) => town.session('crowd', 'leaked-with-crowd', `worker ${at}`)),
    );
    expect((await approve(terminal, office, incident, plan.hash)).json).toMatchObject({ state: 'accepted' });
    const waited = await terminal.type(['wait', incident, '--for', 'contained', '--timeout', '30s']);
    expect(waited, waited.err).toMatchObject({ code: 0, json: { credentials: [{ state: 'dead', residuals: [] }] } });
    expect(new Set(await Promise.all(sessions.map(({ ended }) => ended)))).toEqual(new Set(['57P01']));
    expect(await town.sessionsOf('crowd')).toEqual([]);
    const struck = (await timelineOf(terminal, incident)).find(
      ({ type, step }: Json) => type === 'step.done' && step === 'strike',
    );
    expect(struck.summary).toContain('30 sessions ended');
    expect((await statusOf(terminal, incident)).plans[0].hash).toBe(plan.hash);
  });
});
