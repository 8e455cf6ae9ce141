/** The leaked value and the new one go in at one place and come out at none: not even where things go wrong. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../servers/postgres.ts';
import { type Exit, embeddedRows, filesBelow, leaks, postgresRows, spellings } from './canary.ts';
import { approve, cutOff, declareLeak, planHash, statusOf } from './leak.ts';
import { productDatabase } from './product-database.ts';
import { type Office, openOffice, targetOf } from './staunch-yml.ts';
import { type Json, openTerminal, type RunningBot, type Terminal } from './terminal.ts';
import { newest, openTown, type Town } from './town.ts';

/** Raw, URL, JSON, base64 and hex form of it all differ; quotes, percent signs, spaces and UTF-8 stand in it. */
const canary = (name: string) => `${name}: it's "100%" grün/+?\\n&<${crypto.randomUUID()}>`;

const values = {
  leaked: canary('leaked'),
  mistyped: canary('mistyped'),
  'of the echoing sink': canary('echoing'),
  'of the target that is down': canary('down'),
  'never taken': canary('never taken'),
};

type Scene = { town: Town; office: Office; terminal: Terminal; sink: string; stolen: string };

/** A sink that tells everybody what it got, and fails. */
const echoing = (file: string) => `#!/bin/sh\ntee ${file}\ncat ${file} >&2\nexit 3\n`;

