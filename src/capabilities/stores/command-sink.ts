import { spawn } from 'node:child_process';
import { ProviderError } from '../clients/provider-error.ts';

/** A store that needs longer would keep its users out of the database for as long. */
const commandLimitMs = 10_000;

/** The command gets none of our environment: it holds the admin's passwords. */
const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

function failed(program: string, how: string): ProviderError {
  return new ProviderError(
    'retryable',
    `The command ${program} did not take the new value: ${how}. The value is still held, and it is handed over again.`,
  );
}

/**
 * Runs a program without a shell and writes `value`, without a line end, to its standard input. What it prints is
 * dropped: it may repeat the value. Done when it ends with 0 within 10 s. Throws ProviderError.
 */
export async function runCommandSink(
  command: readonly string[],
  value: string,
  signal: AbortSignal,
  limitMs: number = commandLimitMs,
): Promise<void> {
  const [program, ...args] = command;
  if (program === undefined)
    throw new ProviderError('fatal', 'A command sink names no program: write `command: [program, …]`.');
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, {
      shell: false,
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
      signal,
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.name;
      reject(failed(program, code));
    });
    child.once('exit', (code, killedBy) => {
      if (code === 0) return resolve();
      reject(
        failed(program, killedBy === null ? `it ended with ${code}` : `it was ended after ${limitMs / 1000} s or by a signal`),
      );
    });
    // A program that does not read its input says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(value);
  });
}
