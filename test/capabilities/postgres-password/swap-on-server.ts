/** A swap as its users see it: run on every version that is promised. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as later } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/capabilities/clients/provider-error.ts';
import type { Struck } from '../../../src/capabilities/credentials/kind.ts';
import { postgresPassword } from '../../../src/capabilities/credentials/postgres-password/kind.ts';
import type { Deliver } from '../../../src/capabilities/credentials/postgres-password/replace.ts';
import type { Json } from '../../../src/platform/canonical.ts';
import type { PlanTarget } from '../../../src/timeline/plan.ts';
import { callFor, identified, planned } from '../../contracts/credential-kind.ts';
import type { Version } from '../../servers/postgres.ts';
import { identity, providerFailure } from './answers.ts';
import { grants, openWorld, type RoleLeak, type World } from './world.ts';

type TwinLeak = RoleLeak & { twin: string };

const drainMs = 1_000;

/** A leaked role and its twin, both with the rights of one group, and a sink that says whom the password is of. */
async function twinLeak(world: World, version: Version, over: { format?: string; deliver?: Deliver } = {}): Promise<TwinLeak> {
  const leak = await world.leak();
  const twin = `${leak.role}_b`;
  const group = `${leak.role}_rights`;
  await world.server.sql(
    `create role ${twin} nologin`,
    `create role ${group} nologin`,
    `grant ${group} to ${leak.role}, ${twin}`,
    `create table ${leak.role}_orders (n int)`,
    `grant select, insert on ${leak.role}_orders to ${group}`,
    ...grants(version, twin, world.bot.user),
  );
  const format = over.format ?? 'json';
  const target = world.target({
    sinks: { [leak.role]: { file: leak.sinkFile, format } },
    twins: { [leak.role]: twin },
    drain: `${drainMs / 1_000}s`,
  });
  const { deliver } = await import('../../../src/capabilities/stores/deliver.ts');
  const kind = postgresPassword(new Map([['main', target]]), () => false, over.deliver ?? deliver);
  return { ...leak, kind, twin };
}

/** Runs all parts, waiting as the worker would; `between` is called before each further part. */
async function swapped(leak: TwinLeak, target: PlanTarget, facts: Json, between: () => Promise<void> = async () => undefined) {
  const parts: Struck[] = [];
  let progress: Json = null;
  for (;;) {
    const struck: Struck | undefined = await leak.kind.swap?.(callFor(leak, facts), target, progress);
    if (struck === undefined) throw new Error('there is no swap');
    parts.push(struck);
    if (struck.again === undefined) return parts;
    await between();
    await later(struck.again.inMs);
    progress = struck.again.progress;
  }
}

async function partAfter(leak: TwinLeak, target: PlanTarget, facts: Json, progress: Json): Promise<Struck | undefined> {
  return leak.kind.swap?.(callFor(leak, facts), target, progress);
}

const firstPart = (leak: TwinLeak, target: PlanTarget, facts: Json) => partAfter(leak, target, facts, null);

type Credential = { user: string; password: string };
const credentialIn = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Credential;

/** Works until told to end: reads its credential, connects, and does `transactions` in a row on each connection. */
function client(world: World, leak: TwinLeak, transactions: number) {
  const told = new AbortController();
  const seen = { done: 0, failed: [] as string[], users: new Set<string>() };
  const oneConnection = async () => {
    const { user, password } = await credentialIn(leak.sinkFile);
    const connection: pg.Client = world.server.client(user, password, { application_name: 'shop' });
    let ended = false;
    connection.on('error', () => {
      ended = true;
    });
    await connection.connect();
    seen.users.add(user);
    for (let turn = 0; turn < transactions && !ended && !told.signal.aborted; turn += 1) {
      await connection.query('begin');
      await connection.query(`insert into ${leak.role}_orders values (1)`);
      await later(5);
      await connection.query('commit');
      seen.done += 1;
    }
    await connection.end();
  };
  const running = (async () => {
    while (!told.signal.aborted) await oneConnection().catch((error: Error) => seen.failed.push(error.message));
  })();
  return {
    seen,
    async stop() {
      told.abort();
      await running;
      return seen;
    },
  };
}

