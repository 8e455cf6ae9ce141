import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeDesk, type } from './fake-terminal.ts';
import { containedView, hashA, now, sampleCredential, sampleGate, sampleView } from './sample-view.ts';

const declareArgs = ['declare', '--kind', 'postgres-password', '--locator', 'target=main', '--locator', 'role=app'];

describe('declare', () => {
  test('answers incident, number and credentials, and sends no incident id of its own', async () => {
    const desk = fakeDesk({});
    const ran = await type([...declareArgs, '--request', 'TICKET-9', '--value-stdin', '--json'], { desk, stdin: 'hunter2\n' });
    expect(ran.code).toBe(0);
    expect(ran.json()).toEqual({
      incident: 'inc_7f00aa11',
      number: 7,
      credentials: [{ id: 'c1', kind: 'postgres-password', hint: 'app on main' }],
    });
    expect(desk.sent[0]).toMatchObject({
      incident: '',
      type: 'declare',
      dedupe: 'declare:TICKET-9',
      actor: { person: 'ana', account: 'ana-login' },
      payload: { kind: 'postgres-password', locator: { target: 'main', role: 'app' }, value: 'hunter2', public: false },
    });
  });

  test('never shows the value', async () => {
    const ran = await type([...declareArgs, '--value-stdin'], { stdin: 'hunter2-canary' });
    expect(ran.out + ran.err).not.toContain('hunter2-canary');
  });

  test('says that it joined an open incident', async () => {
    const desk = fakeDesk({ answer: () => ({ ok: true, view: sampleView(), joined: true }) });
    expect((await type([...declareArgs, '--json'], { desk })).json()).toMatchObject({ joined: true });
  });

  test.each([
    [['--kind', 'postgres-pasword'], 'did you mean postgres-password?'],
    [['--kind', 'postgres-password', '--locator', 'rolle=app'], 'did you mean role?'],
    [['--kind', 'postgres-password', '--locator', 'role'], 'has no "="'],
    [['--kind', 'postgres-password', '--locator', 'role=a', '--locator', 'role=b'], 'stands there twice'],
    [['--kind', 'postgres-password', '--detected-at', '2026-11-24T03:20:00Z'], 'lies in the future'],
    [['--kind', 'postgres-password', '--detected-at', 'now-10m', '--exposed-since', 'now-5m'], 'lies behind the detection'],
    [['--kind', 'postgres-password', '--detected-at', '2026-11-24T03:12'], 'is not a time'],
    [['--kind', 'postgres-password', '--request', 'a b'], '--request is'],
    [['--kind', 'postgres-password', '--title', 'a\0b'], 'NUL'],
    [['--kind', 'postgres-password', '--as', 'anna'], 'did you mean ana?'],
    [['--kind', 'postgres-password', '--as', 'zoe-of-elsewhere'], 'no such person in staunch.yml. People: ana, ben.'],
    [['--kind', 'x'], 'There is no kind "x". Nothing was opened.'],
    [['--kind', 'postgres-password'], '--locator target=NAME --locator role=ROLE are missing. Nothing was opened.'],
    [['--kind', 'postgres-password', '--locator', 'role=app'], '--locator target=NAME is missing.'],
    [[], '--kind'],
  ])('refuses %j with 2 and opens nothing', async (flags, sentence) => {
    const desk = fakeDesk({});
    const ran = await type(['declare', ...flags], { desk });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
    expect(ran.out).toBe('');
    expect(desk.sent).toEqual([]);
  });

  test.each([
    ['an empty value', '\n', 'is empty'],
    ['a value with a NUL', 'a\0b', 'NUL'],
    ['a binary value', Uint8Array.of(0xff, 0xfe, 0x41), 'not UTF-8'],
    ['a value over 16 KiB', 'x'.repeat(16_385), 'longer than 16384 bytes'],
  ])('refuses %s', async (_, stdin, sentence) => {
    const ran = await type([...declareArgs, '--value-stdin'], { stdin });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
  });

  test('records it and ends with 5 when no bot is there to act', async () => {
    const desk = fakeDesk({});
    const ran = await type([...declareArgs, '--json'], { desk, botAlive: false });
    expect(ran.code).toBe(5);
    expect(desk.sent).toHaveLength(1);
    expect(ran.json()).toHaveProperty('incident');
    expect(ran.err).toContain('--work');
  });
});

