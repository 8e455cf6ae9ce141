/** A row in the inbox is no click: only what a bot with the record key wrote there is carried out. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInbox, type Inbox } from '../../src/incident/inbox.ts';
import { openWish, sealWish } from '../../src/incident/inbox-seal.ts';
import type { Json } from '../../src/platform/canonical.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { openEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';

const record = recordKey(Buffer.alloc(32, 1));
const at = new Date('2026-11-24T03:12:00.123Z');
/** The lease of whoever kept it is over. */
const later = new Date(at.getTime() + 60_000);
const yes = {
  wants: 'decide',
  by: { user: 'U0ANA', team: 'T0DRILL' },
  verdict: 'approve',
  reason: 'Größe "7" \u2028',
} as const;

let db: Db;
let now = at;
let carried: { wish: Json; key: string }[] = [];
let errors: string[] = [];

const bot = (by = record): Inbox =>
  createInbox({
    db,
    clock: { now: () => now },
    log: { warn: () => undefined, error: (_fields: object, message: string) => void errors.push(message) },
    surface: 'slack',
    record: by,
    carryOut: async (wish, key) => void carried.push({ wish, key }),
    gaveUp: async () => undefined,
  });
/** What another bot does with what stands in the inbox once the one that wrote it is gone. */
async function taken(by = record): Promise<typeof carried> {
  now = later;
  const inbox = bot(by);
  await inbox.sweep();
  await inbox.stop(1_000);
  return carried;
}

beforeAll(async () => {
  db = await openEmbedded(null);
  await migrate(db);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('delete from inbox');
  now = at;
  carried = [];
  errors = [];
});

describe('a wish that another bot takes over', () => {
  test('is carried out as it was kept', async () => {
    expect(await bot().keep('slack:1', yes, at)).toBe('new');
    expect(await taken()).toEqual([{ wish: yes, key: 'slack:1' }]);
    expect(errors).toEqual([]);
  });

  const forgeries: [string, string][] = [
    [
      'was written by hand',
      `insert into inbox (key, surface, wish, at) select 'slack:2', surface, wish -> 'wish', at from inbox`,
    ],
    ['was written with a made-up signature', `update inbox set wish = jsonb_set(wish, '{signature}', '"c2lnbmVk"')`],
    ['says another person', `update inbox set wish = jsonb_set(wish, '{wish,by,user}', '"U0BEN"')`],
    ['says another word', `update inbox set wish = jsonb_set(wish, '{wish,verdict}', '"alone"')`],
    ['stands under another key', `update inbox set key = 'slack:2'`],
    ['stands at another time', `update inbox set at = at + interval '1 second'`],
    ['is more than was signed', `update inbox set wish = wish || '{"more":1}'`],
  ];
  test.each(forgeries)('is not carried out when it %s, and the log says so', async (_what, sql) => {
    await bot().keep('slack:1', yes, at);
    await db.query(sql);
    // The rightful row beside a forged one is not what this is about.
    if (sql.startsWith('insert')) await db.query("delete from inbox where key = 'slack:1'");
    expect(await taken()).toEqual([]);
    expect(errors).toEqual([expect.stringContaining('was not written by a bot with this record key')]);
    expect(await db.query('select key from inbox where done_at is null')).toEqual([]);
  });

  test('is not carried out by a bot with another record key', async () => {
    await bot().keep('slack:1', yes, at);
    expect(await taken(recordKey(Buffer.alloc(32, 9)))).toEqual([]);
  });
});

test('what was sealed for one surface opens for no other', () => {
  const kept = { key: 'k', wish: yes, at };
  const row = sealWish(record, 'slack', kept);
  expect(openWish(record, 'slack', row)).toEqual(kept);
  expect(openWish(record, 'web', row)).toBeNull();
});

test('what no row can hold is lost, and its person can be told: it does not end the bot', async () => {
  expect(await bot().keep('slack:1', { text: '\ud800' }, at)).toBe('lost');
  expect(errors).toEqual(['the inbox could not be written']);
});
