/** One storm from its first leak to the last closed incident: bots killed at random, the database restarted, a bad provider. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deskOf } from '../../../src/incident/desk-of.ts';
import { openDatabase } from '../../../src/platform/db/open.ts';
import { recordKey } from '../../../src/platform/keys/record-key.ts';
import { people } from '../../incident/people.ts';
import { startPostgres, type TestPostgres, type Version } from '../../servers/postgres.ts';
import { signature } from '../../stories/signature.ts';
import { makeKey } from '../../stories/staunch-yml.ts';
import { type Rows, rowsAt } from '../record.ts';
import { type Audit, auditBundles } from './bundles.ts';
import { composed, type Shared } from './composition.ts';
import { openCrowd } from './crowd.ts';
import { type Fleet, openFleet } from './fleet.ts';
import { type Asked, type Call, type Fate, openProvider } from './provider.ts';
import { randomOf } from './random.ts';

export type StormWish = {
  version: Version;
  seed: number;
  incidents: number;
  kills: number;
  databaseRestarts: number;
  bots: number;
  leaseMs: number;
  /** It stops by itself after this long, finished or not. */
  limitMs: number;
  tell(line: string): void;
};

export type Storm = {
  rows: Rows;
  heldValues: number;
  calls: readonly Call[];
  effects: ReadonlyMap<string, number>;
  struck: ReadonlySet<string>;
  /** What was still to do when the time was over; empty when all is done. */
  unfinished: string[];
  /** Every bundle, looked at by our own verifier. */
  audit: Audit;
  /** Transactions that the database broke off because two waited for each other. */
  deadlocks: number;
  figures: StormFigures;
  said: string[];
};

export type StormFigures = {
  seconds: number;
  declared: number;
  kills: number;
  killsAtWork: number;
  databaseRestarts: number;
  processes: number;
  /** Bots that ended while they worked though nobody killed them. */
  fell: number;
  commandsSaidAgain: number;
  stuckRetried: number;
  refusals: string[];
  faults: string[];
};

const killEveryMs = { from: 500, to: 900 };
const databaseAwayMs = { from: 100, to: 600 };
const lookMs = 300;
const lookEveryMs = 25;
/** A line of progress after so many kills. */
const tellEvery = 25;

const between = (random: () => number, { from, to }: { from: number; to: number }) => from + random() * (to - from);

/** How often each thing happens to a call that changes something, and to one that only looks; all else is answered. */
const changeOdds: [Fate, number][] = [
  ['drops-before', 0.06],
  ['drops-after', 0.08],
  ['answers-late', 0.03],
  ['takes-effect-late', 0.02],
];
const lookOdds: [Fate, number][] = [
  ['drops-before', 0.04],
  ['answers-late', 0.01],
];

function fates(random: () => number): (asked: Asked) => Fate {
  return ({ action, kind }) => {
    let roll = random();
    for (const [fate, odds] of kind === 'probe' || action === 'look' ? lookOdds : changeOdds) {
      // What is unsafe to do twice is not done behind the back of whoever looks: no call could be made safely then.
      if (roll < odds) return fate === 'takes-effect-late' && action === 'end' ? 'drops-before' : fate;
      roll -= odds;
    }
    return 'answers';
  };
}

export async function runStorm(wish: StormWish): Promise<Storm> {
  const random = randomOf(wish.seed);
  const chance = randomOf(wish.seed + 1);
  const provider = await openProvider({
    fateOf: fates(chance),
    takesMs: () => between(chance, { from: 5, to: 60 }),
    lateMs: () => between(chance, { from: 1_700, to: 3_000 }),
  });
  const server = await startPostgres(wish.version, ['log_statement=none', 'log_connections=off', 'max_connections=150']);
  const folder = mkdtempSync(join(tmpdir(), 'staunch-storm-keys-'));
  try {
    return await weather(wish, random, { provider, server, folder });
  } finally {
    await Promise.all([provider.close(), server.stop(), rm(folder, { recursive: true, force: true })]);
  }
}

type Ground = { provider: Awaited<ReturnType<typeof openProvider>>; server: TestPostgres; folder: string };

/** What all processes of a storm on `server` share. Ana has a key of her own in `folder`. */
export async function sharedOn(ground: Ground, leaseMs: number): Promise<Shared> {
  const { provider, server, folder } = ground;
  await makeKey(join(folder, 'ana'));
  const ssh = (await readFile(join(folder, 'ana.pub'), 'utf8')).trim();
  const key = () => randomBytes(32).toString('base64');
  return {
    databaseUrl: `postgres://${server.superuser.user}:${server.superuser.password}@${server.host}:${server.port}/postgres`,
    providerUrl: provider.url,
    leaseMs,
    witnessFile: join(folder, 'witness.ndjson'),
    keys: { record: key(), values: key(), fingerprint: key() },
    people: people.map((person) => (person.id === 'ana' ? { ...person, ssh } : person)),
  };
}

