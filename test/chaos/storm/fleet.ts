/** Several bots as processes of their own, each started again as soon as it is gone: what a supervisor of services does. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from '../../../src/incident/command.ts';
import type { Sent } from '../../../src/incident/desk.ts';
import type { Shared } from './composition.ts';
import { oneOf } from './random.ts';

const program = resolve(import.meta.dirname, 'bot-program.ts');
/** One that ends by itself (no database at its start) is not started again at once. */
const restartMs = 300;
/** A busy machine starts a bot in seconds: one that has not worked for this long is no loss yet. */
const workedMs = 500;
/** What the bots said last, for whoever looks into a failure. */
const keptLines = 40;

export type StormBot = {
  pid: number;
  /** When it began to work; Infinity: not yet. */
  worksSince(): number;
  running: Promise<void>;
  /** Sends a command to its desk; rejects when it dies over it, or its database does. */
  send(command: Command): Promise<Sent>;
  kill(): Promise<void>;
};

type Answer = { running: true } | { dedupe: string; sent: Sent } | { dedupe: string; error: string };
type Waiting = { resolve(sent: Sent): void; reject(error: Error): void };

/** `works` false: it only carries out commands. `gone` hears of its end. */
export function startStormBot(
  shared: Shared,
  options: { works?: boolean; compiled?: string; said?(line: string): void; gone?(): void } = {},
): StormBot {
  const env = {
    PATH: process.env.PATH ?? '',
    STORM: JSON.stringify(shared),
    ...(options.works === false ? { STORM_IDLE: '1' } : {}),
    ...(options.compiled === undefined ? {} : { NODE_COMPILE_CACHE: options.compiled }),
  };
  const child = fork(program, { env, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => options.said?.(text.trim()));
  const { running, worksSince, waiting } = heard(child);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.once('exit', () => options.gone?.());
  return {
    pid: child.pid ?? 0,
    worksSince,
    running,
    send(command) {
      return new Promise((resolve, reject) => {
        waiting.set(command.dedupe, { resolve, reject });
        child.send(command, (error) => error !== null && reject(error));
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function heard(child: ChildProcess) {
  const waiting = new Map<string, Waiting>();
  const started = Promise.withResolvers<void>();
  let since = Number.POSITIVE_INFINITY;
  child.on('message', (answer: Answer) => {
    if ('running' in answer) {
      since = Date.now();
      started.resolve();
      return;
    }
    const asked = waiting.get(answer.dedupe);
    waiting.delete(answer.dedupe);
    if ('error' in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.sent);
  });
  child.once('exit', () => {
    const gone = new Error('The bot is gone.');
    started.reject(gone);
    for (const { reject } of waiting.values()) reject(gone);
  });
  // Whoever waits hears of it; nobody has to.
  started.promise.catch(() => undefined);
  return { running: started.promise, worksSince: () => since, waiting };
}

export type Fleet = {
  /** How many have been at work for a while. */
  atWork(): number;
  /** Kills one of those, or else any; null when none is there. */
  kill(random: () => number): { worked: boolean } | null;
  /** How many processes there were, and how many of them ended while they worked and nobody had killed them. */
  figures(): { started: number; fell: number };
  said(): string[];
  stop(): Promise<void>;
};

export function openFleet(size: number, shared: Shared): Fleet {
  const bots = new Set<StormBot>();
  const killed = new WeakSet<StormBot>();
  const lines: string[] = [];
  const compiled = mkdtempSync(join(tmpdir(), 'staunch-storm-'));
  const later = new Set<NodeJS.Timeout>();
  const figures = { started: 0, fell: 0 };
  let over = false;

  function keep(line: string): void {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
  }

  function start(): void {
    figures.started += 1;
    const bot = startStormBot(shared, { compiled, said: keep, gone: () => gone(bot) });
    bots.add(bot);
  }

  function gone(bot: StormBot): void {
    bots.delete(bot);
    if (over) return;
    if (!killed.has(bot) && Number.isFinite(bot.worksSince())) figures.fell += 1;
    if (killed.has(bot)) start();
    else startLater();
  }

  function startLater(): void {
    const timer = setTimeout(() => {
      later.delete(timer);
      start();
    }, restartMs);
    later.add(timer);
  }

  const working = () => [...bots].filter((bot) => !killed.has(bot) && bot.worksSince() <= Date.now() - workedMs);

  for (let count = 0; count < size; count += 1) start();
  return {
    atWork: () => working().length,
    kill(random) {
      const all = [...bots].filter((bot) => !killed.has(bot));
      const atWork = working();
      if (all.length === 0) return null;
      const bot = oneOf(random, atWork.length === 0 ? all : atWork);
      killed.add(bot);
      void bot.kill();
      return { worked: atWork.length > 0 };
    },
    figures: () => ({ ...figures }),
    said: () => [...lines],
    async stop() {
      over = true;
      for (const timer of later) clearTimeout(timer);
      await Promise.all([...bots].map((bot) => bot.kill()));
      rmSync(compiled, { recursive: true, force: true });
    },
  };
}
