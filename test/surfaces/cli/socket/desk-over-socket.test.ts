import { lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Command, commandSchemas } from '../../../../src/incident/command.ts';
import type { Desk } from '../../../../src/incident/desk.ts';
import { connectDesk } from '../../../../src/surfaces/cli/socket/connect-desk.ts';
import { lineCutter } from '../../../../src/surfaces/cli/socket/lines.ts';
import { connectionLimit, requestLimitBytes } from '../../../../src/surfaces/cli/socket/protocol.ts';
import { serveDesk } from '../../../../src/surfaces/cli/socket/serve-desk.ts';
import { pressedBy } from '../../../incident/slack-people.ts';
import { type FakeDesk, fakeDesk } from '../fake-terminal.ts';
import { now, sampleView } from '../sample-view.ts';

const edition = { format: 'html', audience: 'external' } as const;

const folder = mkdtempSync(join(tmpdir(), 'staunch-sock-'));
const path = join(folder, 's');
let served: FakeDesk;
let server: { close(): Promise<void> };
const open: (Desk | Socket)[] = [];

async function connect(): Promise<Desk> {
  const desk = await connectDesk(path);
  open.push(desk);
  return desk;
}

beforeEach(async () => {
  served = fakeDesk({
    timeline: [{ seq: 1, at: now.toISOString(), type: 'note.written', actor: 'ana', text: 'ä\u2028\ud800' }],
    report: '# R\n',
  });
  server = await serveDesk(served, path);
});

afterEach(async () => {
  for (const each of open.splice(0)) await ('destroy' in each ? each.destroy() : each.close());
  await server.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const note: Command = {
  incident: 'inc_7f00aa11',
  type: 'note',
  dedupe: 'note:1',
  actor: { person: 'ana', account: 'ana-login' },
  at: now,
  payload: { text: 'one\ntwo' },
};

/** As no terminal may say it: only what Slack itself sent is attested as made in Slack. */
function fromSlack(type: 'decide' | 'undo'): string {
  const said = type === 'undo' ? { credential: 'c1' } : { verdict: 'approve', plan: 'a'.repeat(64) };
  const payload = { ...said, attestation: { by: 'surface', slack: pressedBy('ana') } };
  expect(commandSchemas[type].safeParse(payload).success).toBe(true);
  return `${JSON.stringify({ id: 1, method: 'send', params: { ...note, type, payload } })}\n`;
}

/** Writes raw bytes and gives the first line that comes back, or null when the connection ends before one. */
function raw(bytes: string | Buffer): Promise<Record<string, unknown> | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    open.push(socket);
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString();
      if (got.includes('\n')) resolve(JSON.parse(got.split('\n')[0] ?? ''));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(null));
    socket.write(bytes);
  });
}

describe('a desk at the other end of the socket', () => {
  test('answers as if it were here', async () => {
    const desk = await connect();
    expect(await desk.view('inc_7f00aa11')).toEqual(sampleView());
    expect(await desk.list()).toEqual([sampleView()]);
    expect([await desk.find('INC-7'), await desk.find('nope')]).toEqual(['inc_7f00aa11', null]);
    expect(await desk.timeline('inc_7f00aa11')).toEqual(await served.timeline('inc_7f00aa11'));
    expect(await desk.report('inc_7f00aa11', edition)).toBe('# R\n');
  });

  test('passes on which edition of a report is wanted', async () => {
    served.report = async (incident, wanted) => JSON.stringify({ incident, wanted });
    const desk = await connect();
    expect(JSON.parse((await desk.report('x', edition)) ?? '')).toEqual({ incident: 'x', wanted: edition });
  });

  test('passes a bundle on as it is, however long', async () => {
    const long = `${'{"line":"entry","header":"\\"ä\\""}\n'.repeat(200_000)}`;
    served.bundle = async (incident) => (incident === 'inc_7f00aa11' ? long : null);
    const desk = await connect();
    expect((await desk.bundle('inc_7f00aa11')) === long).toBe(true);
    expect(await desk.bundle('nope')).toBeNull();
  });

  test('gets commands with their time as a Date', async () => {
    const desk = await connect();
    expect(await desk.send(note)).toEqual({ ok: true, view: sampleView() });
    expect(served.sent).toEqual([note]);
  });

  test('answers many questions at once, each with its own', async () => {
    const desk = await connect();
    const found = await Promise.all(Array.from({ length: 50 }, (_, index) => desk.find(index % 2 === 0 ? 'INC-7' : 'x')));
    expect(found.filter((id) => id === null)).toHaveLength(25);
  });

  test('is a file that only its owner may open', () => {
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
  });

  test('tells an error of the bot and goes on', async () => {
    served.report = () => Promise.reject(new Error('the database is away'));
    const desk = await connect();
    await expect(desk.report('x', edition)).rejects.toMatchObject({
      class: 'unreachable',
      message: expect.stringContaining('the database is away'),
    });
    expect(await desk.find('INC-7')).toBe('inc_7f00aa11');
  });

  test('finishes what is under way when the bot ends, and is unreachable afterwards', async () => {
    const held = Promise.withResolvers<string | null>();
    const arrived = Promise.withResolvers<void>();
    served.find = () => {
      arrived.resolve();
      return held.promise;
    };
    const desk = await connect();
    const asked = desk.find('INC-7');
    await arrived.promise;
    const closing = server.close();
    held.resolve('late');
    expect(await asked).toBe('late');
    await closing;
    await expect(desk.find('INC-7')).rejects.toMatchObject({ class: 'unreachable' });
    server = await serveDesk(served, path);
  });
});

