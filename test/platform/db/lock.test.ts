import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderLocked, type Holder, readHolder, takeLock } from '../../../src/platform/db/lock.ts';

const program = fileURLToPath(new URL('holder.ts', import.meta.url));
const claim = { command: 'staunch start', now: new Date('2026-11-24T00:00:00.000Z'), socket: '/run/staunch.sock' };
/** Long enough ago that nobody can still be writing the file. */
const longAgo = new Date(Date.now() - 3_600_000);

let folder: string;
let file: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staunch-lock-'));
  file = join(folder, 'staunch.lock');
  children = [];
});
afterEach(async () => {
  for (const child of children) await killed(child);
  rmSync(folder, { recursive: true, force: true });
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Another process that tries to take the lock, `at` this time; how that went. */
async function other(command: string, at = 0): Promise<{ child: ChildProcess; held: boolean; message: string }> {
  const child = spawn(process.execPath, [program, folder, command, String(at)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, ...JSON.parse(line) };
  throw new Error('The other process said nothing.');
}

const stored = (): Holder => JSON.parse(readFileSync(file, 'utf8'));
const write = (holder: Partial<Holder>) =>
  writeFileSync(
    file,
    JSON.stringify({ pid: process.pid, born: null, host: hostname(), command: 'x', since: 'then', socket: null, ...holder }),
  );
function refusal(): FolderLocked {
  try {
    takeLock(folder, claim).release();
  } catch (error) {
    if (error instanceof FolderLocked) return error;
    throw error;
  }
  throw new Error('The lock was given.');
}

describe('the lock of a data folder', () => {
  test('is given to one process, says who has it, and is gone when it is given back', () => {
    const lock = takeLock(folder, claim);
    expect(readHolder(folder)).toMatchObject({ pid: process.pid, command: 'staunch start', socket: '/run/staunch.sock' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    lock.release();
    expect(existsSync(file)).toBe(false);
    expect(readHolder(folder)).toBeNull();
  });

  test('is refused to a second process, in words that name the first', async () => {
    takeLock(folder, claim);
    const second = await other('a command');
    expect(second).toMatchObject({
      held: false,
      message: `The data folder is in use by "staunch start" (process ${process.pid} on ${hostname()}, since 2026-11-24T00:00:00.000Z). One process at a time: stop it, or give another folder with --data.`,
    });
  });

  test('is refused while another process has it', async () => {
    const first = await other('staunch start');
    expect(first.held).toBe(true);
    expect(refusal().holder).toMatchObject({ pid: first.child.pid, command: 'staunch start' });
  });

  test('is taken over from a process that was killed', async () => {
    const first = await other('staunch start');
    await killed(first.child);
    expect(readHolder(folder)).toBeNull();
    takeLock(folder, claim);
    expect(stored().pid).toBe(process.pid);
  });

  test('is taken over when another process got the number of the dead one', () => {
    write({ pid: process.pid, born: '1' });
    takeLock(folder, claim);
    expect(stored().command).toBe('staunch start');
  });

  test('is never taken from a process of another machine, and the message says how to end that', () => {
    write({ host: 'elsewhere', pid: 999_999 });
    expect(refusal().message).toContain(`If elsewhere is gone for good, delete ${file}.`);
    expect(readHolder(folder)).toMatchObject({ host: 'elsewhere' });
  });

  test.each(['', '{"pid":'])('with a file that reads %j is taken over once nobody can still be writing it', (text) => {
    writeFileSync(file, text);
    expect(refusal().message).toContain('in use by another process');
    utimesSync(file, longAgo, longAgo);
    takeLock(folder, claim);
    expect(stored().pid).toBe(process.pid);
  });

  test('is not held up for ever by a takeover that was cut short', () => {
    write({ pid: 999_999 });
    mkdirSync(`${file}.takeover`);
    utimesSync(`${file}.takeover`, longAgo, longAgo);
    expect(refusal).not.toThrow(TypeError);
    takeLock(folder, claim);
    expect(stored().pid).toBe(process.pid);
  });

  test('that another process has by now is not given back by the one before', () => {
    const lock = takeLock(folder, claim);
    write({ pid: 1, born: null });
    lock.release();
    expect(stored().pid).toBe(1);
  });

  test.each([1, 2, 3])('of a dead process goes to exactly one of several that want it at once (round %i)', async () => {
    write({ pid: 999_999 });
    const at = Date.now() + 1_000;
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((name) => other(name, at)));
    const winners = all.filter(({ held }) => held);
    expect(winners).toHaveLength(1);
    expect(stored().pid).toBe(winners[0]?.child.pid);
  });

  test('goes to exactly one of several that start at once on a free folder', async () => {
    const at = Date.now() + 1_000;
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((name) => other(name, at)));
    expect(all.filter(({ held }) => held)).toHaveLength(1);
  });
});
