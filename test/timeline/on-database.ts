/** What the record promises on every database: the chain, the register, and what nobody can change quietly. */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytes, type Db, type Query } from '../../src/platform/db/db.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { append } from '../../src/timeline/append.ts';
import { hashOf, type Link, nextLink, noHead, type Position } from '../../src/timeline/chain.ts';
import { draft, type EntryDraft, entryTypes } from '../../src/timeline/entry.ts';
import { readEntries, UnreadableEntry } from '../../src/timeline/read.ts';
import { register, reserveNumber } from '../../src/timeline/register.ts';
import { newIncident } from './rows.ts';
import { sampleDrafts } from './samples.ts';

const at = new Date('2026-11-24T03:12:00.000Z');
const note = (text: string): EntryDraft => draft('note.added', { about: null }, { text });
const plain = (entry: EntryDraft) => ({ draft: entry, movement: null });

type Row = { seq: number; header: string; prev: Uint8Array; hash: Uint8Array; salt: Uint8Array | null; body: string | null };

/** What is wrong with a chain as an outsider would find it: from the rows alone, without a line of ours. */
function faults(rows: Row[]): string[] {
  let prev = Buffer.alloc(32);
  return rows.flatMap((row, index) => {
    const found: string[] = [];
    const header = JSON.parse(row.header);
    if (header.seq !== index + 1) found.push(`${row.seq}: a gap`);
    if (!bytes(row.prev).equals(prev)) found.push(`${row.seq}: another entry before it`);
    const hash = createHash('sha256').update(bytes(row.prev)).update(row.header, 'utf8').digest();
    if (!bytes(row.hash).equals(hash)) found.push(`${row.seq}: another hash`);
    if (row.body !== null && row.salt !== null) {
      const digest = createHash('sha256').update(bytes(row.salt)).update(row.body, 'utf8').digest('hex');
      if (digest !== header.digest) found.push(`${row.seq}: another body`);
    }
    prev = hash;
    return found;
  });
}

