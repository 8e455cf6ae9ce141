import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UsageRow } from '../../src/timeline/usage.ts';
import { readUsage, usageDigest, usageLimits } from '../../src/timeline/usage.ts';
import { again, done, failed, look } from './cast.ts';
import { openWorld, refusalOf, seconds, viewAfter, type World, worldOn } from './world.ts';

const canary = 'canary-b7f2e1';
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.calm());
afterAll(() => world.close());

/** Every table that has a row with the canary in it. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await world.db.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await world.db.query(`select 1 from "${name}" as row where row::text like $1 limit 1`, [`%${text}%`]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function seqOf(incident: string, type: string): Promise<number> {
  const entry = (await world.entries(incident)).findLast((candidate) => candidate.type === type);
  if (entry === undefined) throw new Error(`No entry ${type}.`);
  return entry.seq;
}

async function purge(incident: string, type: string): Promise<void> {
  const entry = await seqOf(incident, type);
  viewAfter(await world.send(incident, 'purge', { entry, reason: 'It was a secret.' }));
}

/** The chain as the database checks it on insertion, read once more. */
async function brokenLinks(incident: string): Promise<unknown[]> {
  return world.db.query(
    `select seq from entry left join entry_body using (incident, seq) where incident = $1 and (
       hash <> sha256(prev || convert_to(header, 'UTF8')) or
       (body is not null and header::jsonb ->> 'digest' <> encode(sha256(salt || convert_to(body, 'UTF8')), 'hex')))`,
    [incident],
  );
}

describe('a purged text', () => {
  test.each([
    ['note.added', async (incident: string) => viewAfter(await world.send(incident, 'note', { text: canary }))],
    [
      'entry.corrected',
      async (incident: string) => viewAfter(await world.send(incident, 'correct', { entry: 1, text: canary })),
    ],
    ['command.refused', async (incident: string) => refusalOf(await world.send(incident, 'retry', { step: canary }))],
  ])('of %s is in no table any more', async (type, write) => {
    const incident = await world.declare();
    await write(incident);
    expect(await tablesWith(canary)).toEqual(['entry_body']);
    await purge(incident, type);
    expect(await tablesWith(canary)).toEqual([]);
    expect(JSON.stringify(await world.view(incident))).not.toContain(canary);
    expect(await brokenLinks(incident)).toEqual([]);
    const line = (await world.desk.timeline(incident))?.find((candidate) => candidate.purged !== undefined);
    expect(line).toMatchObject({ type, purged: { person: 'ana' } });
  });

  test('of what a provider told is gone from its copies, too, and the incident can go on', async () => {
    world.cast.script('credential.identify', done({ summary: 'found', facts: { breaks: [canary] } }));
    const incident = await world.declare();
    expect(await tablesWith(canary)).toEqual(['credential', 'entry_body']);
    await purge(incident, 'credential.identified');
    expect(await tablesWith(canary)).toEqual([]);
    expect((await world.view(incident)).credentials[0]?.breaks).toEqual([]);
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect((await world.view(incident)).state).toBe('contained');
  });

  test('of a look before the strike leaves its result and time', async () => {
    world.cast.script('credential.probe', done({ summary: 'alive', look: look('alive', canary) }));
    const incident = await world.declare();
    await purge(incident, 'credential.probed');
    expect(await tablesWith(canary)).toEqual([]);
    expect((await world.view(incident)).credentials[0]?.proof.before).toMatchObject({ result: 'alive', detail: '' });
    const [row] = await world.db.query<{ before: { result: string } }>('select before from credential where incident = $1', [
      incident,
    ]);
    expect(row?.before.result).toBe('alive');
  });

  test('of where a credential is goes when the incident is closed', async () => {
    const incident = await world.declare({ locator: { role: canary } });
    const entry = await seqOf(incident, 'credential.added');
    expect(refusalOf(await world.send(incident, 'purge', { entry, reason: 'x' }))).toMatchObject({ class: 'no' });
    viewAfter(await world.send(incident, 'close', { reason: 'Mistaken.' }));
    for (const type of ['incident.declared', 'credential.added']) await purge(incident, type);
    for (const { seq, body } of await world.entries(incident)) {
      if (JSON.stringify(body).includes(canary)) {
        viewAfter(await world.send(incident, 'purge', { entry: seq, reason: 'It was a secret.' }));
      }
    }
    expect(await tablesWith(canary)).toEqual([]);
    expect((await world.view(incident)).credentials[0]).toMatchObject({ hint: '[purged]', locator: {} });
  });

  test('is gone from what a finished step left for its next run', async () => {
    world.cast.script(
      'credential.probe',
      again(seconds(1), { seen: canary }, canary),
      done({ summary: 'alive', look: look('alive') }),
    );
    const incident = await world.declare();
    await world.forward(seconds(2));
    expect(await tablesWith(canary)).toEqual(['entry_body', 'job']);
    await purge(incident, 'step.waiting');
    expect(await tablesWith(canary)).toEqual([]);
  });

  test('of a step that is stuck leaves it answerable', async () => {
    world.cast.script('credential.identify', failed('fatal', canary, { byHand: canary }));
    const incident = await world.declare();
    await purge(incident, 'step.stuck');
    expect(await tablesWith(canary)).toEqual([]);
    expect((await world.view(incident)).waiting[0]).toMatchObject({ kind: 'stuck', byHand: null });
    viewAfter(await world.send(incident, 'retry', { step: 'identify' }));
  });

  test('is gone from why a provider is left alone, and why calls are stopped', async () => {
    world.cast.script('credential.probe', failed('retryable', canary, { retryAfterMs: seconds(30) }));
    const incident = await world.declare();
    expect(await tablesWith(canary)).toEqual(['entry_body', 'provider_pause']);
    await purge(incident, 'step.failed');
    expect(await tablesWith(canary)).toEqual([]);
    const actor = { person: 'ana', account: 'somebody' };
    await world.desk.stop({ provider: null, reason: canary, actor });
    expect(await tablesWith(canary)).toEqual(['brake', 'entry_body']);
    for (const { id } of await world.db.query<{ id: string }>("select id from incident where status <> 'closed'")) {
      await purge(id, 'calls.stopped');
    }
    expect(await tablesWith(canary)).toEqual([]);
    await world.desk.resume({ provider: null, actor });
  });

  test('is unknown to every other bot, too', async () => {
    const other = worldOn(world.db, { twin: world });
    world.cast.script('credential.identify', done({ summary: 'found', facts: { breaks: [canary] } }));
    const incident = await world.declare();
    viewAfter(await other.send(incident, 'note', { text: 'I was here.' }));
    await purge(incident, 'credential.identified');
    const seen: unknown[] = [];
    world.cast.script('credential.strike', (input) => {
      seen.push(input.credential?.facts);
      return done({ summary: 'struck', calls: [] });
    });
    viewAfter(await other.approve(incident, 'ana'));
    await other.settle();
    expect(seen).toEqual([null]);
  });

  test('is purged once, and the same command twice answers the same', async () => {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'note', { text: canary }));
    const entry = await seqOf(incident, 'note.added');
    viewAfter(await world.send(incident, 'purge', { entry, reason: 'x' }, { dedupe: 'purge 1' }));
    viewAfter(await world.send(incident, 'purge', { entry, reason: 'x' }, { dedupe: 'purge 1' }));
    expect(await world.entriesOf(incident, 'entry.purged')).toHaveLength(1);
    expect(refusalOf(await world.send(incident, 'purge', { entry, reason: 'x' })).message).toContain(
      'was purged before, by ana',
    );
  });
});

