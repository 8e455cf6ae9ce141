/** A row in the database is not a power to revoke: without people's signatures the bot makes no call, and tells everybody. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeAcceptance, forgeStrike, queryOf, swapPlaybook } from './forgery.ts';
import { approve, cutOff, declareLeak, planHash, statusOf } from './leak.ts';
import { type ProductDatabase, productDatabase } from './product-database.ts';
import { openScene, type Scene } from './scene.ts';
import { signature } from './signature.ts';
import { makeKey, type Office, targetOf } from './staunch-yml.ts';
import type { Json, Terminal } from './terminal.ts';
import { newest, type Town } from './town.ts';

type Leak = { number: string; id: string; role: string; value: string; plan: string; nonce: string };

describe.runIf(newest !== undefined)('rows written into the database by hand', () => {
  let scene: Scene;
  let town: Town;
  let office: Office;
  let terminal: Terminal;
  let database: ProductDatabase;
  let client: pg.Client;
  const playbook = resolve(import.meta.dirname, '../../playbooks/leak.yml');

  beforeAll(async () => {
    scene = await openScene(newest, {
      async env(of) {
        database = await productDatabase(of);
        return database.env;
      },
    });
    ({ town, office, terminal } = scene);
    client = database.client();
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await scene.close();
  });

  /** A leak whose plan people are asked about; no bot runs when this is over. */
  async function askedAbout(role: string): Promise<Leak> {
    const value = `leaked-${role}-${crypto.randomUUID()}`;
    await town.role(role, value);
    const number = await declareLeak(terminal, role, value, ['--work']);
    const plan = await planHash(terminal, number, 'Cut now');
    const { incident: id, gate } = await statusOf(terminal, number);
    return { number, id, role, value, plan, nonce: gate.nonce };
  }

  const alarms = (entries: Json[]) => entries.filter(({ type }) => type === 'alarm.raised');

  /** What the bot did to the server, by the server's own log: the product's database logs there too, as parameters. */
  async function wasStruck(role: string): Promise<boolean> {
    return new RegExp(`statement: ALTER ROLE "${role}"`).test(await town.server.log());
  }

  async function staysUntouched({ number, role, value }: Leak): Promise<void> {
    const seen = await terminal.until(['timeline', number], ({ lines }) => alarms(lines).length > 0);
    expect(alarms(seen.lines)).toEqual([
      expect.objectContaining({ actor: 'bot', code: 'job-refused', text: expect.stringContaining('refused before any call') }),
    ]);
    expect(seen.lines.filter(({ type, step }: Json) => type === 'step.started' && step === 'strike')).toEqual([]);
    const { alarms: told, state } = await statusOf(terminal, number);
    expect([told.length, state]).toEqual([1, 'open']);
    expect(await town.login(role, value)).toBe('ok');
    expect(await wasStruck(role)).toBe(false);
  }

  it('make no call to the provider and raise an alarm, and the signed decision still works', async () => {
    const unsigned = await askedAbout('unsigned');
    const borrowed = await askedAbout('borrowed');
    const lone = await askedAbout('lone_job');
    const asked = await askedAbout('asked_job');
    const query = queryOf(client);

    await forgeAcceptance(query, unsigned.id, unsigned.plan, 'no signature at all');
    // A real signature of somebody who is nobody here, over the very statement that is asked for.
    const stranger = join(office.folder, 'key-of-a-stranger');
    await makeKey(stranger);
    const { id: incident, plan, nonce } = borrowed;
    const statement = { v: 1, incident, plan, verdict: 'approve', person: 'ana', nonce } as const;
    await forgeAcceptance(query, borrowed.id, plan, await signature(statement, stranger));
    await forgeStrike(query, lone.id, { member: false });
    await forgeStrike(query, asked.id, { member: true });

    const bot = await terminal.start();
    for (const leak of [unsigned, borrowed, lone, asked]) await staysUntouched(leak);

    // People are asked still, or anew where the record claimed that they had agreed; what they sign is done.
    for (const { number, role, value } of [unsigned, borrowed, lone, asked]) {
      expect(await cutOff(terminal, office, number)).toMatchObject({ state: 'contained' });
      expect(await town.login(role, value)).toBe('28000');
      expect(await wasStruck(role)).toBe(true);
    }
    expect(await bot.stop()).toBe(0);
  });

  it('lower no rung: an incident keeps the playbook it was declared with', async () => {
    const strict = join(office.folder, 'two.yml');
    const lenient = await readFile(playbook, 'utf8');
    await writeFile(strict, lenient.replace('people: 1, from: on-call', 'people: 2, from: approvers'));
    await office.configure({ targets: { main: targetOf(town.server, town.admin) }, playbook: strict });
    const leak = await askedAbout('two_people');
    await swapPlaybook(queryOf(client), leak.id, lenient);
    const bot = await terminal.start();
    const one = await approve(terminal, office, leak.number, leak.plan, 'ana');
    expect(one, one.err).toMatchObject({ code: 0, json: { have: 1, need: 2, state: 'waiting' } });
    expect((await approve(terminal, office, leak.number, leak.plan, 'bo')).json).toMatchObject({ have: 2, state: 'accepted' });
    expect((await terminal.type(['wait', leak.number, '--for', 'cut-off'])).code).toBe(0);
    expect(await bot.stop()).toBe(0);
  });
});
