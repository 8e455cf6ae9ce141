import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asAdmin } from '../../../src/capabilities/clients/postgres/admin.ts';
import { postgresLimits, Unanswered } from '../../../src/capabilities/clients/postgres/connection.ts';
import { providerError } from '../../../src/capabilities/clients/postgres/failure.ts';
import { tryLogin } from '../../../src/capabilities/clients/postgres/login.ts';
import {
  overheard,
  type PostgresTarget,
  postgresTarget,
  postgresTargetSchema,
} from '../../../src/capabilities/clients/postgres/target.ts';
import type { ProviderError } from '../../../src/capabilities/clients/provider-error.ts';
import { freePort } from '../../servers/postgres.ts';

const password = 'the-admin-password';

function targetOn(port: number, tls: 'off' | 'verify-full' = 'off'): PostgresTarget {
  const entry = { kind: 'postgres', host: '127.0.0.1', port, tls, admin: { user: 'bot', password: { env: 'PW' } } };
  return postgresTarget('main', postgresTargetSchema.parse(entry), () => password);
}

const open: { server: Server; sockets: Set<Socket> }[] = [];

/** A server that takes connections and answers whatever `onData` does. */
async function listening(onData: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => onData(socket));
  });
  open.push({ server, sockets });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as { port: number }).port;
}