describe('who was seen using a credential', () => {
  const use = (what: string): UsageRow => ({ at: null, from: '10.0.0.7', as: 'app', what, program: null });
  const seen = (rows: UsageRow[], more?: number) =>
    world.cast.script(
      'credential.identify',
      done({
        summary: 'found',
        facts: {},
        usage: { source: 'pg_stat_activity', rows, ...(more === undefined ? {} : { more }) },
      }),
    );

  test('stands beside the record, in order, bound by count and digest', async () => {
    seen([use('a session in shop'), use('a session in bank')]);
    const incident = await world.declare();
    const rows = await readUsage(world.db.query, incident);
    expect(rows.map(({ row }) => JSON.parse(row).what)).toEqual(['a session in shop', 'a session in bank']);
    const [entry] = await world.entriesOf(incident, 'usage.recorded');
    expect(rows.map(({ seq, place }) => [seq, place])).toEqual([
      [entry?.seq, 0],
      [entry?.seq, 1],
    ]);
    expect(entry?.data).toEqual({
      credential: 'c1',
      source: 'pg_stat_activity',
      count: 2,
      digest: usageDigest(rows.map(({ row }) => row)),
      leftOut: 0,
    });
  });

  test('never holds the value, and is cut where somebody made a name too long', async () => {
    seen([use(`psql --password=${canary} ${'x'.repeat(500)}`)]);
    const incident = await world.declare({ value: canary });
    const [row] = await readUsage(world.db.query, incident);
    expect(row?.row).not.toContain(canary);
    expect(JSON.parse(row?.row ?? '{}').what.length).toBe(usageLimits.fieldChars);
  });

  test('is bounded: what is left out is counted', async () => {
    seen(
      Array.from({ length: 1_003 }, (_, place) => use(`session ${place}`)),
      20,
    );
    const incident = await world.declare();
    expect(await readUsage(world.db.query, incident)).toHaveLength(1_000);
    expect((await world.entriesOf(incident, 'usage.recorded'))[0]?.data).toMatchObject({ count: 1_000, leftOut: 23 });
  });

  test('may be nobody: that it was looked for is recorded all the same', async () => {
    seen([]);
    const incident = await world.declare();
    expect((await world.entriesOf(incident, 'usage.recorded'))[0]?.data).toMatchObject({ count: 0, digest: usageDigest([]) });
    const entry = await seqOf(incident, 'usage.recorded');
    expect(refusalOf(await world.send(incident, 'purge', { entry, reason: 'x' })).message).toContain('has no text');
  });

  test('can be purged; rows may go, but never be rewritten', async () => {
    seen([use(canary)]);
    const incident = await world.declare();
    const entry = await seqOf(incident, 'usage.recorded');
    await expect(world.db.query("update usage_row set row = '{}' where incident = $1", [incident])).rejects.toThrow(
      /append-only/,
    );
    viewAfter(await world.send(incident, 'purge', { entry, reason: 'A name.' }));
    expect(await readUsage(world.db.query, incident)).toEqual([]);
    expect(await tablesWith(canary)).toEqual([]);
  });
});
