/** A leaked password is swapped for a twin's: an application that reads its credential at each connect notices nothing. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grants } from '../capabilities/postgres-password/world.ts';
import { embeddedRows, filesBelow, leaks } from './canary.ts';
import { cutOff, declareLeak, plansOf, timelineOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import { targetOf } from './staunch-yml.ts';
import { type Town, versions } from './town.ts';

const leaked = 'leaked-8sJ2-of-the-shop';
const sinkOf = (folder: string) => join(folder, 'credential.json');

type Credential = { user: string; password: string };
const credentialIn = async (folder: string) => JSON.parse(await readFile(sinkOf(folder), 'utf8')) as Credential;

/** Between two orders. */
const pauseMs = 50;

/** A dozen processes, one after the other, on a machine that may be busy. */
const limitMs = 120_000;

/** Orders until told to end, each on a connection of its own. */
function shopping(town: Town, folder: string) {
  const seen = { done: 0, failed: [] as string[], users: [] as string[] };
  const told = new AbortController();
  const order = async () => {
    const { user, password } = await credentialIn(folder);
    const client = town.server.client(user, password, { application_name: 'shop' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query('insert into orders values (1)');
    await later(20);
    await client.query('commit');
    await client.end();
    seen.done += 1;
    if (seen.users.at(-1) !== user) seen.users.push(user);
  };
  const running = (async () => {
    while (!told.signal.aborted) {
      await order().catch((error: Error) => seen.failed.push(error.message));
      // The bot is to have a processor, too.
      await later(pauseMs);
    }
  })();
  return async () => {
    told.abort();
    await running;
    return seen;
  };
}

describe.each(versions)('a swap, typed at the terminal, on PostgreSQL %i', (version) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(version, {
      config({ server, admin }, office) {
        const sinks = { shop: { file: sinkOf(office.folder), format: 'json' } };
        const main = targetOf(server, admin, sinks) as Record<string, unknown>;
        return { targets: { main: { ...main, twins: { shop: 'shop_b' }, drain: '2s' } } };
      },
    });
    const { town, office } = scene;
    await town.role('shop', leaked);
    await town.quietly(
      'create role shop_b nologin',
      ...grants(version, 'shop_b', town.admin),
      'create table orders (n int)',
      'grant insert on orders to shop, shop_b',
    );
    await writeFile(sinkOf(office.folder), JSON.stringify({ user: 'shop', password: leaked }), { mode: 0o600 });
  });
  afterAll(() => scene.close());

  it(
    'fails no transaction; afterwards the leaked password is refused, and the new one stands in its sink alone',
    async () => {
      const { town, office, terminal } = scene;
      const stop = shopping(town, office.folder);
      const thief = await town.session('shop', leaked, 'psql');
      const incident = await declareLeak(terminal, 'shop', leaked, ['--as', 'bo']);
      const [first] = await plansOf(terminal, incident);
      expect(first).toMatchObject({
        title: 'Swap, then cut: shop moves over to shop_b',
        reversible: true,
        expectedOutage: expect.stringContaining('the leaked password works for 2 s more after the yes'),
        needs: { people: 1, from: 'on-call' },
      });
      const after = await cutOff(terminal, office, incident, 'Swap, then cut');
      expect(after.credentials[0]).toMatchObject({ state: 'dead', proof: { grade: 'by-use' } });
      const seen = await stop();
      expect(seen.failed).toEqual([]);
      expect(seen.users).toEqual(['shop', 'shop_b']);
      process.stdout.write(
        `transactions during a swap at the terminal, PostgreSQL ${version}: ${seen.done} done, ${seen.failed.length} failed\n`,
      );
      expect(seen.done).toBeGreaterThan(50);
      expect(await thief.ended).toBe('57P01');
      expect(await town.login('shop', leaked)).toBe('28000');
      const { user, password } = await credentialIn(office.folder);
      expect(await town.login(user, password)).toBe('ok');
      const summaries = (await timelineOf(terminal, incident)).filter(({ type }) => type === 'step.waiting');
      expect(JSON.stringify(summaries)).toMatch(/the leaked password works until \d\d:\d\d:\d\d UTC/);

      await terminal.type(['report', incident]);
      const rows = await embeddedRows(join(office.folder, 'data', 'database'));
      const files = (await filesBelow(office.folder)).filter(({ where }) => where !== sinkOf(office.folder));
      const said = [{ where: 'what the terminal said', text: terminal.transcript() }];
      const log = [{ where: "the server's log", text: await town.server.log() }];
      expect(rows.length).toBeGreaterThan(20);
      expect(leaks([...rows, ...files, ...said, ...log], { 'the new value': password, 'the leaked one': leaked })).toEqual([]);
    },
    limitMs,
  );
});
