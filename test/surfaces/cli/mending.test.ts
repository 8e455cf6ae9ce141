import { describe, expect, test } from 'vitest';
import { plainPaint } from '../../../src/surfaces/cli/render/page.ts';
import { renderTimelineLine } from '../../../src/surfaces/cli/render/timeline.ts';
import { fakeDesk, type } from './fake-terminal.ts';
import { now, sampleView } from './sample-view.ts';

const kind = ['--kind', 'postgres-password', '--locator', 'target=main', '--locator', 'role=batch'];

describe('close, correct, purge and add-credential', () => {
  test.each([
    [['close', '7', '--reason', 'a test password'], 'close', { reason: 'a test password' }],
    [['purge', 'INC-7', '--entry', '12', '--reason', 'a name'], 'purge', { entry: 12, reason: 'a name' }],
    [['purge', '7', '--entry', '#12', '--reason', 'a name'], 'purge', { entry: 12, reason: 'a name' }],
    [['correct', '7', '--entry', '1', 'since Monday'], 'correct', { entry: 1, text: 'since Monday' }],
    [
      ['correct', '7', '--entry', '1', 'since Monday', '--at', 'now-10m', '--exposed-since', '2026-11-23T09:00:00+01:00'],
      'correct',
      { entry: 1, text: 'since Monday', at: '2026-11-24T03:06:12.000Z', exposedSince: '2026-11-23T08:00:00.000Z' },
    ],
    [
      ['add-credential', '7', ...kind],
      'add-credential',
      { kind: 'postgres-password', locator: { target: 'main', role: 'batch' } },
    ],
  ])('%j sends what was typed and answers the new status', async (argv, command, payload) => {
    const desk = fakeDesk({});
    const ran = await type([...argv, '--json', '--as', 'ben'], { desk });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ incident: sampleView().incident, state: 'open' });
    expect(desk.sent).toMatchObject([{ type: command, incident: 'inc_7f00aa11', actor: { person: 'ben' } }]);
    expect(desk.sent[0]?.payload).toEqual(payload);
  });

  test('add-credential reads the secret from standard input and never shows it', async () => {
    const desk = fakeDesk({});
    const ran = await type(['add-credential', '7', ...kind, '--value-stdin'], { desk, stdin: 'hunter2-canary\n' });
    expect(desk.sent[0]?.payload).toMatchObject({ value: 'hunter2-canary' });
    expect(ran.out + ran.err).not.toContain('hunter2-canary');
  });

  test.each([
    [['close', '7'], '--reason'],
    [['close', '7', '--reason', ''], 'The reason is empty'],
    [['close', '7', '--reason', 'x'.repeat(2_001)], 'longer than 2000'],
    [['purge', '7', '--reason', 'x'], '--entry'],
    [['purge', '7', '--entry', '1'], '--reason'],
    [['purge', '7', '--entry', '0', '--reason', 'x'], 'is no number of an entry'],
    [['purge', '7', '--entry', '1.5', '--reason', 'x'], 'is no number of an entry'],
    [['purge', '7', '--entry', 'abc', '--reason', 'x'], 'is no number of an entry'],
    [['purge', '7', '--entry', '9999999999', '--reason', 'x'], 'is no number of an entry'],
    [['correct', '7', '--entry', '1'], 'text'],
    [['correct', '7', '--entry', '1', ''], 'The correction is empty'],
    [['correct', '7', '--entry', '1', 'a\0b'], 'NUL'],
    [['correct', '7', '--entry', '1', 'x'.repeat(10_001)], 'longer than 10000'],
    [['correct', '7', '--entry', '1', 'x', '--exposed-since', '2026-11-24T03:20:00Z'], 'lies in the future'],
    [['correct', '7', '--entry', '1', 'x', '--at', 'monday'], 'is not a time'],
    [['add-credential', '7', '--kind', 'postgres-pasword'], 'did you mean postgres-password?'],
    [['add-credential', '7', '--kind', 'postgres-password', '--locator', 'rolle=app'], 'did you mean role?'],
    [['add-credential', '7', '--kind', 'postgres-password', '--locator', 'role=app'], '--locator target=NAME is missing.'],
    [['add-credential', '7'], '--kind'],
    [['close', '7', '--reason', 'x', '--as', 'anna'], 'did you mean ana?'],
  ])('%j ends with 2 and sends nothing', async (argv, sentence) => {
    const desk = fakeDesk({});
    const ran = await type(argv, { desk });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
    expect(desk.sent).toEqual([]);
  });

  test.each([
    ['close', '--reason', 'x'],
    ['purge', '--entry', '1', '--reason', 'x'],
    ['correct', '--entry', '1', 'x'],
  ])('%s of an incident that is not there ends with 3', async (command, ...rest) => {
    expect((await type([command ?? '', '99', ...rest])).code).toBe(3);
  });

  test('a secret is not asked for in vain: the incident is looked up before the value is read', async () => {
    const ran = await type(['add-credential', '99', ...kind, '--value-stdin'], { stdin: '' });
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('There is no incident "99"');
  });

  test.each([
    ['no', 1],
    ['usage', 2],
    ['missing', 3],
    ['forbidden', 4],
  ] as const)('a refusal of class %s ends with %i and its sentence', async (refusalClass, code) => {
    const desk = fakeDesk({ answer: () => ({ ok: false, refusal: { class: refusalClass, message: 'It is in force.' } }) });
    const ran = await type(['purge', '7', '--entry', '3', '--reason', 'x'], { desk });
    expect(ran.code).toBe(code);
    expect(ran.err).toContain('It is in force.');
  });
});

test('a corrected entry shows what is right below it, a purged one who purged it', () => {
  const page = { columns: 100, paint: plainPaint, now, program: 'staunch' };
  const line = { seq: 3, at: now.toISOString(), type: 'note.added', actor: 'person:ana', text: 'It was Sunday.' };
  const corrected = [{ in: 9, person: 'ben', about: null, exposedSince: null, text: 'It was\u001b[2J Monday.' }];
  expect(renderTimelineLine({ ...line, corrected }, page).split('\n')[1]).toBe(
    '      corrected by ben in 9: It was‹U+001B›[2J Monday.',
  );
  expect(renderTimelineLine({ ...line, text: undefined, purged: { in: 9, person: 'ben' } }, page).split('\n')[1]).toBe(
    '      its text was purged by ben in 9',
  );
  expect(renderTimelineLine({ ...line, corrected: 'nonsense' }, page).split('\n')).toHaveLength(2);
});