function outage(world: () => World, version: Version): void {
  it('fails no transaction of clients that read their credential at each connect, and refuses the old password', async () => {
    const leak = await twinLeak(world(), version);
    await writeFile(leak.sinkFile, JSON.stringify({ user: leak.role, password: leak.value }), { mode: 0o600 });
    const { target, facts } = await planned(leak, 'swap');
    const clients = [client(world(), leak, 1), client(world(), leak, 20)];
    await later(300);
    const parts = await swapped(leak, target, facts);
    await later(300);
    const seen = await Promise.all(clients.map((one) => one.stop()));
    expect(seen.flatMap(({ failed }) => failed)).toEqual([]);
    for (const one of seen) {
      expect(one.done).toBeGreaterThan(20);
      expect([...one.users].sort()).toEqual([leak.role, leak.twin]);
    }
    expect(await leak.works(leak.value)).toBe(false);
    expect(await leak.kind.probe(callFor(leak, facts), true)).toMatchObject({ result: 'refused' });
    expect(await leak.kind.inspect(callFor(leak, facts), target)).toMatchObject({ cutOff: 'yes', residuals: [] });
    expect(await leak.bystanderWorks()).toBe(true);
    expect((await credentialIn(leak.sinkFile)).user).toBe(leak.twin);
    expect(parts.at(-1)?.undoable).toBe(true);
    expect(JSON.stringify([parts, target, facts])).not.toContain(leak.held.next);
  });

  it('lets a transaction finish that is open when the role is closed, and ends it after the drain', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    const [quick, slow, idle] = await Promise.all(
      ['quick', 'slow', 'idle'].map((name) => world().session(leak.role, leak.value, name)),
    );
    for (const session of [quick, slow]) await session?.client.query('begin');
    let part = 0;
    const parts = await swapped(leak, target, facts, async () => {
      part += 1;
      if (part !== 2) return;
      expect(await idle?.ended).toBe('57P01');
      expect((await quick?.client.query('commit'))?.command).toBe('COMMIT');
      await quick?.client.end();
    });
    expect(await slow?.ended).toBe('57P01');
    expect(parts.map(({ again }) => again?.summary ?? 'over')).toEqual([
      expect.stringMatching(/^the leaked password works until \d\d:\d\d:\d\d UTC;/),
      expect.stringMatching(/the leaked password is refused; 2 sessions of .* in a transaction may go on until/),
      'over',
    ]);
  });
}

function crashes(world: () => World, version: Version): void {
  it('is the same after any part is done twice: the same value is handed over, and it ends as if nothing had happened', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    const first = await leak.kind.swap?.(callFor(leak, facts), target, null);
    const { next } = leak.held;
    // What a repeat of the first part finds: the twin is open, and with our value.
    const again = await planned(leak, 'swap');
    expect(again.target).toEqual(target);
    await leak.kind.swap?.(callFor(leak, facts), target, null);
    expect(leak.held.next).toBe(next);
    const progress = first?.again?.progress ?? null;
    for (let twice = 0; twice < 2; twice += 1) await leak.kind.swap?.(callFor(leak, facts), target, progress);
    expect(await leak.works(leak.value)).toBe(false);
    expect((await credentialIn(leak.sinkFile)).password).toBe(next);
  });

  it('takes nothing from anybody when the sink does not take the value, says so, and goes on when it does', async () => {
    let broken = true;
    const deliver: Deliver = async (sink, value) => {
      if (broken) throw new ProviderError('retryable', 'The store is away.');
      if ('file' in sink) await writeFile(sink.file, value);
    };
    const leak = await twinLeak(world(), version, { deliver });
    const { target, facts } = await planned(leak, 'swap');
    const failure = await providerFailure(firstPart(leak, target, facts));
    expect(failure).toMatchObject({ class: 'retryable', message: expect.stringContaining('its users go on as before') });
    expect(await leak.works(leak.value)).toBe(true);
    broken = false;
    await swapped(leak, target, facts);
    expect(await leak.works(leak.value)).toBe(false);
  });

  it('is taken back: the role may log in again, the twin stays', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    await swapped(leak, target, facts);
    await leak.kind.undo?.(callFor(leak, facts), target);
    expect(await leak.works(leak.value)).toBe(true);
    const { user, password } = await credentialIn(leak.sinkFile);
    const still = await world().session(user, password, 'shop');
    await still.client.end();
  });

  it('touches neither when the twin was made again between plan and strike', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    await world().server.sql(
      `drop role ${leak.twin}`,
      `create role ${leak.twin} nologin`,
      ...grants(version, leak.twin, world().bot.user),
    );
    expect(await providerFailure(firstPart(leak, target, facts))).toMatchObject({ class: 'replan' });
    expect(await leak.works(leak.value)).toBe(true);
  });

  it('says that it is begun when the role was made again between two parts', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    const first = await leak.kind.swap?.(callFor(leak, facts), target, null);
    await world().server.sql(
      `drop owned by ${leak.role}`,
      `drop role ${leak.role}`,
      `create role ${leak.role} login password 'other'`,
    );
    const failure = await providerFailure(partAfter(leak, target, facts, first?.again?.progress ?? null));
    expect(failure).toMatchObject({ class: 'fatal', message: expect.stringContaining('was handed over') });
    expect(await leak.works('other')).toBe(true);
  });
}