/** `open` gives an empty database. */
export function recordOn(name: string, open: () => Promise<Db>): void {
  describe(`the record on ${name}`, () => {
    let db: Db;
    beforeAll(async () => {
      db = await open();
      await migrate(db);
    });
    afterAll(() => db.close());

    const rowsOf = (incident: string) =>
      db.query<Row>('select * from entry left join entry_body using (incident, seq) where incident = $1 order by seq', [
        incident,
      ]);
    const write = (position: Position, ...drafts: EntryDraft[]) =>
      append(db.query, position, drafts.map(plain), { at, actor: 'bot', dedupe: randomUUID() });
    async function chainOf(count: number): Promise<Position> {
      return write(await newIncident(db.query), ...Array.from({ length: count }, (_, place) => note(`note ${place + 1}`)));
    }
    const insert = (query: Query, incident: string, link: Link) =>
      query('insert into entry (incident, seq, header, prev, hash, type, dedupe) values ($1, $2, $3, $4, $5, $6, $7)', [
        incident,
        link.seq,
        link.header,
        link.prev,
        link.hash,
        link.type,
        link.dedupe,
      ]);
    const linkBehind = (position: Position, dedupe: string = randomUUID()) =>
      nextLink(position, { draft: draft('clock.warned', {}), at, actor: 'bot', dedupe, movement: null }, Buffer.alloc(32));
    /** The same header with other words in it, and the hash that fits them. */
    function altered(link: Link, change: Record<string, unknown>): Link {
      const header = JSON.stringify({ ...JSON.parse(link.header), ...change });
      return { ...link, header, hash: hashOf(link.prev, header) };
    }
    /** As the owner of the tables, with the append-only triggers out of the way, and nothing kept of it. */
    async function asOwner(work: (query: Query) => Promise<unknown>): Promise<void> {
      await db.transaction(async (query) => {
        await query('alter table entry disable trigger user; alter table register disable trigger user;');
        await work(query);
      });
    }

    describe('a chain', () => {
      test('verifies from its rows alone, whatever was written in whatever portions', async () => {
        const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
            async (portions) => {
              let position = await newIncident(db.query);
              for (const portion of portions) position = await write(position, ...portion.map(note));
              const rows = await rowsOf(position.incident);
              expect(faults(rows)).toEqual([]);
              expect(rows).toHaveLength(position.seq);
              expect(bytes(rows.at(-1)?.hash)).toEqual(position.head);
              const read = await readEntries(db.query, position.incident, ['note.added']);
              expect(read.map((entry) => (entry.type === 'note.added' ? entry.body?.text : null))).toEqual(portions.flat());
            },
          ),
          { numRuns: 12 },
        );
      });

      test('has a salt of its own for each body, so equal words do not show', async () => {
        const { incident } = await write(await newIncident(db.query), note('same'), note('same'));
        const digests = (await rowsOf(incident)).map(({ header }) => JSON.parse(header).digest);
        expect(new Set(digests).size).toBe(2);
      });

      test('still verifies when a body was deleted, and the entry reads as one without words', async () => {
        const { incident } = await chainOf(3);
        await db.query('delete from entry_body where incident = $1 and seq = 2', [incident]);
        expect(faults(await rowsOf(incident))).toEqual([]);
        expect((await readEntries(db.query, incident, 'all')).map(({ body }) => body)).toEqual([
          { text: 'note 1' },
          null,
          { text: 'note 3' },
        ]);
      });

      test('keeps the move of the playbook that an entry caused', async () => {
        const position = await newIncident(db.query);
        const movement = { event: { type: 'begin' }, state: { flow: 'identify', clock: 'running' } };
        await append(db.query, position, [{ draft: note('moved'), movement }], { at, actor: 'bot', dedupe: randomUUID() });
        const [row] = await rowsOf(position.incident);
        expect(JSON.parse(row?.header ?? '{}')).toMatchObject(movement);
      });
    });

    describe('an entry is refused', () => {
      test.each<[string, (position: Position) => Link]>([
        ['behind a gap', (position) => linkBehind({ ...position, seq: position.seq + 1 })],
        ['in the place of another', (position) => linkBehind({ ...position, seq: position.seq - 1 })],
        ['with another hash before it', (position) => linkBehind({ ...position, head: Buffer.alloc(32, 7) })],
        ['with a hash that is not its own', (position) => ({ ...linkBehind(position), hash: Buffer.alloc(32, 7) })],
        ['with another type than its header says', (position) => ({ ...linkBehind(position), type: 'clock.overdue' })],
        ['with another key than its header says', (position) => ({ ...linkBehind(position), dedupe: 'another' })],
        ['with another number than its header says', (position) => altered(linkBehind(position), { seq: 99 })],
        ['with another incident than its header says', (position) => altered(linkBehind(position), { incident: randomUUID() })],
        [
          'with a header that is not JSON',
          (position) => ({ ...linkBehind(position), header: 'x', hash: hashOf(position.head, 'x') }),
        ],
        [
          'as a first one that has something before it',
          (position) => linkBehind({ ...position, seq: 0, head: Buffer.alloc(32, 7) }),
        ],
      ])('%s', async (what, linkOf) => {
        const position = what.startsWith('as a first') ? await newIncident(db.query) : await chainOf(3);
        await expect(insert(db.query, position.incident, linkOf(position))).rejects.toMatchObject({ name: 'DatabaseError' });
        expect(faults(await rowsOf(position.incident))).toEqual([]);
      });

      test('under a key that was there before, and nothing of its portion is kept', async () => {
        const position = await newIncident(db.query);
        const context = { at, actor: 'bot', dedupe: 'once' };
        const next = await append(db.query, position, [plain(note('first'))], context);
        await expect(append(db.query, next, [plain(note('second')), plain(note('third'))], context)).rejects.toMatchObject({
          code: '23505',
        });
        expect(await rowsOf(position.incident)).toHaveLength(1);
      });

      test('on a second branch: of two that follow the same entry one stands', async () => {
        const position = await chainOf(2);
        const both = await Promise.allSettled([
          insert(db.query, position.incident, linkBehind(position, 'left')),
          insert(db.query, position.incident, linkBehind(position, 'right')),
        ]);
        expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(faults(await rowsOf(position.incident))).toEqual([]);
      });
    });

    describe('what is written', () => {
      test.each([
        "update entry set type = 'clock.overdue'",
        'delete from entry',
        'truncate entry cascade',
        "update entry_body set body = '{}'",
        'truncate entry_body',
        'update register set number = number + 1',
        'delete from register',
        'truncate register',
      ])('is not changed by: %s', async (statement) => {
        const { incident } = await chainOf(2);
        await expect(db.query(statement)).rejects.toMatchObject({ code: '42501' });
        expect(faults(await rowsOf(incident))).toEqual([]);
      });

      test('is not edited in the middle by its owner, even with a hash that fits', async () => {
        const { incident } = await chainOf(3);
        const [, middle] = await rowsOf(incident);
        const header = (middle?.header ?? '').replace('"actor":"bot"', '"actor":"cat"');
        const hash = hashOf(bytes(middle?.prev), header);
        const edited = asOwner((query) =>
          query('update entry set header = $3, hash = $4 where incident = $1 and seq = $2', [incident, 2, header, hash]),
        );
        await expect(edited).rejects.toMatchObject({ code: '23503' });
        expect(faults(await rowsOf(incident))).toEqual([]);
      });

      test.each([1, 2])('is not deleted in the middle by its owner (entry %i of 3)', async (seq) => {
        const { incident } = await chainOf(3);
        const deleted = asOwner(async (query) => {
          await query('delete from entry_body where incident = $1 and seq = $2', [incident, seq]);
          await query('delete from entry where incident = $1 and seq = $2', [incident, seq]);
        });
        await expect(deleted).rejects.toMatchObject({ code: '23503' });
        expect(await rowsOf(incident)).toHaveLength(3);
      });
    });

    describe('every type of entry', () => {
      test('has a sample', () => {
        expect(sampleDrafts.map(({ type }) => type).sort()).toEqual(Object.keys(entryTypes).sort());
      });

      test('is read back as it was written', async () => {
        const { incident } = await write(await newIncident(db.query), ...sampleDrafts);
        const read = await readEntries(db.query, incident, 'all');
        expect(read.map(({ type, data, body }) => ({ type, data, body }))).toEqual(sampleDrafts);
        expect(
          read.every((entry) => entry.at === at.toISOString() && entry.actor === 'bot' && entry.incident === incident),
        ).toBe(true);
      });

      test('can be asked for by itself', async () => {
        const { incident } = await write(await newIncident(db.query), ...sampleDrafts);
        const read = await readEntries(db.query, incident, ['gate.opened', 'note.added']);
        expect(read.map(({ type }) => type).sort()).toEqual(['gate.opened', 'note.added']);
        expect(await readEntries(db.query, incident, [])).toEqual([]);
      });
    });

    describe('an entry that no version of ours wrote', () => {
      const forged = async (type: string, data: unknown) => {
        const position = await newIncident(db.query);
        const entry = { type, data, body: null } as unknown as EntryDraft;
        await write(position, entry);
        return readEntries(db.query, position.incident, 'all');
      };
      test.each(['incident.exploded', 'constructor', '__proto__'])(
        'is unreadable, and its text says which (%s)',
        async (type) => {
          const reading = forged(type, {});
          await expect(reading).rejects.toBeInstanceOf(UnreadableEntry);
          await expect(reading).rejects.toThrow(new RegExp(`^Entry 1 of .*${type}`));
        },
      );

      test('is unreadable when its data has another shape', async () => {
        await expect(forged('stage.started', { stage: 7 })).rejects.toThrow(
          /\(stage\.started\) does not have the shape of its type/,
        );
        await expect(forged('stage.started', { stage: 'contain', more: true })).rejects.toBeInstanceOf(UnreadableEntry);
      });
    });

    describe('the register', () => {
      const hang = (wait: Promise<void> = Promise.resolve()) =>
        db.transaction(async (query) => {
          const place = await reserveNumber(query);
          await wait;
          const { incident } = await newIncident(query);
          await register(query, place, { id: incident, at, first: Buffer.alloc(32, place.number) });
          return place.number;
        });
      const registered = () =>
        db.query<{ number: number; header: string; prev: Uint8Array; hash: Uint8Array }>(
          'select * from register order by number',
        );

      test('numbers incidents from one without gaps, also when several come at once and some of them fail', async () => {
        const failing = () =>
          db.transaction(async (query) => {
            await reserveNumber(query);
            throw new TypeError('changed my mind');
          });
        const all = await Promise.allSettled([hang(), failing(), hang(), failing(), hang(), hang()]);
        const numbers = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        expect(numbers.sort()).toEqual([1, 2, 3, 4]);
      });

      test('is a chain that verifies from its rows alone', async () => {
        let prev: Buffer = noHead;
        for (const [index, row] of (await registered()).entries()) {
          expect(row.number).toBe(index + 1);
          expect(bytes(row.prev)).toEqual(prev);
          expect(bytes(row.hash)).toEqual(createHash('sha256').update(prev).update(row.header, 'utf8').digest());
          prev = bytes(row.hash);
        }
      });

      test('takes neither a gap nor an incident twice', async () => {
        const head = bytes((await registered()).at(-1)?.hash);
        const { incident } = await newIncident(db.query);
        const link = { id: incident, at, first: Buffer.alloc(32) };
        await expect(register(db.query, { number: 99, head }, link)).rejects.toMatchObject({ code: '23503' });
        const again = { ...link, id: JSON.parse((await registered())[0]?.header ?? '{}').incident };
        await expect(register(db.query, { number: (await registered()).length + 1, head }, again)).rejects.toMatchObject({
          code: '23505',
        });
      });

      test('does not lose an incident in the middle, not even to its owner', async () => {
        const before = await registered();
        await expect(asOwner((query) => query('delete from register where number = 2'))).rejects.toMatchObject({
          code: '23503',
        });
        expect(await registered()).toEqual(before);
      });
    });
  });
}
