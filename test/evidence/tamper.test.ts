/** The tamper table of docs/evidence.md, done for real: what the database says, and what each verifier says of a fresh export. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOf } from '../../src/incident/export.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openPostgres } from '../../src/platform/db/postgres.ts';
import { decisionText } from '../../src/timeline/decision.ts';
import { drill } from '../incident/drill-playbook.ts';
import { inSlack, pressedBy } from '../incident/slack-people.ts';
import { worldOn } from '../incident/world.ts';
import { available, startPostgres, type TestPostgres } from '../servers/postgres.ts';
import { type BundleParts, type Fields, inOrder, putTogether, sha256, takeApart, witnessLine } from './bundle-parts.ts';
import { forge } from './forger.ts';
import { approveInSlack, askedIncident, askingOf, containedIncident } from './incidents.ts';
import { type OurVerdict, ourVerifier } from './our-verifier.ts';
import { type Job, pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { openSigners } from './signers.ts';
import { type Scene, tamperings } from './tamperings.ts';
import { otherKey, testKey } from './test-keys.ts';

const page = resolve(import.meta.dirname, '../../docs/evidence.md');
const table = /(<!-- tamper table -->\n)([\s\S]*?)(<!-- end of tamper table -->)/;
const version = ([18, 15] as const).find(available);

/** Thirty databases are copied, changed and exported. */
const setUpLimitMs = 180_000;

type Row = { what: string; sql: string; bundle: string };

