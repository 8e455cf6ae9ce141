/**
 * Installs the servers that tests start and that no package of ours needs: verdaccio and Unleash from npm, JupyterHub from Python.
 * Vitest calls `setup` before its first test; `node test/servers/install.ts` does the same by itself. What is there already, as it
 * is pinned, is left alone. No install script of these packages runs.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const run = promisify(execFile);
const pinned = resolve(import.meta.dirname, 'packages');
/** Among what is installed: what walks the tree for our sources passes it by. */
export const pythonFolder = resolve(import.meta.dirname, '../../node_modules/.cache/test-servers/python');

/** A slow network, and a machine with one core. */
const installLimitMs = 240_000;
const stampName = '.installed';

/** Why a part is not there, or null where it is. */
export type NotInstalled = { npm: string | null; python: string | null };

declare module 'vitest' {
  export interface ProvidedContext {
    serversNotInstalled: NotInstalled;
  }
}

type Part = {
  /** What must be the same for an installation to be left alone. */
  pins: string;
  /** Where it stands when it is whole. */
  place: string;
  /** Makes it in an empty folder, and answers where in there. */
  make(folder: string): Promise<string>;
  /** The empty folder. */
  folder: string;
};

const hash = (...texts: string[]) => createHash('sha256').update(texts.join('\0')).digest('hex');
const pin = (name: string) => readFileSync(join(pinned, name), 'utf8');
const limits = { timeout: installLimitMs, maxBuffer: 8_388_608 };

function npmPart(): Part {
  return {
    pins: hash(pin('package.json'), pin('package-lock.json'), process.platform, process.arch),
    place: join(pinned, 'node_modules'),
    folder: join(pinned, `.installing-${process.pid}`),
    async make(folder) {
      for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(pinned, name), join(folder, name));
      await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { ...limits, cwd: folder });
      return join(folder, 'node_modules');
    },
  };
}

async function pythonPart(): Promise<Part> {
  const { stdout: version } = await run('python3', ['--version'], limits);
  return {
    pins: hash(pin('requirements.txt'), version),
    place: pythonFolder,
    folder: `${pythonFolder}-${process.pid}`,
    async make(folder) {
      await run('python3', ['-m', 'venv', folder], limits);
      const wheels = ['--no-deps', '--only-binary', ':all:', '--no-compile', '--quiet', '--disable-pip-version-check'];
      const list = ['--requirement', join(pinned, 'requirements.txt')];
      await run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...wheels, ...list], limits);
      return folder;
    },
  };
}

function standing({ place, pins }: Part): boolean {
  const stamp = join(place, stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === pins;
}

/** Made aside and moved in whole: another run may be at work here, and may have been first. */
async function ensure(part: Part): Promise<void> {
  if (standing(part)) return;
  rmSync(part.folder, { recursive: true, force: true });
  mkdirSync(part.folder, { recursive: true });
  try {
    const made = await part.make(part.folder);
    writeFileSync(join(made, stampName), part.pins);
    if (standing(part)) return;
    if (existsSync(part.place)) renameSync(part.place, `${part.folder}.old`);
    renameSync(made, part.place);
  } finally {
    rmSync(part.folder, { recursive: true, force: true });
    rmSync(`${part.folder}.old`, { recursive: true, force: true });
  }
}

/** What the installer called an error first, short: it names what it could not find or reach. */
function whyNot(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const lines = (said === '' ? String(error) : said).split('\n');
  const first = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  return `it could not be installed: ${first.slice(0, 200)}`;
}

const outcome = (work: Promise<void>) => work.then(() => null, whyNot);

/** Installs what is missing, both parts at once. Never throws: what is not there is said, and found missing by who needs it. */
export async function installServers(): Promise<NotInstalled> {
  const [npm, fromPython] = await Promise.all([outcome(ensure(npmPart())), outcome(pythonPart().then(ensure))]);
  return { npm, python: fromPython };
}

export async function setup(project: TestProject): Promise<void> {
  project.provide('serversNotInstalled', await installServers());
}

if (import.meta.main) {
  const missing = await installServers();
  for (const [part, why] of Object.entries(missing)) process.stdout.write(`servers from ${part}: ${why ?? 'installed'}\n`);
  process.exitCode = Object.values(missing).every((why) => why === null) ? 0 : 1;
}
