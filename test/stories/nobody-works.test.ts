/** On a shared database a command only writes down what is wanted, and says when nobody is there to do it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, planHash, statusOf } from './leak.ts';
import { productDatabase } from './product-database.ts';
import { openScene, type Scene } from './scene.ts';
import { newest } from './town.ts';

describe.runIf(newest !== undefined)('with DATABASE_URL and no bot', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(newest, { env: async (town) => (await productDatabase(town)).env });
  });
  afterAll(() => scene.close());

  it('a command is recorded, ends with 5, and is done once somebody works', async () => {
    const { town, office, terminal } = scene;
    await town.role('app', 'leaked-with-app');
    const declare = [
      'declare',
      '--kind',
      'postgres-password',
      '--locator',
      'target=main',
      '--locator',
      'role=app',
      '--value-stdin',
    ];
    const once = [...declare, '--request', 'ticket-1'];
    const alone = await terminal.type(once, { input: 'leaked-with-app' });
    expect(alone, alone.err).toMatchObject({ code: 5, json: { number: 1, credentials: [{ id: 'c1' }] } });
    expect(alone.err).toContain('It is recorded, but no bot has shown a sign of life for 10 s');
    for (const args of [
      ['plan', '1'],
      ['wait', '1', '--for', 'cut-off'],
    ]) {
      const ran = await terminal.type(args);
      expect(ran, ran.err).toMatchObject({ code: 5 });
    }
    expect(await statusOf(terminal, '1')).toMatchObject({
      state: 'open',
      stages: [{ state: 'running' }, { state: 'pending' }, {}, {}, {}, {}],
    });

    const worked = await terminal.type(['--work', ...once], { input: 'leaked-with-app' });
    expect(worked, worked.err).toMatchObject({ code: 0, json: { incident: alone.json.incident, number: 1 } });
    const plan = await planHash(terminal, '1', 'Cut now');
    const agreed = await approve(terminal, office, '1', plan);
    expect(agreed, agreed.err).toMatchObject({ code: 5, json: { state: 'accepted' } });
    expect(await town.login('app', 'leaked-with-app')).toBe('ok');
    const bot = await terminal.start();
    expect(await terminal.type(['wait', '1', '--for', 'cut-off', '--timeout', '30s'])).toMatchObject({ code: 0 });
    expect(await town.login('app', 'leaked-with-app')).toBe('28000');
    expect(await bot.stop()).toBe(0);
  });
});
