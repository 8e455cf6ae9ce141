import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { textLimits } from '../../src/incident/command.ts';
import { makeHandInLink, peekHandInLink, redeemHandInLink } from '../../src/incident/hand-in-link.ts';
import { spellings } from '../stories/canary.ts';
import { minutes, openWorld, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const secret = () => `correct-horse-${randomUUID()}`;
const link = async (incident: string, person = 'ana', credential = 'c1') =>
  (await makeHandInLink(world, { incident, credential, person, now: world.clock.now() })).token;
const redeem = (token: string, text: string, spacesBelong = false) => redeemHandInLink(world, token, { text, spacesBelong });
const held = async (incident: string) => {
  const place = { incident, credential: 'c1', ref: 'leaked' } as const;
  return world.engine.work.turn.values.get(world.db.query, place);
};

describe('a link to hand in a value', () => {
  test('says what it is for, however often it is looked at, and then takes the value as its person', async () => {
    const incident = await world.declare();
    const token = await link(incident, 'ben');
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await peekHandInLink(world, token)).toMatchObject({ incident, credential: 'c1', person: 'ben', held: false });
    }
    const value = secret();
    expect(await redeem(token, `${value}\n`)).toMatchObject({ taken: { incident } });
    expect(await held(incident)).toBe(value);
    const [entry] = await world.entriesOf(incident, 'value.held');
    expect(entry?.actor).toBe('person:ben');
    expect(await peekHandInLink(world, token)).toBeNull();
  });

  test('is used by one of twenty who send at once, and the value is that one’s', async () => {
    const incident = await world.declare();
    const token = await link(incident);
    const values = Array.from({ length: 20 }, secret);
    const answers = await Promise.all(values.map((value) => redeem(token, value)));
    const taken = answers.flatMap((answer, index) => ('taken' in answer ? [index] : []));
    expect(taken).toHaveLength(1);
    expect(answers.filter((answer) => 'gone' in answer)).toHaveLength(19);
    expect(await held(incident)).toBe(values[taken[0] ?? -1]);
    expect(await world.entriesOf(incident, 'value.held')).toHaveLength(1);
  });

  test('is over after ten minutes', async () => {
    const incident = await world.declare();
    const token = await link(incident);
    world.sleepThrough(minutes(10) - 1);
    expect(await peekHandInLink(world, token)).not.toBeNull();
    world.sleepThrough(1);
    expect(await peekHandInLink(world, token)).toBeNull();
    expect(await redeem(token, secret())).toEqual({ gone: true });
    expect(await held(incident)).toBeNull();
  });

  test('ends the older ones of the same person and credential, and nobody else’s', async () => {
    const incident = await world.declare();
    await world.addCredential(incident, 'c2');
    const [older, other, another] = [await link(incident), await link(incident, 'ben'), await link(incident, 'ana', 'c2')];
    const newer = await link(incident);
    const works = await Promise.all([older, other, another, newer].map((token) => peekHandInLink(world, token)));
    expect(works.map((offer) => offer !== null)).toEqual([false, true, true, true]);
  });

  test.each([
    ['nothing', '', 'empty'],
    ['white space', ' \r\n', 'empty'],
    ['more than a secret', 'x'.repeat(textLimits.valueBytes + 1), 'long'],
    ['too much in bytes', 'ä'.repeat(textLimits.valueBytes / 2 + 1), 'long'],
    ['a NUL', 'a\0b', 'not-text'],
    ['half a character', 'a\ud800b', 'not-text'],
    ['a space that copying added', 'hunter2 ', 'spaces'],
  ])('is not used up by %s', async (_what, text, fault) => {
    const incident = await world.declare();
    const token = await link(incident);
    expect(await redeem(token, text)).toEqual({ fault });
    expect(await world.types(incident)).not.toContain('command.refused');
    expect(await redeem(token, secret())).toHaveProperty('taken');
  });

  test('takes a space where the person says that it belongs, and all lines but the last line end', async () => {
    const incident = await world.declare();
    expect(await redeem(await link(incident), ' line one\nline two \n', true)).toHaveProperty('taken');
    expect(await held(incident)).toBe(' line one\nline two ');
  });

  test('is told that a closed incident did not keep the value', async () => {
    const incident = await world.declare();
    const token = await link(incident);
    viewAfter(await world.send(incident, 'close', { reason: 'It was a drill.' }));
    expect(await peekHandInLink(world, token)).toMatchObject({ closed: true });
    expect(await redeem(token, secret())).toMatchObject({ refused: { class: 'no' } });
    expect(await held(incident)).toBeNull();
  });

  test('works again when the database broke off before it could take the value', async () => {
    const incident = await world.declare();
    const token = await link(incident);
    const broken = { ...world, desk: { send: () => Promise.reject(new Error('away')) } };
    await expect(redeemHandInLink(broken, token, { text: secret(), spacesBelong: false })).rejects.toThrow('away');
    expect(await redeem(token, secret())).toHaveProperty('taken');
  });

  test('is found in no table, nor is what it brought', async () => {
    const incident = await world.declare();
    const token = await link(incident);
    const value = secret();
    await redeem(token, value);
    const tables = await world.db.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    for (const { name } of tables) {
      const rows = await world.db.query<{ text: string }>(`select ${name}::text as text from ${name}`);
      const all = rows.map(({ text }) => text).join('\n');
      for (const form of [token, ...spellings(value)]) expect(all.includes(form), name).toBe(false);
    }
  });

  test('that nobody made is none', async () => {
    for (const token of ['', 'x', '../etc', `${'A'.repeat(42)}é`, 'A'.repeat(43)]) {
      expect(await peekHandInLink(world, token)).toBeNull();
      expect(await redeem(token, secret())).toEqual({ gone: true });
    }
  });
});
