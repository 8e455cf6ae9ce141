/** A swap as its users see it: run on every version that is promised. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as later } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/capabilities/clients/provider-error.ts';
import type { Struck } from '../../../src/capabilities/credentials/kind.ts';
import type { Deliver } from '../../../src/capabilities/credentials/postgres-password/replace.ts';
import type { Json } from '../../../src/platform/canonical.ts';
import type { PlanTarget } from '../../../src/timeline/plan.ts';
import { callFor, identified, planned } from '../../contracts/credential-kind.ts';
import type { Version } from '../../servers/postgres.ts';
import { providerFailure } from './answers.ts';
import { differencesBetween } from './swap-differences.ts';
import { type TwinLeak, twinLeak } from './twin-leak.ts';
import { grants, openWorld, type World } from './world.ts';

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

/** Whether a connection is made for each transaction, or kept until the server ends it, as a pool does. */
type Keeps = 'for each' | 'until ended';

/** Works until told to end. It reads its credential when it connects. A pool may be idle between two transactions. */
function client(world: World, leak: TwinLeak, keeps: Keeps) {
  const told = new AbortController();
  const seen = { done: 0, failed: [] as string[], users: new Set<string>() };
  const pool: { open: pg.Client | null } = { open: null };
  const connect = async () => {
    const { user, password } = await credentialIn(leak.sinkFile);
    const made: pg.Client = world.server.client(user, password, { application_name: 'shop' });
    made.on('error', () => {
      if (pool.open === made) pool.open = null;
    });
    await made.connect();
    seen.users.add(user);
    return made;
  };
  const transaction = async () => {
    pool.open ??= await connect();
    const connection = pool.open;
    const begun = await connection.query('begin').catch((error: { code?: string }) => error);
    if ('code' in begun) {
      // Ended in the same instant, before anything was begun: a pool takes another connection.
      if (begun.code !== '57P01') throw begun;
      pool.open = null;
      return;
    }
    await connection.query(`insert into ${leak.role}_orders values (1)`);
    await later(5);
    await connection.query('commit');
    seen.done += 1;
    if (keeps === 'until ended') return later(20);
    pool.open = null;
    await connection.end();
  };
  const running = (async () => {
    while (!told.signal.aborted) await transaction().catch((error: Error) => seen.failed.push(error.message));
    await pool.open?.end();
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
    const clients = [client(world(), leak, 'for each'), client(world(), leak, 'until ended')];
    await later(300);
    const parts = await swapped(leak, target, facts);
    await later(300);
    const seen = await Promise.all(clients.map((one) => one.stop()));
    const [done, failed] = [seen.reduce((sum, one) => sum + one.done, 0), seen.flatMap((one) => one.failed)];
    process.stdout.write(`transactions during a swap on PostgreSQL ${version}: ${done} done, ${failed.length} failed\n`);
    expect(failed).toEqual([]);
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
    const undone = await leak.kind.undo?.(callFor(leak, facts), target);
    expect(undone?.calls[0]?.answer).toBe(`ALTER ROLE; ${leak.twin} stays open with its new password`);
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

  it('closes nobody when those who moved over could not stay: the twin was closed between two parts', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    const first = await firstPart(leak, target, facts);
    await world().server.sql(`alter role ${leak.twin} nologin`);
    const failure = await providerFailure(partAfter(leak, target, facts, first?.again?.progress ?? null));
    expect(failure).toMatchObject({ class: 'fatal', message: expect.stringContaining('its users go on as before') });
    expect(await leak.works(leak.value)).toBe(true);
  });

  it('closes nobody when the twin was made again between two parts, and says that the old one works', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    const first = await firstPart(leak, target, facts);
    await world().server.sql(
      `drop owned by ${leak.twin}`,
      `drop role ${leak.twin}`,
      `create role ${leak.twin} login password '${leak.held.next}'`,
      ...grants(version, leak.twin, world().bot.user),
    );
    const failure = await providerFailure(partAfter(leak, target, facts, first?.again?.progress ?? null));
    expect(failure).toMatchObject({ class: 'fatal' });
    expect(failure.message).toMatch(/made again .*Nothing was taken from .*so does the leaked password.*retry/);
    expect(failure.message).not.toContain(leak.held.next);
    expect(await leak.works(leak.value)).toBe(true);
  });

  it('plans the same and ends the same when it is begun anew after the role was closed', async () => {
    const leak = await twinLeak(world(), version);
    const { target, facts } = await planned(leak, 'swap');
    const busy = await world().session(leak.role, leak.value, 'busy');
    await busy.client.query('begin');
    const first = await firstPart(leak, target, facts);
    await partAfter(leak, target, facts, first?.again?.progress ?? null);
    expect(await leak.works(leak.value)).toBe(false);
    const { next } = leak.held;
    const again = (await identified(leak)).facts;
    const alive = { result: 'alive', at: '2026-11-25T00:00:00Z', detail: '' } as const;
    const [option] = leak.kind.plan(leak.credential, again, alive);
    expect(option?.target).toEqual(target);
    await swapped(leak, target, again);
    expect(await busy.ended).toBe('57P01');
    expect((await credentialIn(leak.sinkFile)).password).toBe(next);
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
    expect(failure).toMatchObject({
      class: 'fatal',
      message: expect.stringMatching(/made again .*It was not closed\..*was handed over/),
    });
    expect(await leak.works('other')).toBe(true);
  });
}

function words(world: () => World, version: Version): void {
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
    words(() => world, version);
    differencesBetween(() => world, version);
  });
}
