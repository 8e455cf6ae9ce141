/** A server that says 200 and takes the token for up to a minute more. This file waits for that minute once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../incident/world.ts';
import { installed } from '../../servers/installed.ts';
import { available } from '../../servers/postgres.ts';
import { startUnleash, type Unleash } from '../../servers/unleash.ts';
import { concluded } from './by-clock.ts';
import { contain, serviceWorld } from './containment.ts';
import { kindsAt } from './kinds-at.ts';
import { targetsTable, timeBucket } from './targets-table.ts';

const postgres = ([18, 15] as const).find(available);
const table = targetsTable('unleash');

/** The minute of the server, the looks that settle it, and the start of an incident. */
const wholeMinuteMs = 140_000;
const thiefEveryMs = 250;

describe.runIf(installed('Unleash') && postgres !== undefined)('Unleash', () => {
  let [server, world]: [Unleash | null, World | null] = [null, null];
  beforeAll(async () => {
    server = await startUnleash(postgres ?? 18);
    world = await serviceWorld(kindsAt('unleash', server.url, { admin: server.adminToken }));
  });
  afterAll(async () => {
    await world?.close();
    await server?.stop();
  });

  test('is believed only when it refuses the token, up to a minute after it said that the token is deleted', {
    timeout: wholeMinuteMs,
  }, async () => {
    if (server === null || world === null) throw new Error('The server did not start.');
    const { value } = await server.makeToken();
    const thief = { lastLetInAt: 0, refused: false, done: false };
    const { works } = server;
    const stealing = (async () => {
      while (!thief.done) {
        if (await works(value)) thief.lastLetInAt = Date.now();
        else thief.refused = true;
        await new Promise((later) => setTimeout(later, thiefEveryMs));
      }
    })();
    const ended = await contain(world, { kind: 'unleash-token', locator: { target: 'unleash' }, value }, 'real');
    const concludedAt = Date.now();
    thief.done = true;
    await stealing;
    expect(ended).toMatchObject({ before: 'alive', state: 'dead', grade: 'by-use', stuck: null });
    expect(ended.answers).toEqual([expect.stringContaining('200')]);
    expect(thief.refused).toBe(true);
    expect(thief.lastLetInAt).toBeLessThan(concludedAt);
    expect(await works(value)).toBe(false);
    expect(await works(server.bystander)).toBe(true);
    for (const secret of [value, encodeURIComponent(value), server.adminToken]) expect(ended.written).not.toContain(secret);
    table.tell({
      target: 'Unleash 8.2.0',
      asked: 'DELETE /api/admin/api-tokens/{secret}, by an administrator',
      answered: '200',
      truth: 'it worked for up to 60 s more, though the list had dropped it',
      concluded: concluded(ended),
      // The server's tick comes when it comes: up to a minute, and the looks that settle it.
      after: timeBucket(Math.max(ended.afterMs, 60_001)),
    });
    await table.held();
  });
});
