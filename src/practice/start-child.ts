import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';

/** A process of practice, seen from the bot. */
export type Child = {
  pid: number;
  /** Resolves with words about how it ended, whoever ended it. Never rejects. */
  exited: Promise<string>;
  /** Closes its channel, waits until it is gone, kills it by its id if it stays. May be called again. */
  stop(): Promise<void>;
};

/** Longer than a PostgreSQL needs to shut down at once; after it, waiting has no use. */
const stopLimitMs = 10_000;
/** Enough of a crash to find its cause. */
const stderrLimitChars = 2_000;

/**
 * Starts `file` of this folder as a process of its own, hands it `assignment`, and passes on what it reports.
 * It gets no argument and none of the bot's PG… variables: they would change where its logins go.
 */
export function startChild<Report>(options: {
  file: string;
  assignment: object;
  report: z.ZodType<Report>;
  onReport: (report: Report) => void;
}): Child {
  const child = fork(join(import.meta.dirname, options.file), [], {
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
    execArgv: [],
    // A session of its own: Ctrl-C at the terminal reaches the bot alone, which stops its processes in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrLimitChars);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${options.file} could not start: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(`${options.file} ended with ${signal ?? code}${stderr ? `: ${stderr.trim()}` : ''}`),
    );
  });
  child.on('message', (message) => options.onReport(options.report.parse(message)));
  // A child that dies at once closes the channel under us: `exited` tells, this need not.
  child.send(options.assignment, () => undefined);

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const gone = once(child, 'exit');
    if (child.connected) child.disconnect();
    const left = await Promise.race([gone.then(() => true), delay(stopLimitMs, false, { ref: false })]);
    if (!left) child.kill('SIGKILL');
    await gone;
  }
  return { pid: child.pid ?? 0, exited, stop };
}