async function openScene(env: (town: Town) => Promise<Record<string, string>>): Promise<Scene> {
  if (newest === undefined) throw new Error('There is no PostgreSQL on this machine.');
  const town = await openTown(newest);
  const office = await openOffice({ targets: {} });
  const [sink, stolen, program] = ['new-password', 'stolen', 'echoing-sink'].map((name) => join(office.folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(program, echoing(stolen));
  await chmod(program, 0o755);
  const sinks = { shop: { file: sink }, echoing: { command: [program] } };
  const down = targetOf({ host: '127.0.0.1', port: await freePort() }, town.admin);
  await office.configure({ targets: { main: targetOf(town.server, town.admin, sinks), down } });
  return { town, office, terminal: openTerminal(office.folder, { ...town.env, ...(await env(town)) }), sink, stolen };
}

async function closeScene({ town, office, terminal }: Scene): Promise<void> {
  await terminal.close();
  await town.stop();
  await office.remove();
}

/** Everything that can go wrong with a value on its way in, all of it refused. */
async function valuesGoAstray({ terminal }: Scene): Promise<void> {
  const input = values['never taken'];
  const declare = ['declare', '--kind', 'postgres-password', '--value-stdin'];
  const astray = [
    [...declare, '--locator', 'target=main', '--locator', 'rolle=shop'],
    [...declare, '--locator', 'target=nowhere', '--locator', 'role=shop'],
    ['declare', '--kind', 'postgres', '--value-stdin'],
    ['hand-in', '1', 'c9'],
    ['hand-in', '99', 'c1'],
  ];
  const ran = await Promise.all(astray.map((args) => terminal.type(args, { input })));
  expect(ran.map(({ code }) => code)).toEqual([2, 2, 2, 3, 3]);
}

/** A value that opens nothing, then the right one; notes that quote both in every form, before and after they are destroyed. */
async function leakWithNotes({ town, office, terminal, sink }: Scene): Promise<string> {
  await town.role('shop', values.leaked);
  const incident = await declareLeak(terminal, 'shop', values.mistyped, [
    '--as',
    'bo',
    '--title',
    `Found ${values.mistyped} in a log`,
  ]);
  await planHash(terminal, incident, 'Cut now');
  expect(await statusOf(terminal, incident)).toMatchObject({
    credentials: [{ proof: { before: { result: 'could-not-tell' } } }],
  });
  const handedIn = await terminal.type(['hand-in', incident, 'c1'], { input: values.leaked });
  expect(handedIn.code).toBe(0);
  const quote = (value: string) => spellings(value).slice(0, 6).join(' | ');
  await terminal.type(['note', incident, `while it is held: ${quote(values.leaked)}`]);
  const after = await cutOff(terminal, office, incident, 'New password');
  expect(after.credentials[0]).toMatchObject({ state: 'dead', held: false, proof: { grade: 'by-use' } });
  for (const value of [values.leaked, values.mistyped, await readFile(sink, 'utf8')]) {
    const noted = await terminal.type(['note', incident, `after it was destroyed: ${value}, and "${value}".`]);
    expect(noted, noted.err).toMatchObject({ code: 0 });
  }
  return incident;
}

/** The sink shouts the new value and fails; the step is stuck, and says so without it. */
async function sinkFails({ town, office, terminal, stolen }: Scene): Promise<string> {
  await town.role('echoing', values['of the echoing sink']);
  const incident = await declareLeak(terminal, 'echoing', values['of the echoing sink'], ['--as', 'bo']);
  const plan = await planHash(terminal, incident, 'New password');
  expect((await approve(terminal, office, incident, plan)).json).toMatchObject({ state: 'accepted' });
  const stuck = await terminal.until(['status', incident], ({ json }) =>
    json.waiting.some(({ kind }: Json) => kind === 'stuck'),
  );
  expect(stuck.json.waiting).toContainEqual(
    expect.objectContaining({ kind: 'stuck', step: 'strike', what: expect.stringContaining('did not take the new value') }),
  );
  return readFile(stolen, 'utf8');
}

async function targetIsDown({ terminal }: Scene): Promise<void> {
  const incident = await declareLeak(terminal, 'shop', values['of the target that is down'], [], 'down');
  const stuck = await terminal.type(['plan', incident]);
  expect(stuck).toMatchObject({ code: 1 });
  expect(stuck.json.error.message).toContain('identify');
}

/** Answers every step that waits for a person, until the report is written, and reads all there is to read. */
async function walkToTheEnd({ terminal }: Scene, incident: string): Promise<string> {
  for (let rounds = 0; rounds < 5; rounds += 1) {
    const { state, waiting } = await statusOf(terminal, incident);
    if (state === 'closed') break;
    const steps = waiting.filter(({ kind }: Json) => kind === 'by-hand').map(({ step }: Json) => step);
    for (const step of steps)
      await terminal.type(['by-hand', incident, step, '--as', 'ana', '--reason', `seen: ${values.leaked}`]);
  }
  for (const args of [['status', incident], ['timeline', incident], ['report', incident], ['list']]) await terminal.type(args);
  const last = await statusOf(terminal, incident);
  expect(last).toMatchObject({ state: 'closed' });
  return last.incident;
}

async function everythingLeftBehind({ town, office, terminal }: Scene, rows: Exit[]): Promise<Exit[]> {
  return [
    { where: 'standard output or error of a command', text: terminal.transcript() },
    { where: 'the server’s log', text: await town.server.log() },
    ...(await filesBelow(join(office.folder, 'data'))),
    ...rows,
  ];
}

/** A search that finds nothing must be one that could: what is no secret stands in each place. */
function mustBeReadable(exits: Exit[], places: string[]): void {
  for (const place of places) {
    const texts = exits.filter(({ where }) => where.includes(place)).map(({ text }) => text);
    expect(
      texts.some((text) => text.includes('shop on main') || text.includes('ALTER ROLE "shop"')),
      place,
    ).toBe(true);
  }
}

describe.runIf(newest !== undefined).each([
  { database: 'the embedded database', shared: false },
  { database: 'a PostgreSQL of its own', shared: true },
])('with $database', ({ shared }) => {
  let scene: Scene;
  let bot: RunningBot;
  beforeAll(async () => {
    scene = await openScene((town) => (shared ? productDatabase(town).then(({ env }) => env) : Promise.resolve({})));
    bot = await scene.terminal.start();
  });
  afterAll(() => closeScene(scene));

  it('neither value stands in a table, a log, a file, a report or an output', async () => {
    await valuesGoAstray(scene);
    const [incident, unsunk] = await Promise.all([leakWithNotes(scene), sinkFails(scene), targetIsDown(scene)]);
    await walkToTheEnd(scene, incident);
    expect(await bot.stop()).toBe(0);
    const fresh = await readFile(scene.sink, 'utf8');
    expect(await scene.town.login('shop', fresh)).toBe('ok');

    const client = scene.town.server.client(scene.town.server.superuser.user, scene.town.server.superuser.password, {
      database: 'staunch',
    });
    if (shared) await client.connect();
    const rows = shared ? await postgresRows(client) : await embeddedRows(join(scene.office.folder, 'data', 'database'));
    if (shared) await client.end();
    const exits = await everythingLeftBehind(scene, rows);
    mustBeReadable(exits, ['command', 'server’s log', 'reports/INC-', 'table public.entry_body', 'table public.credential']);
    expect(leaks(exits, { ...values, new: fresh, 'new, in the echoing sink': unsunk })).toEqual([]);
  });
});
