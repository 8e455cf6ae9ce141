/** The record as an auditor reads it: raw rows, and hashes computed here again from what `docs` and migrations promise. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import type { TimelineLine } from '../../src/incident/desk.ts';
import { openEmbedded } from '../../src/platform/db/embedded.ts';

export type Link = {
  incident: string;
  seq: number;
  header: string;
  prev: Buffer;
  hash: Buffer;
  type: string;
  dedupe: string;
  salt: Buffer | null;
  body: string | null;
};
export type Registered = { number: number; incident: string; header: string; prev: Buffer; hash: Buffer };
export type Head = { id: string; number: number; seq: number; head: Buffer; status: string };
export type Job = { incident: string; kind: string; ref: string; status: string; lease: string | null; attempts: number };

export type Rows = { links: Link[]; register: Registered[]; incidents: Head[]; jobs: Job[] };

type Run = (sql: string) => Promise<Record<string, unknown>[]>;

async function rowsFrom(run: Run): Promise<Rows> {
  const links = await run(
    'select entry.*, entry_body.salt, entry_body.body from entry left join entry_body using (incident, seq) order by incident, seq',
  );
  const register = await run('select * from register order by number');
  const incidents = await run('select id, number, seq, head, status from incident order by number');
  const jobs = await run('select incident, kind, ref, status, lease, attempts from job');
  const raw = (row: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value) : value]),
    );
  return {
    links: links.map(raw) as Link[],
    register: register.map(raw) as Registered[],
    incidents: incidents.map(raw) as Head[],
    jobs: jobs.map(raw) as Job[],
  };
}

/** The rows of an embedded database that no process has open. */
export async function rowsInFolder(data: string): Promise<Rows> {
  const db = await openEmbedded(join(data, 'database'));
  try {
    return await rowsFrom((sql) => db.query(sql));
  } finally {
    await db.close();
  }
}

/** The rows of a PostgreSQL, in one snapshot. */
export async function rowsAt(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    return await rowsFrom(async (sql) => (await client.query(sql)).rows);
  } finally {
    await client.end();
  }
}

const zero: Buffer = Buffer.alloc(32);
const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** Every fault of the entry chains and of the register; empty when all of it verifies. */
export function faultsOf({ links, register, incidents }: Rows): string[] {
  const faults: string[] = [];
  const claim = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  let before: Buffer = zero;
  for (const [place, row] of register.entries()) {
    const first = links.find(({ incident, seq }) => incident === row.incident && seq === 1);
    const said = JSON.parse(row.header);
    claim(row.number === place + 1, `the register has a gap before ${row.number}`);
    claim(row.prev.equals(before) && row.hash.equals(sha256(before, row.header)), `register ${row.number} does not verify`);
    claim(
      said.number === row.number && said.incident === row.incident && said.first === first?.hash.toString('hex'),
      `register ${row.number} names another incident`,
    );
    before = row.hash;
  }
  claim(register.length === incidents.length, `${incidents.length} incidents, ${register.length} registered`);
  for (const { id, number, seq, head } of incidents) {
    const chain = links.filter(({ incident }) => incident === id);
    faults.push(...chain.flatMap((link, place) => linkFaults(link, chain[place - 1]?.hash ?? zero, place + 1)));
    claim(chain.length === seq && chain.at(-1)?.hash.equals(head) === true, `the head of INC-${number} is not its last entry`);
    claim(register[number - 1]?.incident === id, `INC-${number} is not in the register`);
  }
  return faults;
}

function linkFaults(link: Link, before: Buffer, seq: number): string[] {
  const { incident, type, dedupe, ...said } = JSON.parse(link.header);
  const digest = link.salt === null || link.body === null ? null : sha256(link.salt, link.body).toString('hex');
  const holds =
    link.seq === seq &&
    said.seq === seq &&
    link.prev.equals(before) &&
    link.hash.equals(sha256(before, link.header)) &&
    incident === link.incident &&
    type === link.type &&
    dedupe === link.dedupe &&
    said.digest === digest;
  return holds ? [] : [`entry ${seq} of ${link.incident} does not verify`];
}

/** What was told of the incident with this number, in order, as `staunch timeline` shows it. */
export function storyOf(rows: Rows, number: string | number): TimelineLine[] {
  const incident = rows.incidents.find((row) => row.number === Number(number));
  return rows.links
    .filter((link) => link.incident === incident?.id)
    .map((link) => {
      const { seq, at, type, actor, data } = JSON.parse(link.header);
      return { ...data, ...(link.body === null ? {} : JSON.parse(link.body)), seq, at, type, actor };
    });
}

/** What the bot does by itself until a leak is contained, each part once: `doneSteps` of such a story. */
export const containedOnce = ['identify c1: 1', 'probe c1: 1', 'plan: 1', 'strike c1: 1', 'prove c1: 1'];

/** How often each part of a step was told to be done, as "strike c1: 1". */
export function doneSteps(story: TimelineLine[]): string[] {
  const counts = new Map<string, number>();
  for (const { type, step, credential } of story) {
    if (type !== 'step.done') continue;
    const name = credential === null ? String(step) : `${step} ${credential}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name}: ${count}`);
}

/** The entries of one type about a step. */
export const told = (story: TimelineLine[], type: string, step: string): TimelineLine[] =>
  story.filter((line) => line.type === type && line.step === step);