describe('plan', () => {
  test('waits until there is one', async () => {
    const none = sampleView({ plans: [], waiting: [], gate: null });
    const ran = await type(['plan', 'INC-7', '--json'], { desk: fakeDesk({ views: [none, none, none, sampleView()] }) });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({
      incident: 'inc_7f00aa11',
      plans: [{ hash: hashA, reversible: true, needs: { people: 1, from: 'on-call' } }, {}],
    });
    expect(ran.slept).toBeGreaterThan(0);
  });

  test('ends with 1 after 30 s without one', async () => {
    const ran = await type(['plan', '7'], { desk: fakeDesk({ views: [sampleView({ plans: [], waiting: [], gate: null })] }) });
    expect(ran.code).toBe(1);
    expect(ran.slept).toBe(30_000);
  });

  test('says what is stuck and what to type', async () => {
    const stuck = sampleGate({
      kind: 'stuck',
      step: 'identify.who',
      credential: 'c1',
      what: 'There is no role "app" on main.',
    });
    const ran = await type(['plan', '7'], {
      desk: fakeDesk({ views: [sampleView({ plans: [], gate: null, waiting: [stuck] })] }),
    });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('identify.who is stuck: There is no role "app" on main.');
    expect(ran.err).toContain('npx staunch retry INC-7 identify.who --credential c1');
    expect(ran.slept).toBe(0);
  });

  test('does not wait for a bot that is not there', async () => {
    const ran = await type(['plan', '7'], {
      botAlive: false,
      desk: fakeDesk({ views: [sampleView({ plans: [], waiting: [], gate: null })] }),
    });
    expect(ran).toMatchObject({ code: 5, slept: 0 });
  });
});

