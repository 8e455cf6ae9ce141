/** Looks for a secret in everything that is left behind, in every spelling that it could have there. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import { formsOf } from '../../src/platform/redact/forms.ts';

/** What a reader could have seen: a name for people, and the text of it. */
export type Exit = { where: string; text: string };

type Rows = (sql: string) => Promise<Record<string, unknown>[]>;

/** The five forms as a test makes them itself, and all those that the redactor knows. */
export function spellings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const own = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [...new Set([...own, ...formsOf(value)])];
}

/** Where one of the values stands; empty when nowhere. Never names the value. */
export function leaks(exits: readonly Exit[], values: Record<string, string>): string[] {
  const wanted = Object.entries(values).flatMap(([name, value]) => spellings(value).map((form) => ({ name, form })));
  return exits.flatMap(({ where, text }) =>
    wanted.filter(({ form }) => text.includes(form)).map(({ name }) => `${name} stands in ${where}`),
  );
}

/** Every file below `folder`, byte for byte: text in UTF-8 reads the same here as there. */
export async function filesBelow(folder: string): Promise<Exit[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ where: file, text: (await readFile(file)).toString('utf8') })));
}

/** Every row of every table of the embedded database in `folder`, once no process has it. */
export async function embeddedRows(folder: string): Promise<Exit[]> {
  const lite = await PGlite.create({ dataDir: folder });
  try {
    return await allRows(async (sql) => (await lite.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await lite.close();
  }
}

export async function postgresRows(client: pg.Client): Promise<Exit[]> {
  return allRows(async (sql) => (await client.query(sql)).rows);
}

async function allRows(rows: Rows): Promise<Exit[]> {
  const tables = await rows(`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`);
  const exits: Exit[] = [];
  for (const { name } of tables) {
    for (const row of await rows(`select * from ${name}`)) {
      exits.push({ where: `table ${name}`, text: Object.values(row).map(asText).join('\n') });
    }
  }
  return exits;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : JSON.stringify(value);
}
