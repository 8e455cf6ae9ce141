/** The pages of docs/credentials say what the files and the code say. STAUNCH_WRITE_PAGES=true writes them, else they are compared. */
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { serviceJsonSchema } from '../../src/capabilities/credentials/catalogue/schema.ts';
import { listed } from '../../src/composition/list-kinds.ts';
import { practiceSettings } from '../../src/composition/settings.ts';
import { servicePage } from './credential-page.ts';
import { factsTable, indexPage } from './index-page.ts';
import { keyNames } from './key-names.ts';
import type { ServiceInFile } from './service-in-file.ts';

const catalogue = resolve(import.meta.dirname, '../../catalogue');
const pages = resolve(import.meta.dirname, '../../docs/credentials');
const writes = process.env.STAUNCH_WRITE_PAGES === 'true';

const entries = listed(practiceSettings('.'));
const files = readdirSync(catalogue).filter((name) => name.endsWith('.yml'));
const services = await Promise.all(
  files.map(async (file) => ({ file, service: parse(await readFile(join(catalogue, file), 'utf8')) as ServiceInFile })),
);

async function expectPage(name: string, text: string): Promise<void> {
  const path = join(pages, name);
  if (writes) await writeFile(path, text);
  expect(await readFile(path, 'utf8'), `${name} is not what the files say: STAUNCH_WRITE_PAGES=true writes it anew`).toBe(text);
}

/** `text` between the marks of that name in a page that people wrote. */
async function expectBlock(name: string, mark: string, text: string): Promise<void> {
  const before = await readFile(join(pages, name), 'utf8');
  const block = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- end of ${mark} -->)`);
  expect(before, `${name} has a place for its ${mark}`).toMatch(block);
  await expectPage(
    name,
    before.replace(block, (_, begin: string, end: string) => `${begin}${text}\n${end}`),
  );
}

describe('the pages of the services', () => {
  test.each(services)('$file', async ({ file, service }) => {
    const kinds = Object.keys(service.kinds);
    const own = entries.filter(({ kind }) => kinds.includes(kind));
    expect(own.map(({ kind }) => kind)).toEqual(kinds);
    await expectPage(`${service.service}.md`, servicePage(file, service, own));
  });

  test('the index leads to every kind there is', async () => {
    const byService = services.flatMap(({ service }) =>
      Object.keys(service.kinds).map((kind) => [kind, `${service.service}.md`] as const),
    );
    const known = new Map([['postgres-password', 'postgres-password.md'], ...byService]);
    expect(entries.filter(({ kind }) => !known.has(kind))).toEqual([]);
    await expectPage('README.md', indexPage(entries, known));
  });
});

test('the schema that editors complete service files by is that of the code', async () => {
  const path = join(catalogue, 'service.schema.json');
  if (writes) await writeFile(path, `${JSON.stringify(serviceJsonSchema(), null, 2)}\n`);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(serviceJsonSchema());
});

describe('the pages that people wrote', () => {
  test('postgres-password.md has the facts of the code', async () => {
    const entry = entries.find(({ kind }) => kind === 'postgres-password');
    await expectBlock('postgres-password.md', 'facts', entry === undefined ? '' : factsTable(entry));
  });

  test('adding.md explains every key of a service file', async () => {
    const page = (await readFile(join(pages, 'adding.md'), 'utf8')).split('## Every key')[1] ?? '';
    const keys = keyNames(serviceJsonSchema());
    expect(keys).toContain('$derived');
    expect(keys.filter((key) => !page.includes(`\`${key}\``) && !page.includes(`${key}:`))).toEqual([]);
  });

  test('adding.md shows the file that its readers can copy', async () => {
    const page = await readFile(join(pages, 'adding.md'), 'utf8');
    expect(page).toContain(await readFile(resolve(pages, '../examples/acme.yml'), 'utf8'));
  });
});
