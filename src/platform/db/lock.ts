import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Who has the data folder. `socket` is where the holder answers commands, null while it takes none. */
const holderSchema = z.strictObject({
  pid: z.int().positive(),
  /** Tells a process from a later one with the same pid; null where the system does not say. */
  born: z.string().nullable(),
  host: z.string(),
  command: z.string(),
  since: z.string(),
  socket: z.string().nullable(),
});
export type Holder = z.infer<typeof holderSchema>;

export type Lock = { release(): void };

/** A steal takes microseconds; one older than this was cut short. */
const abandonedStealMs = 10_000;

/** Another process has the folder. The message names it and says what to do. */
export class FolderLocked extends Error {
  override readonly name = 'FolderLocked';
  readonly holder: Holder | null;
  constructor(file: string, holder: Holder | null) {
    const who =
      holder === null
        ? 'another process'
        : `"${holder.command}" (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
    const elsewhere =
      holder !== null && holder.host !== hostname() ? ` If ${holder.host} is gone for good, delete ${file}.` : '';
    super(
      `The data folder is in use by ${who}. One process at a time: stop it, or give another folder with --data.${elsewhere}`,
    );
    this.holder = holder;
  }
}

/** The live holder of `folder`, or null when it is free. */
export function readHolder(folder: string): Holder | null {
  const holder = parseHolder(lockFile(folder));
  return holder !== null && isAlive(holder) ? holder : null;
}

/** Takes `folder` for this process, or throws `FolderLocked`. A dead holder's lock is taken over. */
export function takeLock(folder: string, claim: { command: string; now: Date; socket: string | null }): Lock {
  const file = lockFile(folder);
  const holder: Holder = {
    pid: process.pid,
    born: bornOf(process.pid),
    host: hostname(),
    command: claim.command,
    since: claim.now.toISOString(),
    socket: claim.socket,
  };
  if (!writeNew(file, holder)) {
    dropIfDead(file);
    if (!writeNew(file, holder)) throw new FolderLocked(file, parseHolder(file));
  }
  return {
    release() {
      const current = parseHolder(file);
      if (current?.pid === holder.pid && current.born === holder.born) rmSync(file, { force: true });
    },
  };
}

const lockFile = (folder: string) => join(folder, 'staunch.lock');

function writeNew(file: string, holder: Holder): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(descriptor, `${JSON.stringify(holder)}\n`);
  } catch (error) {
    // On a full disk: an empty lock would say "another process" to everyone.
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Removes a dead holder's file; a folder beside it makes sure that two who find it dead do not both remove. */
function dropIfDead(file: string): void {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    const stat = statSync(guard, { throwIfNoEntry: false });
    if (stat !== undefined && Date.now() - stat.mtimeMs > abandonedStealMs) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    const holder = parseHolder(file);
    if (holder === null ? isOld(file) : !isAlive(holder)) rmSync(file, { force: true });
  } finally {
    rmdirSync(guard);
  }
}

/** A file without readable content was cut short while it was written, unless it is being written right now. */
function isOld(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > abandonedStealMs;
}

function parseHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.born === null || holder.born === bornOf(holder.pid);
}

/** The start time of a process in clock ticks since boot (field 22 of /proc/PID/stat), where there is a /proc. */
function bornOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
