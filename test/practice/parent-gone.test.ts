import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { afterEach, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { z } from 'zod';
import { serverMissing } from '../missing-servers.ts';
import { isRunning } from './is-running.ts';
import { patience } from './practice-world.ts';

const nobody = 65_534;
const answer = z.union([z.object({ pids: z.record(z.string(), z.int()) }), z.object({ unavailable: z.string() })]);

/** Whether every folder from the root down to this file lets other users in. */
function othersMayRead(): boolean {
  const folders: string[] = [];
  for (let folder = import.meta.dirname; folder !== parse(folder).root; folder = join(folder, '..')) folders.push(folder);
  return [...folders, process.execPath].every((path) => (statSync(path).mode & 0o005) === 0o005);
}

describe('when the bot is killed', () => {
  let temporary: string;
  let bot: ChildProcess | null = null;

  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'staunch-doomed-'));
    chmodSync(temporary, 0o777);
    mkdirSync(join(temporary, 'data'));
    chmodSync(join(temporary, 'data'), 0o777);
  });

  afterEach(() => {
    bot?.kill('SIGKILL');
    rmSync(temporary, { recursive: true, force: true });
  });

  async function startDoomedBot(skip: TestContext['skip'], user: { uid?: number; gid?: number } = {}): Promise<number[]> {
    bot = fork(join(import.meta.dirname, 'doomed-bot.ts'), [], {
      execArgv: [],
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      ...user,
    });
    bot.send(join(temporary, 'data'));
    const [message] = await once(bot, 'message');
    const said = answer.parse(message);
    if ('pids' in said) return Object.values(said.pids);
    serverMissing('the practice PostgreSQL', said.unavailable);
    return skip(said.unavailable);
  }

  async function expectNothingLeft(pids: number[]): Promise<void> {
    expect(pids.map(isRunning)).toEqual([true, true, true, true]);
    bot?.kill('SIGKILL');
    await expect.poll(() => pids.map(isRunning), patience).toEqual([false, false, false, false]);
    await expect.poll(() => readdirSync(temporary), patience).toEqual(['data']);
  }

  test('the server, the attacker, the shop and the temporary folder go with it', async ({ skip }) => {
    await expectNothingLeft(await startDoomedBot(skip));
  });

  test('so they do for a normal user', async ({ skip }) => {
    // Whoever is not root is a normal user already, and root can become one if that user can read this clone.
    const user = process.getuid?.() === 0 && othersMayRead() ? { uid: nobody, gid: nobody } : {};
    await expectNothingLeft(await startDoomedBot(skip, user));
  });
});