async function weather(wish: StormWish, random: () => number, ground: Ground): Promise<Storm> {
  const { provider, server, folder } = ground;
  const begun = Date.now();
  const until = begun + wish.limitMs;
  const shared = await sharedOn(ground, wish.leaseMs);
  const db = await openDatabase({ type: 'postgres', url: shared.databaseUrl, report: () => undefined });
  const desk = deskOf((await composed(shared, db, () => undefined)).desk);
  const crowd = openCrowd({ desk, db, sign: (statement) => signature(statement, join(folder, 'ana')) });
  const fleet = openFleet(wish.bots, shared);
  const count = { kills: 0, killsAtWork: 0, databaseRestarts: 0 };
  let unfinished: string[] = [];
  let audit: Audit = { verified: 0, witnessLines: 0, faults: ['no bundle was looked at'] };
  try {
    let opened = 0;
    let back = Promise.resolve();
    for (let kill = 1; kill <= wish.kills && Date.now() < until; kill += 1) {
      for (; opened < (wish.incidents * kill) / wish.kills; opened += 1) crowd.declare(opened + 1);
      await delay(between(random, killEveryMs));
      await someAtWork(fleet, until);
      const killed = fleet.kill(random);
      count.kills += killed === null ? 0 : 1;
      count.killsAtWork += killed?.worked === true ? 1 : 0;
      if (count.databaseRestarts < restartsDue(wish, kill)) {
        count.databaseRestarts += 1;
        // Meanwhile people go on asking, and bots go on dying.
        await back;
        back = restarted(server, between(random, databaseAwayMs));
      }
      if (kill % tellEvery === 0) wish.tell(`${kill} kills, ${crowd.declared()} incidents, ${provider.calls.length} calls`);
    }
    await back;
    unfinished = await calm(db.query, wish.incidents, until);
    const incidents = await db.query<{ id: string; number: number }>('select id, number from incident order by number');
    const key = recordKey(Buffer.from(shared.keys.record, 'base64')).publicKey;
    audit = await auditBundles(desk, incidents, { key, witnessFile: shared.witnessFile });
  } finally {
    await crowd.stop();
    await fleet.stop();
    await db.close();
  }
  const said = crowd.figures();
  const { started, fell } = fleet.figures();
  return {
    rows: await rowsAt(shared.databaseUrl),
    heldValues: (await server.sql('select count(*)::int as count from held_value'))[0]?.rows[0].count,
    calls: provider.calls,
    effects: provider.effects,
    struck: provider.struck,
    unfinished,
    audit,
    deadlocks: (await server.log()).split('deadlock detected').length - 1,
    said: fleet.said(),
    figures: {
      seconds: Math.round((Date.now() - begun) / 1000),
      declared: crowd.declared(),
      ...count,
      processes: started,
      fell,
      commandsSaidAgain: said.saidAgain,
      stuckRetried: said.retries,
      refusals: said.refusals,
      faults: said.faults,
    },
  };
}

/** Spread evenly: never at the first kill, never after the last. */
const restartsDue = ({ kills, databaseRestarts }: StormWish, kill: number) =>
  Math.min(databaseRestarts, Math.floor((kill * (databaseRestarts + 1)) / kills));

async function restarted(server: TestPostgres, awayMs: number): Promise<void> {
  const start = await server.crash();
  await delay(awayMs);
  await start();
}

/** On a busy machine a bot takes seconds to start: one that does nothing yet is no loss. */
async function someAtWork(fleet: Pick<Fleet, 'atWork'>, until: number): Promise<void> {
  while (fleet.atWork() === 0 && Date.now() < until) await delay(lookEveryMs);
}

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** Waits until every incident is closed and nothing is left to do, or the time is over: what is left then. */
async function calm(query: Query, incidents: number, until: number): Promise<string[]> {
  for (;;) {
    const left = await query(
      `select number, status, (select count(*)::int from job where job.incident = incident.id and job.status in ('ready', 'running', 'held')) as jobs
       from incident where status <> 'closed' or exists (
         select from job where job.incident = incident.id and job.status in ('ready', 'running', 'held')) order by number`,
    ).catch(() => null);
    const [all] = await query('select count(*)::int as count from incident').catch(() => []);
    if (left?.length === 0 && all?.count === incidents) return [];
    if (Date.now() >= until) {
      const open = (left ?? []).map(({ number, status, jobs }) => `INC-${number} is ${status} with ${jobs} jobs`);
      return [`${all?.count ?? 'no'} of ${incidents} incidents were opened`, ...open];
    }
    await delay(lookMs);
  }
}
