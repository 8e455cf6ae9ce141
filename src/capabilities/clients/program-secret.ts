/** A secret that a program hands over: fetched anew for each use, kept nowhere. */
import { execFile } from 'node:child_process';
import { ProviderError } from './provider-error.ts';

/** Longer than any vault needs, short against fifteen minutes. */
const programLimitMs = 10_000;
/** A token, not a document. In bytes. */
const mostBytes = 65_536;

/**
 * Runs a program without a shell and answers its standard output without the last line end. Its environment is the bot's: it needs
 * its own login there. Throws ProviderError, never with anything it printed.
 */
export function programSecret(command: readonly string[], what: string, signal: AbortSignal): Promise<string> {
  const [program = '', ...args] = command;
  const failed = (how: string) =>
    new ProviderError('retryable', `The program ${program} did not hand over ${what}: ${how}. Nothing was called with it.`);
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { shell: false, timeout: programLimitMs, maxBuffer: mostBytes, signal, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, stdout) => {
        if (error !== null) return reject(failed(howItEnded(error)));
        const secret = stdout.replace(/\r?\n$/, '');
        if (secret === '' || /\p{Cc}/u.test(secret))
          return reject(failed(secret === '' ? 'it printed nothing' : 'it printed more than one line'));
        resolve(secret);
      },
    );
  });
}

function howItEnded(error: { code?: string | number | null; killed?: boolean | undefined; name: string }): string {
  if (error.killed === true) return `it was ended after ${programLimitMs / 1_000} s`;
  return typeof error.code === 'number' ? `it ended with ${error.code}` : (error.code ?? error.name);
}
