import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerReport, serverReport } from './messages.ts';
import { startChild } from './start-child.ts';

/** A running practice PostgreSQL, as seen by whoever furnishes it. */
export type PracticeServer = {
  host: string;
  port: number;
  superuser: string;
  superuserPassword: string;
  /** Of the process that owns the server, and of the server itself. */
  pid: number;
  postmasterPid: number;
  /** Resolves with words about how its process ended. Never rejects. */
  exited: Promise<string>;
  /** Stops the server and removes its folder. May be called again. */
  stop(): Promise<void>;
};

/** The practice server cannot start here. Its message says why and what to do. */
export class PracticeUnavailable extends Error {
  override readonly name = 'PracticeUnavailable';
  /** Why, as a clause: "the optional package … is not installed …". */
  readonly reason: string;
  constructor(reason: string, advice: string) {
    super(`The practice PostgreSQL could not start because ${reason}. Nothing was opened or changed. ${advice}`);
    this.reason = reason;
  }
}

/** A free port can be taken before the server has it: seldom once, hardly three times. */
const portAttempts = 3;
/** A server that was just ended may still write into its folder for a moment. */
const removeRetries = 10;
const host = '127.0.0.1';

/** Starts a real PostgreSQL in a fresh temporary folder on a free port of this machine. Throws PracticeUnavailable. */
export async function startServer(): Promise<PracticeServer> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await startOnce();
    if ('server' in outcome) return outcome.server;
    if (!outcome.portTaken || attempt === portAttempts) throw new PracticeUnavailable(outcome.reason, outcome.advice);
  }
}

async function startOnce(): Promise<{ server: PracticeServer } | Extract<ServerReport, { type: 'failed' }>> {
  const folder = await mkdtemp(join(tmpdir(), 'staunch-practice-'));
  // The user that the server runs as may pass; what is inside is its own.
  await chmod(folder, 0o711);
  const port = await freePort();
  const superuser = 'practice_owner';
  const password = randomBytes(24).toString('base64url');
  const first = Promise.withResolvers<ServerReport>();
  const child = startChild({
    file: 'server-process.ts',
    assignment: { folder, port, superuser, password },
    report: serverReport,
    onReport: first.resolve,
  });
  const diedSilently = child.exited.then(
    (how): ServerReport => ({
      type: 'failed',
      reason: `of this: ${how}`,
      advice: 'Try once more, or name a server of yours under `targets:` in staunch.yml.',
      portTaken: false,
    }),
  );
  const answer = await Promise.race([first.promise, diedSilently]);
  const stop = async (): Promise<void> => {
    await child.stop();
    endOrphan(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: removeRetries });
  };
  if (answer.type === 'failed') {
    await stop();
    return answer;
  }
  const { postmasterPid } = answer;
  return {
    server: { host, port, superuser, superuserPassword: password, pid: child.pid, postmasterPid, exited: child.exited, stop },
  };
}

/**
 * If the process that owned the server was killed, the server is still there, and so is its lock file,
 * whose first line is its process id. A server that was stopped has removed it.
 */
function endOrphan(folder: string): void {
  const lockFile = join(folder, 'data', 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const postmasterPid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  try {
    if (postmasterPid > 1) process.kill(postmasterPid, 'SIGQUIT');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.')),
      );
    });
  });
}
