import type { Desk } from '../incident/desk.ts';
import { EnvironmentError } from '../platform/config/environment.ts';
import { ConfigError } from '../platform/config/fault.ts';
import { DatabaseError } from '../platform/db/db.ts';
import { FolderLocked } from '../platform/db/lock.ts';
import { FolderError } from '../platform/folder.ts';
import { KeyError } from '../platform/keys/load-keys.ts';
import { PlaybookError } from '../playbook/fault.ts';
import { PracticeUnavailable } from '../practice/server.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';

/** What went wrong underneath, as the terminal tells it: 2 for what was written, 5 for what cannot be reached. */
export async function inTerminalWords<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error);
  }
}

/** The same for what is done at once. */
export function inTerminalWordsNow<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}

/** A desk whose troubles are told in the terminal's words too: the database may go away in the middle of a command. */
export function plainSpoken(desk: Desk): Desk {
  return {
    send: (command) => inTerminalWords(() => desk.send(command)),
    find: (reference) => inTerminalWords(() => desk.find(reference)),
    view: (incident) => inTerminalWords(() => desk.view(incident)),
    list: () => inTerminalWords(() => desk.list()),
    timeline: (incident) => inTerminalWords(() => desk.timeline(incident)),
    report: (incident, edition) => inTerminalWords(() => desk.report(incident, edition)),
    bundle: (incident) => inTerminalWords(() => desk.bundle(incident)),
    stop: (order) => inTerminalWords(() => desk.stop(order)),
    resume: (order) => inTerminalWords(() => desk.resume(order)),
    brakes: () => inTerminalWords(() => desk.brakes()),
    budget: () => inTerminalWords(() => desk.budget()),
    raiseBudget: (order) => inTerminalWords(() => desk.raiseBudget(order)),
    close: () => desk.close(),
  };
}

function translated(error: unknown): unknown {
  const cause = { cause: error };
  if (error instanceof ConfigError || error instanceof EnvironmentError || error instanceof PlaybookError) {
    return new TerminalError('usage', error.message, cause);
  }
  if (error instanceof KeyError || error instanceof FolderError) return new TerminalError('usage', error.message, cause);
  if (error instanceof FolderLocked || error instanceof PracticeUnavailable) {
    return new TerminalError('unreachable', error.message, cause);
  }
  if (error instanceof DatabaseError) {
    const what = error.unreachable ? 'The database cannot be reached' : 'The database refused';
    return new TerminalError('unreachable', `${what}: ${error.message}. What was recorded so far stands; try again.`, cause);
  }
  const trouble = systemTrouble(error);
  return trouble === null ? error : new TerminalError('unreachable', trouble, cause);
}

const diskTroubles: Record<string, string> = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'The quota of the disk is used up',
  EROFS: 'The disk is read-only',
  EACCES: 'A file may not be opened by this account',
  EIO: 'The disk fails',
};

/** What the system said about a file of ours, with what to do; null for all else. */
function systemTrouble(error: unknown): string | null {
  const what = error instanceof Error && 'code' in error ? diskTroubles[String(error.code)] : undefined;
  if (what === undefined) return null;
  return `${what}: ${(error as Error).message}. Make room or name another folder with --data, then try again.`;
}
