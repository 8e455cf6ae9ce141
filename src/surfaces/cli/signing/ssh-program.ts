import { spawn } from 'node:child_process';
import { TerminalError } from '../terminal-error.ts';

/** Long enough to find the token and touch it, or to type a passphrase; short enough to notice that nobody does. */
const signingLimitMs = 60_000;

/** What ssh-keygen and ssh-add print is a few lines. */
const outputLimitBytes = 65_536;

export type Ran = { code: number; out: string; err: string };

/**
 * Runs one of OpenSSH's programs with `input` on its standard input. It may ask for a passphrase or a touch at the
 * terminal itself. Ended after 60 s. Rejects with a TerminalError when it is missing or took too long.
 */
export function runSsh(program: 'ssh-keygen' | 'ssh-add', args: string[], input: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const collected = { out: '', err: '' };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, signingLimitMs);
    const collect = (stream: 'out' | 'err') => (chunk: Buffer) => {
      if (collected[stream].length < outputLimitBytes) collected[stream] += chunk.toString('utf8');
    };
    child.stdout.on('data', collect('out'));
    child.stderr.on('data', collect('err'));
    // It may end before it has read its input; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(missing(program, cause));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (late) reject(tooLate(program));
      else resolve({ code: code ?? 1, ...collected });
    });
  });
}

function missing(program: string, cause: Error): TerminalError {
  return new TerminalError(
    'unreachable',
    `${program} could not be started. Install OpenSSH 8.2 or later (the package openssh-client), then type the command again.`,
    {
      cause,
    },
  );
}

function tooLate(program: string): TerminalError {
  return new TerminalError(
    'no',
    `${program} waited ${signingLimitMs / 1_000} s for a passphrase or a touch. Nothing was signed or sent: type the command again.`,
  );
}