describe.runIf(version !== undefined && pythonAvailable())('a record that somebody changed', () => {
  let server: TestPostgres;
  const rows: Row[] = [];
  const told: string[][] = [];
  const ours = ourVerifier();
  let witness = '';
  /** As somebody knows them who was there before. */
  const known = new Map<string, Set<string>>();

  const configOf = (database: string): pg.ClientConfig => ({
    host: server.host,
    port: server.port,
    ...server.superuser,
    database,
  });
  const urlOf = (database: string) =>
    `postgres://${server.superuser.user}:${server.superuser.password}@${server.host}:${server.port}/${database}`;

  async function onDatabase<T>(
    database: string,
    work: (db: Awaited<ReturnType<typeof openPostgres>>) => Promise<T>,
  ): Promise<T> {
    const db = await openPostgres(urlOf(database), () => undefined);
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  }
  /** As the bot exports it that has lost its own witness file, and signs what it finds. */
  async function exported(database: string, incident: string): Promise<string> {
    const parts = { sign: testKey.sign, witnessed: () => Promise.resolve([]) };
    const bundle = await onDatabase(database, (db) => bundleOf({ ...parts, db }, incident));
    if (bundle === null) throw new Error('There is nothing to export.');
    return bundle;
  }

  async function tell(): Promise<Scene> {
    const signers = await openSigners();
    for (const { id, ssh } of signers.people) known.set(id, new Set([(ssh ?? '').split(' ').slice(0, 2).join(' ')]));
    try {
      return await onDatabase('origin', async (db) => {
        await migrate(db);
        const world = worldOn(db, { practice: false, people: inSlack(signers.people) });
        const first = await askedIncident(world);
        const subject = await containedIncident(world, signers);
        const last = await askedIncident(world);
        await approveInSlack(world, last);
        const { nonce, plans } = await askingOf(world, subject);
        const statement = { v: 1, incident: subject, plan: plans[0] ?? '', verdict: 'approve', person: 'ana', nonce } as const;
        return {
          first,
          subject,
          last,
          strange: await signers.sign(statement, signers.stranger.id),
          strangeKey: signers.stranger.ssh,
          attested: testKey.sign(decisionText(statement)),
          inSlack: {
            slack: pressedBy('ana'),
            signature: testKey.sign(decisionText({ ...statement, slack: pressedBy('ana') })),
          },
          otherPlan: plans[1] ?? '',
          lenient: drill.replace('people: 2, from: approvers', 'people: 1, from: on-call'),
        };
      });
    } finally {
      await signers.remove();
    }
  }

  /** The copy kept elsewhere: the head of each incident as it was. */
  async function witnessOf({ first, subject, last }: Scene): Promise<string> {
    const lines: string[] = [];
    for (const incident of [first, subject, last]) {
      const parts = takeApart(await exported('origin', incident));
      lines.push(`${witnessLine(parts, parts.entries.length, testKey.sign)}\n`);
    }
    return lines.join('');
  }

  async function tampered(scene: Scene): Promise<void> {
    for (const [index, { what, work, exported: which }] of tamperings.entries()) {
      const database = `copy_${index}`;
      await server.sql(`create database ${database} template origin`);
      const rule = await forge(configOf(database), async (forger) => void (await work(forger, scene)));
      const bundle = await exported(database, which === 'last' ? scene.last : scene.subject);
      rows.push({ what, sql: rule === null ? 'accepted' : `refused: \`${rule}\``, bundle });
    }
  }

  async function tamperedFiles({ subject }: Scene): Promise<void> {
    const bundle = await exported('origin', subject);
    rows.push({ what: 'The bundle signed by another key', sql: '–', bundle: putTogether(takeApart(bundle), otherKey.sign) });
    const named = takeApart(bundle);
    nameOtherKey(named);
    rows.push({
      what: 'The bundle signed by another key that it names itself',
      sql: '–',
      bundle: putTogether(named, otherKey.sign),
    });
  }

  beforeAll(async () => {
    if (version === undefined) return;
    server = await startPostgres(version, ['log_statement=none']);
    await server.sql('create database origin');
    const scene = await tell();
    witness = await witnessOf(scene);
    await tampered(scene);
    await tamperedFiles(scene);
    const key = testKey.publicPem;
    const alone = await pythonVerdicts(rows.map(({ bundle }): Job => ({ bundle, key })));
    const witnessed = await pythonVerdicts(rows.map(({ bundle }): Job => ({ bundle, key, witness: [witness] })));
    for (const [index, { what, sql, bundle }] of rows.entries()) {
      const plain = words(await ours(bundle, testKey.publicKey));
      const anchored = words(await ours(bundle, testKey.publicKey, [witness]));
      const python = [alone[index], witnessed[index]].map((verdict) => (verdict?.ok === true ? 'ok' : 'refused')).join(', ');
      told.push([what, sql, plain, plain !== 'ok' && anchored === plain ? 'the same' : anchored, python]);
    }
  }, setUpLimitMs);
  afterAll(() => server.stop());

  test('is refused by the database, by verify or by a witness, but for what is known to pass', () => {
    const passed = told
      .filter(([, sql, , witnessed]) => !sql?.startsWith('refused') && witnessed === 'ok')
      .map(([what]) => what);
    expect(passed).toEqual([
      'Another playbook put under the incident',
      'The words of a note deleted, and a purge of them appended in Ana’s name',
    ]);
    const hidden = told.filter(
      ([, sql, plain, witnessed]) => sql?.startsWith('refused') && (plain !== 'ok' || witnessed !== 'ok'),
    );
    expect(hidden, 'what the database refused has changed nothing').toEqual([]);
  });

  test('is refused by who knows the people’s keys, where another key stands under a name', async () => {
    const bundleOf = (start: string) => rows.find(({ what }) => what.startsWith(start))?.bundle ?? '';
    const verdict = await ours(bundleOf('Another key put under Ana’s name'), testKey.publicKey, [], known);
    expect(verdict.firstFault).toMatchObject({ seq: 1, what: expect.stringContaining('another key of ana') });
    expect(await ours(bundleOf('An entry dropped'), testKey.publicKey, [], known)).toMatchObject({ ok: true });
  });

  test('is told in docs/evidence.md as it happened here', async () => {
    const head = ['What was done', 'PostgreSQL', '`verify`', '`verify --witness`', 'Python: without, with witness'];
    const lines = [head, head.map(() => '---'), ...told].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
    const text = await readFile(page, 'utf8');
    if (process.env.STAUNCH_WRITE_TABLE === 'true') await writeFile(page, text.replace(table, `$1${lines}$3`));
    else expect(table.exec(text)?.[2]).toBe(lines);
  });
});

/** "ok", or the first fault without ids, times, numbers of entries and states, which differ from run to run. */
function words({ firstFault }: OurVerdict): string {
  if (firstFault === null) return 'ok';
  return firstFault.what
    .replace(/ comes to .* is recorded/, ' comes to another state')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9+/]{43}=|\d{4}-\d\d-\d\dT[0-9:.]+Z|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/g, '…')
    .replace(/\b([Ee]ntry|with|are) \d+/g, '$1 …')
    .replaceAll('|', '/');
}

function nameOtherKey(parts: BundleParts): void {
  Object.assign(parts.top, { recordKey: otherKey.publicKey });
  const first = parts.entries[0]?.header ?? {};
  Object.assign(first.data as Fields, { recordKey: otherKey.publicKey });
  const row = parts.register.find(({ header }) => header.incident === parts.top.incident);
  Object.assign(row?.header ?? {}, { first: sha256(Buffer.alloc(32), inOrder(first)) });
}