/** What must differ in nothing, each with what is said of it. */
const differences: [string, (leak: TwinLeak) => string[], RegExp][] = [
  ['may log in already', ({ twin }) => [`alter role ${twin} login password 'x'`], /may log in already/],
  ['may create roles', ({ twin }) => [`alter role ${twin} createrole`], /differs in CREATEROLE/],
  ['has a connection limit', ({ twin }) => [`alter role ${twin} connection limit 3`], /differs in CONNECTION LIMIT/],
  ['has expired', ({ twin }) => [`alter role ${twin} valid until '2020-01-01'`], /has expired/],
  [
    'is in one group less',
    ({ role, twin }) => [`revoke ${role}_rights from ${twin}`],
    /is a member of .*_rights in a way that/,
  ],
  ['is in one group more', ({ twin }) => [`grant pg_monitor to ${twin}`], /is a member of pg_monitor in a way that/],
  [
    'may read less',
    ({ role }) => [`create table ${role}_extra ()`, `grant select on ${role}_extra to ${role}`],
    /has SELECT on table/,
  ],
  [
    'may call more',
    ({ role, twin }) => [`create schema ${role}_s`, `grant create on schema ${role}_s to ${twin}`],
    /has CREATE on schema/,
  ],
  [
    'owns nothing of what the role owns',
    ({ role }) => [`create table ${role}_own ()`, `alter table ${role}_own owner to ${role}`],
    /owns 1 object/,
  ],
  ['has other settings', ({ role }) => [`alter role ${role} set statement_timeout = '5s'`], /different settings/],
  ['is not named by a row policy', ({ role }) => [`create policy ${role}_p on ${role}_orders to ${role}`], /row policy/],
];

function refusals(world: () => World, version: Version): void {
  it.each(differences)('offers no swap when the twin %s, and says what differs', async (_what, change, said) => {
    const leak = await twinLeak(world(), version);
    await world().server.sql(...change(leak));
    const { remarks, facts } = await identity(leak);
    expect(
      remarks
        .filter(({ severity }) => severity === 'warning')
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(said);
    const look = { result: 'alive', at: new Date().toISOString(), detail: '' } as const;
    const verbs = leak.kind.plan(leak.credential, facts, look).map(({ target }) => target.verb);
    expect(verbs).toEqual(['disable', 'replace']);
  });

  it('offers no swap without a sink that says whose password it is, and says what to write', async () => {
    const leak = await twinLeak(world(), version, { format: 'password' });
    const { remarks } = await identity(leak);
    expect(remarks.map(({ text }) => text).join('\n')).toMatch(/carries the password alone.*`format: json`/);
  });

  it('offers it to a twin that is a member of the role, whatever the role owns', async () => {
    const leak = await twinLeak(world(), version);
    await world().server.sql(
      `create table ${leak.role}_own ()`,
      `alter table ${leak.role}_own owner to ${leak.role}`,
      `grant ${leak.role} to ${leak.twin}`,
    );
    expect((await planned(leak, 'swap')).target.verb).toBe('swap');
  });

  it('hands over an address in which every character stands for itself', async () => {
    const leak = await twinLeak(world(), version, { format: 'url' });
    const { target, facts } = await planned(leak, 'swap');
    await swapped(leak, target, facts);
    const url = new URL(await readFile(leak.sinkFile, 'utf8'));
    const session = await world().session(
      decodeURIComponent(url.username),
      decodeURIComponent(url.password),
      randomBytes(2).toString('hex'),
    );
    await session.client.end();
    expect(url.pathname).toBe('/postgres');
  });

  it('says by hand what it would do itself', async () => {
    const leak = await twinLeak(world(), version);
    const { facts } = await identified(leak);
    const { target } = await planned(leak, 'swap');
    expect(facts).not.toBeNull();
    expect(leak.kind.byHand(target).split('\n')).toEqual([
      `ALTER ROLE "${leak.twin}" LOGIN;`,
      `\\password ${leak.twin}`,
      expect.stringContaining('Give name and password'),
      `ALTER ROLE "${leak.role}" NOLOGIN;`,
      expect.stringContaining('pg_terminate_backend'),
    ]);
  });
}

export function swapOn(version: Version): void {
  describe(`a swap on PostgreSQL ${version}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(version);
    });
    afterAll(() => world.stop());
    outage(() => world, version);
    crashes(() => world, version);
    refusals(() => world, version);
  });
}
