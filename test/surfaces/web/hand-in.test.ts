import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minutes, openWorld, type World } from '../../incident/world.ts';
import { spellings } from '../../stories/canary.ts';
import { ask, hand, type Listener, openListener, quick } from './listener.ts';

let world: World;
let on: Listener;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.calm();
  await on?.web.stop();
  on = await openListener(world);
});
afterAll(async () => {
  await on.web.stop();
  await world.close();
});

const secret = () => `correct horse-${randomUUID()}&+%=ä`;
const held = async (incident: string) => {
  const place = { incident, credential: 'c1', ref: 'leaked' } as const;
  return world.engine.work.turn.values.get(world.db.query, place);
};

describe('the hand-in page', () => {
  test('says what it is for, for whom and until when, and that this is practice', async () => {
    const path = await on.link(await world.declare({ locator: { role: 'shop' } }));
    const { status, body } = await ask(on.port, path);
    expect(status).toBe(200);
    expect(body).toMatch(/INC-[0-9]+/);
    for (const words of ['the role shop', 'Ana Silva', '01:10 Europe/Berlin', '>PRACTICE<', 'Hand it in']) {
      expect(body).toContain(words);
    }
  });

  test('is not used up by looking, as a preview of the link does', async () => {
    const path = await on.link(await world.declare());
    const head = await ask(on.port, path, { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
    await ask(on.port, path);
    expect((await ask(on.port, path)).status).toBe(200);
  });

  test('takes the value byte for byte, and leads away from the form', async () => {
    const incident = await world.declare();
    const value = secret();
    const path = await on.link(incident);
    const answer = await hand(on.port, path, { value: `${value}\r\nsecond line\r\n` });
    expect([answer.status, answer.headers.location]).toEqual([303, 'taken']);
    expect(await held(incident)).toBe(`${value}\nsecond line`);
    expect((await ask(on.port, '/hand-in/taken')).body).toContain('Taken. You can close this page.');
  });

  test('takes one of twenty that are sent at once', async () => {
    const path = await on.link(await world.declare());
    const answers = await Promise.all(Array.from({ length: 20 }, () => hand(on.port, path, { value: secret() })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(19);
  });

  test('is one and the same page for a link that is unknown, used or over', async () => {
    const used = await on.link(await world.declare());
    await hand(on.port, used, { value: secret() });
    const over = await on.link(await world.declare());
    world.sleepThrough(minutes(10));
    const pages = await Promise.all(['/hand-in/none', used, over].map((path) => ask(on.port, path)));
    expect(new Set(pages.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(pages[0]?.body).toContain('npx staunch hand-in');
  });

  test('shows what is wrong with a value, keeps nothing of it, and the link still works', async () => {
    const path = await on.link(await world.declare());
    const spaced = await hand(on.port, path, { value: 'hunter2-with-space ' });
    expect(spaced.status).toBe(422);
    expect(spaced.body).toContain('begins or ends with a space');
    expect(spaced.body).not.toContain('hunter2');
    expect((await hand(on.port, path, { value: '' })).status).toBe(422);
    expect((await hand(on.port, path, { value: 'hunter2-with-space ', spaces: 'belong' })).status).toBe(303);
  });

  test('is not needed when the incident is closed', async () => {
    const incident = await world.declare();
    const path = await on.link(incident);
    await world.send(incident, 'close', { reason: 'It was a drill.' });
    expect((await ask(on.port, path)).status).toBe(410);
    const answer = await hand(on.port, path, { value: secret() });
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('The incident is closed');
  });

  test('shows hostile names as text', async () => {
    const role = '<img src=x>\u202e"onload';
    const { body } = await ask(on.port, await on.link(await world.declare({ locator: { role } })));
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;img src=x&gt;‹U+202E›');
  });
});

describe('what does not come from the page', () => {
  const strangers: [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another place on the same site', { 'sec-fetch-site': 'same-site' }],
    ['an address that was typed', { 'sec-fetch-site': 'none' }],
    ['another origin that claims to be ours', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
  ];
  test.each(strangers)('is refused: %s', async (_who, headers) => {
    const incident = await world.declare();
    const path = await on.link(incident);
    expect((await hand(on.port, path, { value: secret() }, headers)).status).toBe(403);
    expect(await held(incident)).toBeNull();
    expect((await ask(on.port, path)).status).toBe(200);
  });

  test('is refused when it says nothing of where it comes from, and taken when its origin is ours', async () => {
    const path = await on.link(await world.declare());
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ value: secret() }).toString();
    expect((await ask(on.port, path, { method: 'POST', headers: form, body })).status).toBe(403);
    const ours = { ...form, origin: `http://localhost:${on.port}` };
    expect((await ask(on.port, path, { method: 'POST', headers: ours, body })).status).toBe(303);
  });

  test('is refused for another host, looking and sending', async () => {
    const path = await on.link(await world.declare());
    const host = { host: 'evil.example' };
    expect((await ask(on.port, path, { headers: host })).status).toBe(421);
    expect((await hand(on.port, path, { value: secret() }, host)).status).toBe(421);
    expect((await ask(on.port, path)).status).toBe(200);
  });

  test.each([
    ['JSON', { 'content-type': 'application/json' }, '{"value":"x"}'],
    ['bytes that are no text', {}, 'value=%ff%fe'],
    ['a percent sign that says nothing', {}, 'value=%zz'],
    ['two values', {}, 'value=one&value=two'],
  ])('is not read: %s', async (_what, headers: Record<string, string>, body) => {
    const path = await on.link(await world.declare());
    const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await ask(on.port, path, { method: 'POST', headers: { ...own, ...headers }, body });
    expect(answer.status).toBe(400);
    expect((await ask(on.port, path)).status).toBe(200);
  });

  test('is bounded: what is announced as too long, and what turns out to be', async () => {
    const path = await on.link(await world.declare());
    const body = `value=${'x'.repeat(70_000)}`;
    const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    const announced = { ...own, 'content-length': String(body.length) };
    expect((await ask(on.port, path, { method: 'POST', headers: announced, body })).status).toBe(413);
    const unannounced = { ...own, 'transfer-encoding': 'chunked' };
    expect((await ask(on.port, path, { method: 'POST', headers: unannounced, body })).status).toBe(413);
    expect((await ask(on.port, path)).status).toBe(200);
  });

  test('is not waited for when its body does not come', async () => {
    await on.web.stop();
    on = await openListener(world, { limits: quick });
    const path = await on.link(await world.declare());
    const own = {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '50',
    };
    const slow = ask(on.port, path, { method: 'POST', headers: own, body: 'value=abc', half: true });
    expect((await slow).status).toBe(408);
    expect((await ask(on.port, path)).status).toBe(200);
  });

  test('is too much after twenty unknown links in a minute, while a link that works still does', async () => {
    const path = await on.link(await world.declare());
    const guess = () => ask(on.port, `/hand-in/${'A'.repeat(43)}`);
    const statuses = [];
    for (let guesses = 0; guesses < 21; guesses += 1) statuses.push((await guess()).status);
    expect([new Set(statuses.slice(0, 20)), statuses[20]]).toEqual([new Set([404]), 429]);
    expect((await ask(on.port, path)).status).toBe(200);
    world.sleepThrough(minutes(1));
    expect((await guess()).status).toBe(404);
  });
});

describe('what is left behind', () => {
  test('nothing of the value or the link in any answer or log, also when the database breaks off', async () => {
    const value = secret();
    const path = await on.link(await world.declare());
    const token = path.split('/').at(-1) ?? '';
    const exits = [await hand(on.port, path, { value: `${value} ` }), await ask(on.port, path)];
    await on.web.stop();
    const broken = { peek: () => Promise.reject(new Error(value)), redeem: () => Promise.reject(new Error(value)) };
    on = await openListener(world, { links: broken });
    const away = await hand(on.port, path, { value });
    expect(away.status).toBe(503);
    exits.push(away, await ask(on.port, path));
    expect(on.log).toHaveLength(2);
    const all = [...on.log, ...world.log.map((line) => JSON.stringify(line)), ...exits.map((exit) => JSON.stringify(exit))];
    for (const form of [token, ...spellings(value)]) expect(all.filter((text) => text.includes(form))).toEqual([]);
  });

  test('every answer may be kept, framed and told to nobody, and runs nothing', async () => {
    const path = await on.link(await world.declare());
    for (const page of [path, '/hand-in/none', '/hand-in/taken', '/healthz', '/readyz', '/metrics', '/elsewhere']) {
      const { headers, body } = await ask(on.port, page);
      expect(headers, page).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
      });
      expect(headers['content-security-policy'], page).toContain("default-src 'none'");
      expect(headers['content-security-policy'], page).not.toMatch(/unsafe|script-src/);
      expect(body, page).not.toMatch(/<script|javascript:|https?:/);
    }
  });
});
