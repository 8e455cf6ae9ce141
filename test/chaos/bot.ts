/** `staunch start` as its own process, which a test may end in every way a process can end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { soon } from './soon.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

/** A new embedded database takes seconds, more on a busy machine. */
const startLimitMs = 40_000;

export type BotProcess = {
  pid: number;
  /** Whether the process is still there. */
  lives(): boolean;
  /** Everything it wrote so far, to both outputs. */
  said(): string;
  /** Sends a signal and waits for the end, at most `limitMs`: the exit code (null for SIGKILL) and how long it took. */
  end(signal: 'SIGKILL' | 'SIGTERM', limitMs?: number): Promise<{ code: number | null; tookMs: number }>;
};

/** Starts a bot in `folder` and waits until it says that it runs. */
export async function startBot(folder: string, env: Record<string, string>): Promise<BotProcess> {
  const child = spawn(process.execPath, [main, 'start'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const bot = botProcess(child, () => said.join(''));
  const runs = () => {
    if (!bot.lives()) throw new Error(`The bot did not start: ${bot.said()}`);
    return bot.said().includes('Staunch is running');
  };
  await soon('the bot runs', runs, startLimitMs);
  return bot;
}

function botProcess(child: ChildProcess, said: () => string): BotProcess {
  const lives = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    lives,
    said,
    async end(signal, limitMs = 15_000) {
      const begun = Date.now();
      const closed = new Promise<void>((done) => (lives() ? child.once('exit', () => done()) : done()));
      const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
      child.kill(signal);
      await closed;
      clearTimeout(late);
      return { code: child.exitCode, tookMs: Date.now() - begun };
    },
  };
}
