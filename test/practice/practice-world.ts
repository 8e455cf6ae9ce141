import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { test as plain } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { PracticeUnavailable } from '../../src/practice/server.ts';
import { type PracticeWorld, startPractice } from '../../src/practice/world.ts';
import { serverMissing } from '../missing-servers.ts';
import { testEveryMs } from './every-ms.ts';

/** How long a test looks for something that should happen at once. */
export const patience = { timeout: 20_000, interval: 50 };

const silent = { info: () => undefined, warn: () => undefined };

/** A test with a folder of its own, and a `start` whose worlds are stopped behind it. */
export const test = plain.extend<{ folder: string; start: () => Promise<PracticeWorld> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'staunch-test-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ folder, skip }, use) => {
    const worlds: PracticeWorld[] = [];
    await use(async () => {
      try {
        const world = await startPractice({ folder, clock: systemClock, log: silent, everyMs: testEveryMs });
        worlds.push(world);
        return world;
      } catch (error) {
        if (!(error instanceof PracticeUnavailable)) throw error;
        serverMissing('the practice PostgreSQL', error.reason);
        return skip(error.message);
      }
    });
    for (const world of worlds) await world.stop();
  },
});

/** Runs statements as the bot's admin account. The rows of the last one. */
export async function asAdmin(world: PracticeWorld, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const { host, port, database, adminUser, adminPassword } = world.target;
  return asLogin({ host, port, database, user: adminUser, password: adminPassword }, ...statements);
}

export async function asLogin(login: object, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ ...login, ssl: false });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}
