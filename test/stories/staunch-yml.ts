/** A folder as an operator makes it: `staunch.yml`, and a freshly made SSH key for each of its people. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import type { TestPostgres } from '../servers/postgres.ts';

const run = promisify(execFile);

/** The variable that the targets' admin password stands in. */
export const adminPasswordVariable = 'MAIN_ADMIN_PASSWORD';

export type Office = {
  folder: string;
  /** The private key file of one of the people. */
  key(person: string): string;
  /** Writes the configuration anew. */
  configure(config: OfficeConfig): Promise<void>;
  /** Removes the folder and everything in it. */
  remove(): Promise<void>;
};

export type OfficeConfig = {
  targets: Record<string, unknown>;
  protected?: Record<string, string>[];
  /** A path. Without it the playbook that comes with Staunch. */
  playbook?: string;
  hold?: string;
  /** A folder of service files, relative to the configuration. */
  catalogue?: string;
  /** By kind: watch, guide, ask or act. */
  modes?: Record<string, string>;
  budget?: { 'strikes-per-hour': number };
};

/** Ids of people, each with its groups. */
export type People = Record<string, string[]>;

export const usualPeople: People = { ana: ['on-call', 'approvers'], bo: ['approvers'], cy: ['approvers'], dan: [] };

/** A new folder. `passphrase`: of every key. */
export async function openOffice(config: OfficeConfig, people: People = usualPeople, passphrase = ''): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'staunch-story-'));
  const key = (person: string) => join(folder, `key-of-${person}`);
  await Promise.all(Object.keys(people).map((person) => makeKey(key(person), passphrase)));
  const entries = await Promise.all(
    Object.entries(people).map(async ([person, groups]) => {
      const ssh = (await readFile(`${key(person)}.pub`, 'utf8')).trim();
      return [person, { name: `${person} of the story`, groups, ssh }] as const;
    }),
  );
  const configure = async ({ targets, playbook, hold, ...rest }: OfficeConfig) => {
    const playbooks = playbook === undefined ? {} : { playbooks: { leak: playbook } };
    const file = {
      people: Object.fromEntries(entries),
      targets,
      data: 'data',
      ...rest,
      ...playbooks,
      ...(hold === undefined ? {} : { hold }),
    };
    await writeFile(join(folder, 'staunch.yml'), stringify(file));
  };
  await configure(config);
  return { folder, key, configure, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function makeKey(path: string, passphrase = ''): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'story', '-f', path]);
}

/** The entry of a server under `targets:`. */
export function targetOf(
  server: Pick<TestPostgres, 'host' | 'port'>,
  user: string,
  sinks: Record<string, unknown> = {},
): unknown {
  return {
    kind: 'postgres',
    host: server.host,
    port: server.port,
    tls: 'off',
    admin: { user, password: { env: adminPasswordVariable } },
    sinks,
  };
}