describe('what is no request is answered, not obeyed', () => {
  test.each([
    ['no JSON', 'hello\n'],
    ['another method', '{"id":1,"method":"close","params":null}\n'],
    ['a prototype’s method', '{"id":1,"method":"constructor","params":"x"}\n'],
    ['a missing id', '{"method":"list","params":null}\n'],
    ['more than was asked for', '{"id":1,"method":"list","params":null,"extra":1}\n'],
    ['a command of no type', `${JSON.stringify({ id: 1, method: 'send', params: { ...note, type: 'erase' } })}\n`],
    [
      'a payload of another type',
      `${JSON.stringify({ id: 1, method: 'send', params: { ...note, payload: { step: 'x' } } })}\n`,
    ],
    ['a time that is none', `${JSON.stringify({ id: 1, method: 'send', params: { ...note, at: 'noon' } })}\n`],
    ['a decision that claims to come from Slack', fromSlack('decide')],
    ['an undo that claims to come from Slack', fromSlack('undo')],
  ])('%s', async (_, line) => {
    expect(await raw(line)).toMatchObject({ error: { class: 'usage' } });
    expect(served.sent).toEqual([]);
    expect(await (await connect()).find('INC-7')).toBe('inc_7f00aa11');
  });

  test('a line over 1 MiB ends the connection, and only that one', async () => {
    const desk = await connect();
    expect(await raw(Buffer.alloc(requestLimitBytes + 1, 'x'))).toMatchObject({
      error: { message: expect.stringContaining('at most') },
    });
    expect(await desk.find('INC-7')).toBe('inc_7f00aa11');
  });

  test('a connection beyond the limit is turned away', async () => {
    await Promise.all(Array.from({ length: connectionLimit }, () => connect().then((desk) => desk.find('INC-7'))));
    expect(await raw('{"id":1,"method":"list","params":null}\n')).toBeNull();
  });
});

describe('the socket’s file', () => {
  test('of a dead bot is replaced', async () => {
    const second = await serveDesk(served, path);
    expect(await (await connect()).find('INC-7')).toBe('inc_7f00aa11');
    await second.close();
  });

  test('is not made over a file that is none', async () => {
    const other = join(folder, 'precious');
    writeFileSync(other, 'x');
    await expect(serveDesk(served, other)).rejects.toThrow('is not a socket');
  });

  test('without a bot behind it is unreachable', async () => {
    await expect(connectDesk(join(folder, 'nobody'))).rejects.toMatchObject({
      class: 'unreachable',
      message: expect.stringContaining('staunch start'),
    });
  });
});

test('lines are cut wherever the chunks end, also inside a letter', () => {
  const bytes = Buffer.from('ä1\n\nzwei\nrest');
  for (let size = 1; size <= bytes.length; size += 1) {
    const cutter = lineCutter(10);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...(cutter.push(bytes.subarray(at, at + size)) ?? ['TOO LONG']));
    expect(lines).toEqual(['ä1', '', 'zwei']);
  }
  expect(lineCutter(3).push(Buffer.from('1234'))).toBeNull();
});
