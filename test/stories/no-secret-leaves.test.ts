/** The leaked value and the new one go in at one place and come out at none: not even where things go wrong. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../servers/postgres.ts';
import { type Exit, embeddedRows, filesBelow, leaks, postgresRows, spellings } from './canary.ts';
import { approve, cutOff, declareLeak, planHash, statusOf } from './leak.ts';
import { productDatabase } from './product-database.ts';
import { openScene, type Props, type Scene } from './scene.ts';
import { targetOf } from './staunch-yml.ts';
import type { Json, RunningBot } from './terminal.ts';
import { newest } from './town.ts';

/** Raw, URL, JSON, base64 and hex form of it all differ; quotes, percent signs, spaces and UTF-8 stand in it. */
const canary = (name: string) => `${name}: it's "100%" grün/+?\\n&<${crypto.randomUUID()}>`;

const values = {
  leaked: canary('leaked'),
  mistyped: canary('mistyped'),
  'of the echoing sink': canary('echoing'),
  'of the target that is down': canary('down'),
  'never taken': canary('never taken'),
};

const sinkOf = ({ office }: Pick<Scene, 'office'>) => join(office.folder, 'new-password');
/** Where the echoing sink leaves what it got. */
const stolenFrom = ({ office }: Pick<Scene, 'office'>) => join(office.folder, 'stolen');

/** A sink that tells everybody what it got, and fails. */
const echoing = (file: string) => `#!/bin/sh\ntee ${file}\ncat ${file} >&2\nexit 3\n`;

const place = (shared: boolean): Props => ({
  async config({ server, admin }, office) {
    const program = join(office.folder, 'echoing-sink');
    await writeFile(program, echoing(stolenFrom({ office })));
    await chmod(program, 0o755);
    const sinks = { shop: { file: sinkOf({ office }) }, echoing: { command: [program] } };
    const down = targetOf({ host: '127.0.0.1', port: await freePort() }, admin);
    return { targets: { main: targetOf(server, admin, sinks), down } };
  },
  env: async (town) => (shared ? (await productDatabase(town)).env : {}),
});

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
async function leakWithNotes(scene: Scene): Promise<string> {
  const { town, office, terminal } = scene;
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
  for (const value of [values.leaked, values.mistyped, await readFile(sinkOf(scene), 'utf8')]) {
    const noted = await terminal.type(['note', incident, `after it was destroyed: ${value}, and "${value}".`]);
    expect(noted, noted.err).toMatchObject({ code: 0 });
  }
  return incident;
}

/** The sink shouts the new value and fails; the step is stuck, and says so without it. */
async function sinkFails(scene: Scene): Promise<string> {
  const { town, office, terminal } = scene;
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
  return readFile(stolenFrom(scene), 'utf8');
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
    scene = await openScene(newest, place(shared));
    bot = await scene.terminal.start();
  });
  afterAll(() => scene.close());

  it('neither value stands in a table, a log, a file, a report or an output', async () => {
    await valuesGoAstray(scene);
    const [incident, unsunk] = await Promise.all([leakWithNotes(scene), sinkFails(scene), targetIsDown(scene)]);
    await walkToTheEnd(scene, incident);
    expect(await bot.stop()).toBe(0);
    const fresh = await readFile(sinkOf(scene), 'utf8');
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