describe('status, list, timeline, report', () => {
  test('status is the view as one JSON object', async () => {
    const ran = await type(['--json', 'status', '7']);
    expect(ran.lines()).toHaveLength(1);
    expect(ran.json()).toMatchObject({
      incident: 'inc_7f00aa11',
      number: 7,
      state: 'open',
      deadline: '2026-11-24T03:27:00.000Z',
      stages: [{ id: 'identify', state: 'done', within: 120 }, {}, {}, {}, {}, {}],
      credentials: [{ id: 'c1', state: 'alive', proof: { grade: null, before: { result: 'alive' } } }],
      waiting: [{ kind: 'gate', plan: hashA, for: ['ana', 'ben'] }, { kind: 'gate' }],
    });
  });

  test('list is one summary a line', async () => {
    const ran = await type(['list', '--json'], { desk: fakeDesk({ views: [sampleView(), containedView({ number: 8 })] }) });
    expect(ran.lines().map(({ number, state }) => [number, state])).toEqual([
      [7, 'open'],
      [8, 'contained'],
    ]);
    expect(ran.lines()[0]).not.toHaveProperty('stages');
  });

  test('timeline is one entry a line, whole', async () => {
    const line = { seq: 1, at: now.toISOString(), type: 'incident.declared', actor: 'ana', kind: 'postgres-password' };
    const desk = fakeDesk({ timeline: [line, { ...line, seq: 2 }] });
    expect((await type(['timeline', '7', '--json'], { desk })).lines()).toEqual([line, { ...line, seq: 2 }]);
  });

  test('report is the document', async () => {
    expect(await type(['report', '7'], { desk: fakeDesk({ report: '# INC-7\n' }) })).toMatchObject({
      code: 0,
      out: '# INC-7\n',
    });
    expect((await type(['report', '7', '--json'], { desk: fakeDesk({ report: '# INC-7\n' }) })).json()).toEqual({
      incident: 'inc_7f00aa11',
      format: 'md',
      audience: 'internal',
      document: '# INC-7\n',
    });
  });

  test('report asks for the edition that was typed', async () => {
    const desk = fakeDesk({});
    desk.report = async (_incident, edition) => `${JSON.stringify(edition)}\n`;
    const flags = ['--format', 'html', '--audience', 'external'];
    expect((await type(['report', '7', ...flags], { desk })).out).toBe('{"format":"html","audience":"external"}\n');
    expect((await type(['report', '7', '--json', ...flags], { desk })).json()).toMatchObject({
      format: 'html',
      audience: 'external',
    });
  });

  test('report writes a file for nobody else to read, and prints nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'staunch-report-'));
    const file = join(folder, 'INC-7.md');
    const ran = await type(['report', '7', '-o', file], { desk: fakeDesk({ report: '# INC-7\n' }) });
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe('# INC-7\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await type(['report', '7', '-o', join(folder, 'no', 'such')])).code).toBe(2);
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['--format', 'pdf'],
    ['--audience', 'everyone'],
  ])('report %s %s is refused with what there is', async (flag, value) => {
    const ran = await type(['report', '7', flag, value]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Write one of:');
  });

  test.each([['status'], ['timeline'], ['report'], ['plan']])('%s of an unknown incident ends with 3', async (command) => {
    const ran = await type([command, 'INC-99', '--json']);
    expect(ran.code).toBe(3);
    expect(ran.json()).toMatchObject({ error: { exit: 3, class: 'missing' } });
  });

  test('reading needs no bot', async () => {
    for (const argv of [['status', '7'], ['list'], ['timeline', '7'], ['report', '7']]) {
      expect((await type(argv, { botAlive: false })).code).toBe(0);
    }
  });
});

describe('commands that answer with the new status', () => {
  test.each([
    [['note', '7', 'told the shop', '--at', 'now-5m'], 'note', { text: 'told the shop', at: '2026-11-24T03:11:12.000Z' }],
    [['retry', '7', 'contain.strike', '--credential', 'c1'], 'retry', { step: 'contain.strike', credential: 'c1' }],
    [['skip', '7', 'notify', '--reason', 'nobody'], 'skip', { step: 'notify', reason: 'nobody' }],
    [['by-hand', '7', 'notify'], 'by-hand', { step: 'notify' }],
    [['accept', '7', '--residual', 'r1', '--reason', 'ends tonight'], 'accept', { residual: 'r1', reason: 'ends tonight' }],
  ])('%j', async (argv, command, payload) => {
    const desk = fakeDesk({ views: [containedView()] });
    const ran = await type([...argv, '--as', 'ben', '--json'], { desk });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ incident: 'inc_7f00aa11', stages: {} });
    expect(desk.sent).toMatchObject([{ type: command, incident: 'inc_7f00aa11', payload, actor: { person: 'ben' }, at: now }]);
  });

  test('hand-in reads the value from standard input, or hidden from the keyboard', async () => {
    for (const setting of [{ stdin: 'hunter2\r\n' }, { keyboard: 'hunter2' }]) {
      const desk = fakeDesk({});
      const ran = await type(['hand-in', '7', 'c1'], { desk, ...setting });
      expect(ran.code).toBe(0);
      expect(desk.sent[0]?.payload).toEqual({ credential: 'c1', value: 'hunter2' });
      expect(ran.out + ran.err).not.toContain('hunter2');
    }
  });

  test('hand-in for a credential that is not there ends with 3 before anything is read', async () => {
    const ran = await type(['hand-in', '7', 'c9'], { stdin: '' });
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('It has: c1');
  });

  test('an empty value for hand-in says how to send one to hand-in', async () => {
    const ran = await type(['hand-in', '7', 'c1'], { stdin: '' });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('| npx staunch hand-in INC-7 c1');
    expect(ran.err).not.toContain('--value-stdin');
  });

  test('a residual that is not there is told with those that are', async () => {
    const accept = (residual: string) =>
      type(['accept', '7', '--residual', residual, '--reason', 'x'], { desk: fakeDesk({ views: [containedView()] }) });
    const ran = await accept('r9');
    expect(ran.code).toBe(3);
    expect(ran.err).toBe('There is no residual "r9": left over are r1.\n');
    expect((await type(['accept', '7', '--residual', 'r1', '--reason', 'x'])).err).toContain(
      'nothing is left over that is known',
    );
  });

  test('a skip without a reason is wrong usage', async () => {
    expect((await type(['skip', '7', 'notify'])).code).toBe(2);
  });

  test('a reason for a retry goes into the timeline', async () => {
    const desk = fakeDesk({});
    const ran = await type(['retry', '7', 'contain.strike', '--reason', 'slots are free again', '--json'], { desk });
    expect(desk.sent.map(({ type: command }) => command)).toEqual(['note', 'retry']);
    expect(ran.lines()).toHaveLength(1);
  });

  test.each([
    ['usage', 2],
    ['missing', 3],
    ['forbidden', 4],
    ['no', 1],
  ] as const)('a refusal "%s" ends with %i and its sentence', async (refusal, code) => {
    const desk = fakeDesk({ answer: () => ({ ok: false, refusal: { class: refusal, message: 'Ana may not do that.' } }) });
    const ran = await type(['note', '7', 'x', '--json'], { desk });
    expect(ran.code).toBe(code);
    expect(ran.err).toContain('Ana may not do that.');
    expect(ran.json()).toEqual({ error: { exit: code, class: refusal, message: 'Ana may not do that.' } });
    expect(ran.finished).toBe(1);
  });

  test('STAUNCH_PERSON stands in for --as', async () => {
    const desk = fakeDesk({});
    await type(['note', '7', 'x'], { desk, composition: { person: 'ben' } });
    expect(desk.sent[0]?.actor.person).toBe('ben');
  });

  test('an account that belongs to nobody is recorded as nobody', async () => {
    const desk = fakeDesk({});
    await type(['note', '7', 'x'], { desk, composition: { account: 'stranger' } });
    expect(desk.sent[0]?.actor).toEqual({ person: null, account: 'stranger' });
  });
});

