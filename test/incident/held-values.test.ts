import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { done, failed, type Play } from './cast.ts';
import { minutes, openWorld, refusalOf, viewAfter, type World, worldOn } from './world.ts';

const holdMs = minutes(30);
let world: World;
beforeAll(async () => {
  world = await openWorld({ holdMs });
});
afterAll(() => world.close());
beforeEach(() => world.calm());

/** A new leaked value each time: the same one would join an incident that is open. */
const secret = () => `correct-horse-${randomUUID()}`;

const rows = (incident: string) =>
  world.db.query<{ credential: string; ref: string; sealed: string }>(
    'select * from held_value where incident = $1 order by ref',
    [incident],
  );
const destroyed = async (incident: string) =>
  (await world.entriesOf(incident, 'value.destroyed')).map(({ data }) => `${data.credential} ${data.ref}: ${data.why}`);

/** The tables that hold `value` in any column of any row. */
async function tablesWith(value: string): Promise<string[]> {
  const tables = await world.db.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
  const found = [];
  for (const { name } of tables) {
    const rows = await world.db.query(`select 1 from ${name} where ${name}::text like '%' || $1 || '%' limit 1`, [value]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** A strike that makes a new value, as a replacement does. */
const replaces =
  (value: string): Play =>
  async (_input, context) => {
    await context.hold('new', value);
    return done({ summary: 'replaced', calls: [{ call: 'set password', target: 'c1', answer: 'done' }] });
  };

async function struck(incident: string): Promise<void> {
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
}

describe('a handed-in value', () => {
  test('is sealed at rest and stands in no table', async () => {
    const value = secret();
    const incident = await world.declare({ value });
    const [row] = await rows(incident);
    expect(row).toMatchObject({ credential: 'c1', ref: 'leaked' });
    expect(Buffer.from(row?.sealed ?? '', 'base64').toString('latin1')).not.toContain(value);
    expect(await tablesWith(value)).toEqual([]);
  });

  test('does not open in the place of another one', async () => {
    const [one, two] = [await world.declare({ value: secret() }), await world.declare({ value: secret() })];
    const [stolen] = await rows(one);
    await world.db.query('update held_value set sealed = $1 where incident = $2', [stolen?.sealed, two]);
    const place = { incident: two, credential: 'c1', ref: 'leaked' } as const;
    await expect(world.engine.work.turn.values.get(world.db.query, place)).rejects.toThrow('cannot be opened');
    await world.db.query('delete from held_value where incident = $1', [two]);
  });

  test('is given to an action, and to no other credential of the incident', async () => {
    const value = secret();
    const seen: (string | null)[] = [];
    const looks: Play = async (_input, context) => {
      seen.push(await context.value('leaked'), await context.value('new'));
      return done({ summary: 'seen' });
    };
    world.cast.script('credential.identify', looks);
    const incident = await world.declare({ value });
    world.cast.scriptFor('credential.identify', 'c2', looks);
    await world.addCredential(incident, 'c2');
    expect(seen).toEqual([value, null, null, null]);
  });

  test('is told of in the record by its fingerprint and by when it will be destroyed', async () => {
    const incident = await world.declare({ value: secret() });
    const [held] = await world.entriesOf(incident, 'value.held');
    expect(held?.data).toMatchObject({ credential: 'c1', ref: 'leaked', until: '2026-11-24T00:30:00.000Z' });
    expect(held?.data.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('takes the place of the one before, and the looks of the old one do not count for it', async () => {
    const [first, second] = [secret(), secret()];
    const incident = await world.declare({ value: first });
    viewAfter(await world.send(incident, 'hand-in', { credential: 'c1', value: second }));
    expect((await world.view(incident)).credentials[0]?.proof.before).toBeNull();
    const place = { incident, credential: 'c1', ref: 'leaked' } as const;
    expect(await world.engine.work.turn.values.get(world.db.query, place)).toBe(second);
    expect(await rows(incident)).toHaveLength(1);
  });
});

describe('a held value is destroyed', () => {
  test('when its credential is proven dead', async () => {
    const incident = await world.declare({ value: secret() });
    world.cast.script('credential.strike', replaces(secret()));
    await struck(incident);
    expect(await rows(incident)).toEqual([]);
    expect(await destroyed(incident)).toEqual([
      'c1 leaked: the credential is proven dead',
      'c1 new: the credential is proven dead',
    ]);
  });

  test('when it was held as long as allowed, and its absence is known from then on', async () => {
    const incident = await world.declare({ value: secret() });
    await world.forward(holdMs - 1);
    expect(await rows(incident)).toHaveLength(1);
    await world.forward(1);
    expect(await rows(incident)).toEqual([]);
    expect(await destroyed(incident)).toEqual(['c1 leaked: it was held as long as allowed']);
    expect((await world.view(incident)).credentials[0]?.held).toBe(false);
  });

  test('as late as the last hand-in allows', async () => {
    const value = secret();
    const incident = await world.declare({ value });
    await world.forward(minutes(20));
    viewAfter(await world.send(incident, 'hand-in', { credential: 'c1', value }));
    await world.forward(minutes(20));
    expect(await rows(incident)).toHaveLength(1);
    await world.forward(minutes(10));
    expect(await destroyed(incident)).toHaveLength(1);
  });

  test('at once when the bot comes back after the time was over', async () => {
    const incident = await world.declare({ value: secret() });
    world.sleepThrough(holdMs + minutes(60));
    await world.settle();
    expect(await rows(incident)).toEqual([]);
  });

  test('when the incident is closed', async () => {
    world.cast.script('credential.prove', failed('fatal', 'cannot look'));
    const incident = await world.declare({ value: secret() });
    await struck(incident);
    viewAfter(await world.send(incident, 'skip', { step: 'prove', reason: 'The server is gone.' }));
    for (const step of ['look-around', 'tell-owners']) await world.send(incident, 'by-hand', { step });
    await world.settle();
    expect((await world.view(incident)).state).toBe('closed');
    expect(await rows(incident)).toEqual([]);
    expect(await destroyed(incident)).toEqual(['c1 leaked: the incident is closed']);
  });

  test('is not taken again for a credential that is dead', async () => {
    const incident = await world.declare({ value: secret() });
    await struck(incident);
    const sent = await world.send(incident, 'hand-in', { credential: 'c1', value: secret() });
    expect(refusalOf(sent)).toMatchObject({ class: 'no' });
    expect(await rows(incident)).toEqual([]);
  });
});

describe('a new value made by an action', () => {
  test('is sealed and recorded before the call that makes it real', async () => {
    const value = secret();
    const incident = await world.declare();
    let before: { rows: number; types: string[] } | null = null;
    world.cast.script('credential.strike', async (input, context) => {
      const result = await replaces(value)(input, context);
      before = { rows: (await rows(incident)).length, types: await world.types(incident) };
      return result;
    });
    world.cast.script('credential.prove', failed('fatal', 'cannot look'));
    await struck(incident);
    expect(before).toMatchObject({ rows: 1, types: expect.arrayContaining(['value.held']) });
    expect(await tablesWith(value)).toEqual([]);
  });
});

describe('the redactor', () => {
  const masked = (where: World, value: string) => !where.redactor.text(`it is ${value}!`).includes(value);

  test('masks a value from the moment it is handed in', async () => {
    const value = secret();
    await world.declare({ value });
    expect(masked(world, value)).toBe(true);
  });

  test('forgets it once it is destroyed and somebody writes again', async () => {
    const value = secret();
    const incident = await world.declare({ value });
    await struck(incident);
    await world.send(incident, 'note', { text: 'Done.' });
    expect(masked(world, value)).toBe(false);
  });

  test('of another process masks it as soon as that process works with it', async () => {
    const value = secret();
    await world.declare({ value, settled: false });
    const other = worldOn(world.db, { twin: world, holdMs });
    world.cast.script('credential.identify', async (_input, context) => {
      throw new Error(`password ${await context.value('leaked')} refused`);
    });
    await other.settle();
    expect(masked(other, value)).toBe(true);
    expect(await tablesWith(value)).toEqual([]);
  });

  test('of another process masks it in what is written there', async () => {
    const value = secret();
    const incident = await world.declare({ value });
    const other = worldOn(world.db, { twin: world, holdMs });
    viewAfter(await other.send(incident, 'note', { text: `The password was ${value}, sorry.` }));
    const [note] = await world.entriesOf(incident, 'note.added');
    expect(note?.body?.text).toBe('The password was [redacted], sorry.');
  });

  test('masks the value where a provider gives it back as a fact or in a look', async () => {
    const value = secret();
    world.cast.script('credential.identify', done({ summary: `app ${value}`, facts: { sessions: [{ application: value }] } }));
    world.cast.script(
      'credential.probe',
      done({ summary: 'alive', look: { result: 'alive', at: '2026-11-24T00:00:00.000Z', detail: `logged in with ${value}` } }),
    );
    await world.declare({ value });
    expect(await tablesWith(value)).toEqual([]);
  });

  test('leaves the name of a role readable when the password is the same', async () => {
    const name = `app-${randomUUID()}`;
    const incident = await world.declare({ value: name, locator: { role: name } });
    expect((await world.view(incident)).credentials[0]?.locator).toEqual({ role: name });
  });
});

describe('a held value that does not open any more', () => {
  test('stops nothing but the step that needs it: other incidents go on, and it can be handed in again', async () => {
    const value = secret();
    const broken = await world.declare({ value });
    const whole = await world.declare({ value: secret() });
    await world.db.query("update held_value set sealed = 'bm9uc2Vuc2U=' where incident = $1", [broken]);
    const { values } = worldOn(world.db, { twin: world, holdMs }).engine.desk.turn;
    expect(await values.learn(world.db.query)).toEqual([`${broken}/c1/leaked`]);
    viewAfter(await world.send(whole, 'note', { text: 'Others still write.' }));
    viewAfter(await world.send(broken, 'hand-in', { credential: 'c1', value }));
    expect(await values.learn(world.db.query)).toEqual([]);
  });
});
