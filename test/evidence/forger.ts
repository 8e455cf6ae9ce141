/** Somebody who owns the database, has switched its triggers off, and knows how hashes are made. */
import pg from 'pg';
import { type BundleParts, entryHashes, type Fields, inOrder, sha256 } from './bundle-parts.ts';

export type Entries = BundleParts['entries'];
export type Forger = {
  run(sql: string, parameters?: unknown[]): Promise<pg.QueryResult>;
  entries(incident: string): Promise<Entries>;
  /** Every entry of an incident as `edit` leaves them, numbered and hashed anew; words and usage rows stay with their entry. */
  rewrite(incident: string, edit: (entries: Entries) => void): Promise<void>;
  /** The register without the incidents named, numbered and hashed anew, and what `edit` makes of its rows. */
  rewriteRegister(without: string[], edit?: (rows: Fields[]) => void): Promise<void>;
  /** Every row of an incident, but the register's. */
  deleteIncident(incident: string): Promise<void>;
};

/** The rule of the database that refused it, or null when it was done. */
export async function forge(config: pg.ClientConfig, work: (forger: Forger) => Promise<void>): Promise<string | null> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query('begin');
    for (const table of ['entry', 'entry_body', 'register', 'usage_row']) {
      await client.query(`alter table ${table} disable trigger user`);
    }
    await work(forgerOf(client));
    await client.query('commit');
    return null;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint !== undefined) return error.constraint;
    throw error;
  } finally {
    await client.end();
  }
}

function forgerOf(client: pg.Client): Forger {
  const run = (sql: string, parameters: unknown[] = []) => client.query(sql, parameters);
  const entries = async (incident: string): Promise<Entries> => {
    const { rows } = await run(
      `select header, encode(salt, 'hex') as salt, body from entry left join entry_body using (incident, seq)
       where incident = $1 order by seq`,
      [incident],
    );
    return rows.map(({ header, salt, body }) => ({ header: JSON.parse(header) as Fields, salt, body }));
  };
  return {
    run,
    entries,
    async rewrite(incident, edit) {
      const all = await entries(incident);
      const places = new Map(all.map((entry, index) => [entry, index + 1]));
      const { rows: usage } = await run('delete from usage_row where incident = $1 returning *', [incident]);
      edit(all);
      for (const [index, { header }] of all.entries()) header.seq = index + 1;
      await writeEntries(run, incident, all);
      for (const [index, entry] of all.entries()) {
        for (const row of usage.filter(({ seq }) => seq === places.get(entry))) {
          await run('insert into usage_row (incident, seq, place, "row") values ($1, $2, $3, $4)', [
            incident,
            index + 1,
            row.place,
            row.row,
          ]);
        }
      }
    },
    async rewriteRegister(without, edit = () => undefined) {
      const { rows } = await run('delete from register returning number, header');
      // Out of the way of those that get their numbers.
      await run('update incident set number = number + 1000000 where id = any ($1)', [without]);
      const headers = rows
        .sort((one, other) => one.number - other.number)
        .map(({ header }) => JSON.parse(header) as Fields)
        .filter(({ incident }) => !without.includes(String(incident)));
      edit(headers);
      await writeRegister(run, headers);
    },
    async deleteIncident(incident) {
      const tables = ['usage_row', 'entry_body', 'entry', 'credential', 'member', 'job', 'held_value'];
      for (const table of tables) await run(`delete from ${table} where incident = $1`, [incident]);
      await run('delete from incident where id = $1', [incident]);
    },
  };
}

async function writeEntries(run: Forger['run'], incident: string, entries: Entries): Promise<void> {
  await run('delete from entry_body where incident = $1', [incident]);
  await run('delete from entry where incident = $1', [incident]);
  const hashes = entryHashes({ top: {}, register: [], entries, usage: [], witness: [] });
  for (const [index, { header, salt, body }] of entries.entries()) {
    const prev = hashes[index - 1] ?? '0'.repeat(64);
    await run(
      `insert into entry (incident, seq, header, prev, hash, type, dedupe)
       values ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7)`,
      [incident, index + 1, inOrder(header), prev, hashes[index], header.type, header.dedupe],
    );
    if (salt === null) continue;
    const values = [incident, index + 1, salt, body];
    await run("insert into entry_body (incident, seq, salt, body) values ($1, $2, decode($3, 'hex'), $4)", values);
  }
  const head = [incident, entries.length, hashes.at(-1)];
  await run("update incident set seq = $2, head = decode($3, 'hex') where id = $1", head);
}

async function writeRegister(run: Forger['run'], headers: Fields[]): Promise<void> {
  let prev = '0'.repeat(64);
  for (const [index, fields] of headers.entries()) {
    fields.number = index + 1;
    const header = inOrder(fields);
    const hash = sha256(Buffer.from(prev, 'hex'), header);
    await run(
      "insert into register (number, incident, header, prev, hash) values ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'))",
      [index + 1, fields.incident, header, prev, hash],
    );
    await run('update incident set number = $2 where id = $1', [fields.incident, index + 1]);
    prev = hash;
  }
}
