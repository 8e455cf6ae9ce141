/** A team adds a service by a file alone: its token is found, cut off and proven dead, and a service that lies is not believed. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Acme, startAcme } from './acme.ts';
import { embeddedRows, filesBelow, leaks } from './canary.ts';
import { approve, plansOf, statusOf } from './leak.ts';
import { type Office, openOffice } from './staunch-yml.ts';
import { type Json, openTerminal, type Terminal } from './terminal.ts';

const example = resolve(import.meta.dirname, '../../docs/examples/acme.yml');

type Place = { acme: Acme; office: Office; terminal: Terminal; close(): Promise<void> };

/** `program`: the account's secret is what a program prints, instead of standing in the environment. */
async function openPlace({ flags = [], program = false }: { flags?: string[]; program?: boolean } = {}): Promise<Place> {
  const acme = await startAcme(...flags);
  const target = {
    kind: 'acme',
    url: acme.url,
    addresses: ['127.0.0.1'],
    tls: 'off',
  };
  const office = await openOffice({ targets: {} });
  const secretFile = join(office.folder, 'secret-of-the-admin');
  await writeFile(secretFile, acme.secrets.ACME_ADMIN);
  const admin = program ? { command: ['cat', secretFile] } : { env: 'ACME_ADMIN' };
  await office.configure({ targets: { acme: { ...target, identities: { admin } } }, catalogue: 'catalogue' });
  await mkdir(join(office.folder, 'catalogue'));
  await cp(example, join(office.folder, 'catalogue', 'acme.yml'));
  const terminal = openTerminal(office.folder, program ? {} : { ACME_ADMIN: acme.secrets.ACME_ADMIN });
  return {
    acme,
    office,
    terminal,
    async close() {
      await terminal.close();
      await acme.stop();
      await office.remove();
    },
  };
}

const declare = ['declare', '--kind', 'acme-token', '--value-stdin', '--as', 'bo'];

async function declared({ terminal, acme }: Place, more: string[] = []): Promise<Json> {
  const ran = await terminal.type([...declare, ...more], { input: acme.secrets.LEAKED });
  expect(ran, ran.err).toMatchObject({ code: 0 });
  return ran.json;
}

/** Approves the plan of that title. */
async function agree({ terminal, office }: Place, incident: string, title: string): Promise<void> {
  const plan = (await plansOf(terminal, incident)).find((one: Json) => one.title.includes(title));
  expect(plan, `a plan "${title}"`).toBeDefined();
  const approved = await approve(terminal, office, incident, plan.hash);
  expect(approved.json, approved.err).toMatchObject({ state: 'accepted' });
}

/** No secret stands in what was written to the terminal, the data folder or the database. */
async function expectNoSecret({ terminal, office, acme }: Place): Promise<void> {
  const data = join(office.folder, 'data');
  const exits = [
    { where: 'the terminal', text: terminal.transcript() },
    ...(await filesBelow(data)),
    ...(await embeddedRows(join(data, 'database'))),
  ];
  expect(exits.some(({ where, text }) => where.startsWith('table ') && text.includes('Acme'))).toBe(true);
  expect(leaks(exits, acme.secrets)).toEqual([]);
}

describe('a service that a team added by a file', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(async () => place?.close());

  it('is checked and listed, with the target that the configuration has for it', async () => {
    const { terminal } = place;
    expect(await terminal.type(['config', 'check'])).toMatchObject({ code: 0 });
    const checked = await terminal.type(['credentials', 'check', 'catalogue/acme.yml']);
    expect(checked, checked.err).toMatchObject({ code: 0, json: { kind: 'acme-token' } });
    const listed = await terminal.type(['credentials', 'list', 'acme-token']);
    expect(listed.json).toMatchObject({
      kind: 'acme-token',
      service: 'acme',
      targets: [{ name: 'acme', missing: [] }],
      verbs: [
        { verb: 'disable', reversible: true },
        { verb: 'revoke', reversible: false },
      ],
    });
  });

  it('can be tried: that only reads, and leaves nothing behind', async () => {
    const { terminal, acme } = place;
    const tried = await terminal.type(['credentials', 'try', 'acme-token', '--value-stdin'], { input: acme.secrets.LEAKED });
    expect(tried, tried.err).toMatchObject({ code: 0 });
    expect(tried.json).toMatchObject({ identified: { ids: { id: 'tok_1' } }, look: { result: 'alive' } });
    expect(tried.json.plans.map(({ verb }: Json) => verb)).toEqual(['disable', 'revoke']);
    expect(acme.requests().filter((line) => !line.startsWith('GET '))).toEqual([]);
    expect(await terminal.type(['list'])).toMatchObject({ code: 3 });
  });

  it('a leaked token is suspended, and that is proven by use; the other one works on', async () => {
    const { terminal, acme } = place;
    const { incident, credentials } = await declared(place);
    expect(credentials[0].hint).toContain(`acme_live_…${acme.secrets.LEAKED.slice(-4)}`);
    await agree(place, incident, 'Suspend it');
    const waited = await terminal.type(['wait', incident, '--for', 'cut-off', '--timeout', '30s']);
    expect(waited, waited.err).toMatchObject({ code: 0 });
    expect(waited.json.credentials[0]).toMatchObject({
      locator: { target: 'acme' },
      state: 'dead',
      proof: { grade: 'by-use', before: { result: 'alive' }, after: { result: 'refused' } },
    });
    expect(await acme.takes(acme.secrets.LEAKED)).toBe(false);
    expect(await acme.takes(acme.secrets.OTHER)).toBe(true);
    expect((await terminal.type(['report', incident])).json.document).toContain('Acme');
  });

  it('the same leak, declared with the target spelt out, joins it', async () => {
    const again = await declared(place, ['--locator', 'target=acme']);
    expect(again).toMatchObject({ joined: true, number: 1 });
  });

  it('leaves no secret behind', () => expectNoSecret(place));
});

describe('a service that says it was done, and does nothing, with an account whose secret a program hands over', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace({ flags: ['--lie'], program: true });
  });
  afterAll(async () => place?.close());

  it('is not believed: the step is stuck, and shows the command to run by hand', async () => {
    const { terminal, acme } = place;
    const { incident } = await declared(place);
    await agree(place, incident, 'Delete it');
    const { json } = await terminal.until(['status', incident], (ran) =>
      ran.json.waiting.some(({ kind }: Json) => kind === 'stuck'),
    );
    expect(acme.requests()).toContain('DELETE /v1/tokens/tok_1 204');
    expect(json.credentials[0]).toMatchObject({ state: 'alive' });
    const stuck = json.waiting.find(({ kind }: Json) => kind === 'stuck');
    expect(stuck.byHand).toContain('curl');
    expect(stuck.byHand).toContain(`${acme.url}/v1/tokens/tok_1`);
    expect((await statusOf(terminal, incident)).state).toBe('open');
  });

  it('leaves no secret behind', () => expectNoSecret(place));
});