describe('wait', () => {
  test('ends with 0 at the goal, and tells each change once', async () => {
    const desk = fakeDesk({ views: [sampleView(), sampleView(), containedView()] });
    const ran = await type(['wait', '7', '--for', 'cut-off'], { desk });
    expect(ran.code).toBe(0);
    expect(ran.out.match(/c1 app on main: STILL WORKS/g)).toHaveLength(1);
    expect(ran.out).toContain('INC-7  c1 app on main: CUT OFF, proven');
  });

  test('ends with 1 when the time is over', async () => {
    const ran = await type(['wait', '7', '--for', 'contained', '--timeout', '90s', '--json']);
    expect(ran).toMatchObject({ code: 1, slept: 90_000 });
    expect(ran.json()).toMatchObject({ state: 'open' });
    expect(ran.lines()).toHaveLength(1);
  });

  test('is not cut off while there is no credential, or one of two is alive', async () => {
    const two = [sampleCredential({ state: 'dead' }), sampleCredential({ id: 'c2' })];
    for (const credentials of [[], two]) {
      const ran = await type(['wait', '7', '--for', 'cut-off', '--timeout', '1s'], {
        desk: fakeDesk({ views: [sampleView({ credentials })] }),
      });
      expect(ran.code).toBe(1);
    }
  });

  test('draws the card on a screen and leaves the last one standing', async () => {
    const live: string[] = [];
    const ran = await type(['wait', '7', '--for', 'contained'], {
      live,
      desk: fakeDesk({ views: [sampleView(), sampleView(), sampleView(), containedView()] }),
    });
    expect(live[0]).toContain('04:12 of 15:00 since detection');
    expect(ran.out).toContain('cut off after 04:59 of 15:00');
    expect(ran.out).toContain('All of it: npx staunch status INC-7');
    expect(ran.out).not.toContain('WHAT IS BEING DONE');
  });

  test.each([
    [['--for', 'dead'], 'is not a state to wait for'],
    [['--for', 'closed', '--timeout', 'soon'], 'is not a time to wait'],
    [['--for', 'closed', '--timeout', '2d'], 'at most 24h'],
    [['--for', 'closed', '--timeout', '5'], 'Write 60s, 5m or 1h'],
  ])('refuses %j', async (flags, sentence) => {
    const ran = await type(['wait', '7', ...flags]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
  });
});

test('what closing leaves undone is said to people, not to scripts', async () => {
  const ran = await type(['status', '7', '--json'], { left: 'One step is left: the next look is at 03:20:00Z.' });
  expect(ran.err).toContain('One step is left');
  expect(ran.lines()).toHaveLength(1);
});