afterEach(() => {
  vi.useRealTimers();
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

async function failure(target: PostgresTarget, signal = new AbortController().signal): Promise<ProviderError> {
  return asAdmin(target, signal, 'look up role app', async () => undefined).then(
    () => expect.unreachable(),
    (error: ProviderError) => error,
  );
}

/** Lets the connect limit pass without waiting for it, once the server has heard from us. */
async function limitPasses(heard: Promise<void>): Promise<void> {
  await heard;
  await vi.advanceTimersByTimeAsync(postgresLimits.connectMs + 1);
}

describe('a PostgreSQL target in trouble', () => {
  it('that takes the connection and says nothing is given up at the limit', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { promise: heard, resolve: hear } = Promise.withResolvers<void>();
    const port = await listening(() => hear());
    const [error] = await Promise.all([failure(targetOn(port)), limitPasses(heard)]);
    expect(error).toMatchObject({ class: 'retryable', message: expect.stringContaining('within 5 s') });
  });

  it('that hangs during a login is "no answer", not an answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { promise: heard, resolve: hear } = Promise.withResolvers<void>();
    const port = await listening(() => hear());
    const account = { user: 'app', password: 'x', database: 'postgres' };
    const [answer] = await Promise.all([tryLogin(targetOn(port), account, new AbortController().signal), limitPasses(heard)]);
    expect(answer).toMatchObject({ connected: false, code: 'connect-timeout' });
  });

  it('lets go at once when the job is stopped', async () => {
    const stop = new AbortController();
    const port = await listening(() => stop.abort());
    expect(await failure(targetOn(port), stop.signal)).toMatchObject({
      class: 'retryable',
      message: expect.stringContaining('stopped'),
    });
  });

  it('that is not there is tried again', async () => {
    expect(await failure(targetOn(await freePort()))).toMatchObject({
      class: 'retryable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('that does not offer TLS is not talked to without', async () => {
    const port = await listening((socket) => socket.write('N'));
    expect(await failure(targetOn(port, 'verify-full'))).toMatchObject({
      class: 'fatal',
      message: expect.stringContaining('tls: off'),
    });
  });

  it('that closes the connection is tried again', async () => {
    const port = await listening((socket) => socket.end());
    expect(await failure(targetOn(port))).toMatchObject({ class: 'retryable' });
  });
});

describe('an error of PostgreSQL', () => {
  const target = targetOn(1);
  const withCode = (code: string) => Object.assign(new Error('the server said so'), { code });

  it.each([
    ['retryable', 'ECONNREFUSED'],
    ['retryable', 'EPIPE'],
    ['fatal', 'ENOTFOUND'],
    ['fatal', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['retryable', '53300'],
    ['retryable', '57P01'],
    ['retryable', '57P03'],
    ['retryable', '57014'],
    ['retryable', '08006'],
    ['retryable', '55P03'],
    ['retryable', '40001'],
    ['denied', '42501'],
    ['denied', '28P01'],
    ['denied', '28000'],
    ['fatal', '3D000'],
    ['fatal', '25006'],
    ['fatal', '42601'],
  ])('is %s: %s', (errorClass, code) => {
    const error = providerError(withCode(code), target, 'cut app');
    expect(error.class).toBe(errorClass);
    expect(error.message).toMatch(/^PostgreSQL "main" \(127\.0\.0\.1:1\): could not cut app: .+\. .+/);
    expect(error.message).not.toContain(password);
  });

  it('names the place and what to do when there was no answer at all', () => {
    expect(providerError(new Unanswered('answer-timeout'), target, 'cut app').message).toContain('harmless');
  });

  it('does not hide a bug of ours', () => {
    expect(() => providerError(new TypeError('a bug'), target, 'cut app')).toThrow(TypeError);
  });
});

describe('the entry of a target in staunch.yml', () => {
  const entry = { kind: 'postgres', host: 'db', admin: { user: 'bot', password: { env: 'PW' } } };

  it('checks the server’s certificate unless told otherwise', () => {
    expect(postgresTargetSchema.parse(entry)).toMatchObject({
      port: 5432,
      database: 'postgres',
      tls: 'verify-full',
      sinks: {},
      concurrency: 8,
    });
  });

  it.each([
    ['an unknown key', { ...entry, pasword: 'x' }],
    ['a password in clear text', { ...entry, admin: { user: 'bot', password: 'x' } }],
    ['a relative path', { ...entry, sinks: { app: { file: 'secret' } } }],
    ['a command as text', { ...entry, sinks: { app: { command: 'cat > x' } } }],
    ['an unknown tls mode', { ...entry, tls: 'prefer' }],
    ['no call at all', { ...entry, concurrency: 0 }],
    ['more calls at once than a server has room for', { ...entry, concurrency: 65 }],
  ])('refuses %s', (_what, wrong) => {
    expect(postgresTargetSchema.safeParse(wrong).success).toBe(false);
  });

  it('takes the admin’s password from a program at each use, and tells of it before it is used', async () => {
    const told: string[] = [];
    const admin = { user: 'bot', password: { command: [process.execPath, '-e', 'process.stdout.write("from-a-program\\n")'] } };
    const parsed = postgresTargetSchema.parse({ ...entry, admin });
    const target = overheard(
      postgresTarget('main', parsed, () => 'never'),
      (secret) => told.push(secret),
    );
    expect(told).toEqual([]);
    expect(await target.admin.password(new AbortController().signal)).toBe('from-a-program');
    expect(told).toEqual(['from-a-program']);
  });

  it('says which program did not hand it over, and nothing that it printed', async () => {
    const script = 'process.stdout.write("half-a-secret"); process.exit(3)';
    const admin = { user: 'bot', password: { command: [process.execPath, '-e', script] } };
    const target = postgresTarget('main', postgresTargetSchema.parse({ ...entry, admin }), () => 'never');
    const failure = await asAdmin(target, new AbortController().signal, 'cut', async () => undefined).catch(String);
    expect(failure).toContain('did not hand over the password of the admin of main: it ended with 3');
    expect(failure).not.toContain('half-a-secret');
  });

  it('fetches the admin’s password only when it is needed', () => {
    const asked: string[] = [];
    const target = postgresTarget('main', postgresTargetSchema.parse(entry), (env) => {
      asked.push(env);
      return 'x';
    });
    expect(asked).toEqual([]);
    expect([target.admin.password(new AbortController().signal), asked]).toEqual(['x', ['PW']]);
  });
});
