/** The real terminal as a user has it: `node src/main.ts …` as a child process, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const main = resolve(import.meta.dirname, '../../src/main.ts');
/** Node keeps what it compiled here: a story types dozens of commands, and each is a process. */
const compileCache = resolve(import.meta.dirname, '../../node_modules/.cache/stories');

/** A command that takes longer hangs: the longest of the stories waits for a target through all its retries. */
const commandLimitMs = 50_000;
/** A bot that is not there after this is not coming. */
const startLimitMs = 20_000;
const lookEveryMs = 100;
/** A look through the terminal is a process of its own. */
const typeEveryMs = 500;

/** What a script sees of one JSON object: its fields are checked by the story that reads them. */
// biome-ignore lint/suspicious/noExplicitAny: a story asserts the shape it promises.
export type Json = any;

export type Ran = {
  code: number;
  out: string;
  err: string;
  /** The last JSON object on standard output, which with --json holds nothing else; null for none. */
  json: Json;
  /** All of them, one a line. */
  lines: Json[];
};

export type RunningBot = {
  /** SIGTERM, and the exit code. */
  stop(): Promise<number>;
  /** What it wrote so far, to both outputs. */
  said(): string;
};

export type Terminal = {
  folder: string;
  /** Types one command with --json. `input` is its standard input; without it there is none. */
  type(args: string[], options?: { input?: string; env?: Record<string, string> }): Promise<Ran>;
  /** `staunch start` in the background, until `stop`. */
  start(): Promise<RunningBot>;
  /** Types `args` until `enough` holds, at most 20 s; the last answer, whatever it is. */
  until(args: string[], enough: (ran: Ran) => boolean): Promise<Ran>;
  /** Everything that any command or bot wrote to its outputs. */
  transcript(): string;
  /** Ends what still runs. */
  close(): Promise<void>;
};

/** A terminal whose current folder is `folder`. Its environment is `env` and what a shell always has. */
export function openTerminal(folder: string, env: Record<string, string> = {}): Terminal {
  const said: string[] = [];
  const running = new Set<ChildProcess>();
  const common = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    NODE_COMPILE_CACHE: compileCache,
    ...env,
  };

  function launch(args: string[], more: Record<string, string>): { child: ChildProcess; out: string[]; err: string[] } {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { ...common, ...more }, stdio: 'pipe' });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => out.push(text) && said.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => err.push(text) && said.push(text));
    // A command that wants no input may end before it has read any.
    child.stdin?.on('error', () => undefined);
    running.add(child);
    child.once('close', () => running.delete(child));
    return { child, out, err };
  }

  async function type(args: string[], options: { input?: string; env?: Record<string, string> } = {}): Promise<Ran> {
    const { child, out, err } = launch(['--json', ...args], options.env ?? {});
    child.stdin?.end(options.input ?? '');
    const code = await ended(child, commandLimitMs);
    if (code === null) throw new Error(`staunch ${args.join(' ')} did not end by itself: ${out.join('')}${err.join('')}`);
    const lines = jsonLines(out.join(''), args);
    return { code, out: out.join(''), err: err.join(''), json: lines.at(-1) ?? null, lines };
  }

  return {
    folder,
    type,
    async start() {
      const { child, out, err } = launch(['start'], {});
      const giveUpAt = Date.now() + startLimitMs;
      while (!err.join('').includes('Staunch is running, without Slack')) {
        if (child.exitCode !== null || Date.now() > giveUpAt) {
          child.kill('SIGKILL');
          throw new Error(`The bot did not start: ${out.join('')}${err.join('')}`);
        }
        await delay(lookEveryMs);
      }
      return {
        said: () => out.join('') + err.join(''),
        async stop() {
          child.kill('SIGTERM');
          const code = await ended(child, startLimitMs);
          if (code === null) throw new Error(`The bot did not end at SIGTERM: ${err.join('')}`);
          return code;
        },
      };
    },
    async until(args, enough) {
      const giveUpAt = Date.now() + startLimitMs;
      for (;;) {
        const ran = await type(args);
        if (enough(ran) || Date.now() > giveUpAt) return ran;
        await delay(typeEveryMs);
      }
    },
    transcript: () => said.join(''),
    async close() {
      const ends = [...running].map((child) => new Promise((done) => child.once('close', done)));
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ends);
    },
  };
}

/** The exit code, or null for a process that had to be killed. */
async function ended(child: ChildProcess, limitMs: number): Promise<number | null> {
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const code = await new Promise<number | null>((done) => {
    if (child.exitCode !== null) done(child.exitCode);
    else child.once('close', (exit) => done(exit));
  });
  clearTimeout(timer);
  return code;
}

function jsonLines(out: string, args: string[]): Json[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      try {
        return JSON.parse(line) as Json;
      } catch {
        throw new Error(`With --json, staunch ${args[0]} wrote something else: ${line.slice(0, 200)}`);
      }
    });
}
