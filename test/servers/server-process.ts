/** A server as a process of its own: a folder that is thrown away, a free port, and an end. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Long enough for a server that makes its database first, on a machine that is busy. */
const readyLimitMs = 45_000;
const readyEveryMs = 100;
/** After this a server that was asked to end is ended. */
const endLimitMs = 5_000;
/** Of what it says, this much is kept for the message when it does not start. */
const mostSaid = 4_000;

export type ServerProgram = {
  /** What people call it. */
  name: string;
  program: string;
  args: string[];
  /** Besides PATH and HOME; nothing of the test's own environment is passed on. */
  env?: Record<string, string>;
  folder: string;
  /** Asked again and again until it is true. */
  ready(): Promise<boolean>;
};

/** A folder of its own for one server. */
export const serverFolder = (name: string) => mkdtemp(join(tmpdir(), `staunch-${name}-`));

/** Starts it and waits until it is ready; the answer ends it and removes its folder. */
export async function startProgram(server: ServerProgram): Promise<() => Promise<void>> {
  const { PATH = '' } = process.env;
  const child = spawn(server.program, server.args, {
    cwd: server.folder,
    env: { PATH, HOME: server.folder, TZ: 'UTC', ...server.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (text: string) => {
    said = `${said}${text}`.slice(-mostSaid);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  child.on('error', (error) => hear(String(error)));
  let running = true;
  const ended = new Promise<void>((end) => child.once('close', () => end())).then(() => {
    running = false;
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, endLimitMs);
    await ended;
    clearTimeout(timer);
    process.off('exit', kill);
    await rm(server.folder, { recursive: true, force: true });
  };
  const until = Date.now() + readyLimitMs;
  while (running && Date.now() < until) {
    if (await server.ready().catch(() => false)) return stop;
    await new Promise((later) => setTimeout(later, readyEveryMs));
  }
  await stop();
  throw new Error(`${server.name} did not start. It said: ${said}`);
}
