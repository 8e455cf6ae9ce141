import { describe, expect, test } from 'vitest';
import type { StartOptions } from '../../../src/surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../../../src/surfaces/cli/terminal-error.ts';
import { fakeDesk, type } from './fake-terminal.ts';
import { sampleView } from './sample-view.ts';

describe('help', () => {
  test('opens with the five commands of a leak in order, an example each', async () => {
    const ran = await type(['--help']);
    expect(ran.code).toBe(0);
    const places = ['declare --kind postgres-password', 'plan INC-1', 'approve INC-1', 'wait INC-1', 'report INC-1'].map(
      (text) => ran.out.indexOf(`npx staunch ${text}`),
    );
    expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
    expect(places[4]).toBeLessThan(ran.out.indexOf('Usage:'));
  });

  const commands = [
    'start',
    'declare',
    'plan',
    'approve',
    'reject',
    'wait',
    'status',
    'list',
    'timeline',
    'note',
    'hand-in',
    'retry',
    'skip',
    'by-hand',
    'undo',
    'accept',
    'report',
  ];
  test.each([...commands.map((name) => [name]), ['playbook', 'lint'], ['config', 'check']])(
    '%s %s has an example',
    async (...words) => {
      const ran = await type([...words.filter((word) => word !== undefined), '--help']);
      expect(ran.code).toBe(0);
      expect(ran.out).toMatch(/Examples?:\n {2}.*npx staunch/);
    },
  );

  test('without a command it is shown, and that is 2', async () => {
    const ran = await type([]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('A leak, in order:');
    expect(ran.out).toBe('');
  });

  test('is also what "help" says, for everything or for one command', async () => {
    expect((await type(['help'])).out).toBe((await type(['--help'])).out);
    expect(await type(['help', 'wait'])).toMatchObject({ code: 0, out: expect.stringContaining('--timeout') });
    expect((await type(['help', 'nothing'])).code).toBe(2);
  });

  test.each(['doctor', 'audit', 'vault', 'rotation'])('%s belongs to a later version, and that is said', async (name) => {
    for (const rest of [[], ['7', '-o', 'x'], ['--help']]) {
      const ran = await type([name, ...rest]);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain(`"${name}" does not exist yet in this version.`);
      expect(ran.err).not.toMatch(/did you mean/i);
    }
  });

  test('names no command that does not exist', async () => {
    const { out } = await type(['--help']);
    for (const later of ['doctor', 'rotation', 'vault', 'audit']) expect(out).not.toContain(later);
  });
});

describe('wrong usage ends with 2 and a sentence', () => {
  test.each([
    [['statsu', '7'], 'Did you mean status?'],
    [['status', '7', '--jsn'], 'Did you mean --json?'],
    [['status'], "Missing required argument 'incident'"],
    [['note', '7', 'two', 'words'], 'Text with spaces stands in quotes.'],
    [['wait', '7'], '--for'],
  ])('%j', async (argv, sentence) => {
    const ran = await type(argv);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(sentence);
    expect(ran.out).toBe('');
  });

  test('with --json the error is one object', async () => {
    const ran = await type(['statsu', '--json']);
    expect(ran.json()).toMatchObject({ error: { exit: 2, class: 'usage' } });
  });
});

test('the global flags may stand before or behind the command and are handed on', async () => {
  const seen: StartOptions[] = [];
  const composition = {
    start: async (options: StartOptions) => {
      seen.push(options);
      return 0;
    },
  };
  await type(['--data', 'D', 'start', '--auto'], { composition });
  await type(['start', '--practice', '--json', '--config', 'C'], { composition });
  await type(['start', '--terminal'], { composition });
  expect(seen).toEqual([
    { config: null, data: 'D', json: false, work: false, practice: false, terminal: false, auto: true },
    { config: 'C', data: null, json: true, work: false, practice: true, terminal: false, auto: false },
    { config: null, data: null, json: false, work: false, practice: false, terminal: true, auto: false },
  ]);
});

test('the commands shown carry the global flags along', async () => {
  const ran = await type(['status', '7', '--data', 'my data'], { desk: fakeDesk({ views: [sampleView()] }) });
  expect(ran.out).toContain("npx staunch --data 'my data' approve INC-7 --plan 3f9a12bc");
});

test('what openDesk throws decides the exit code', async () => {
  const broken = (error: Error) => type(['list'], { composition: { openDesk: () => Promise.reject(error) } });
  expect(await broken(new TerminalError('unreachable', 'The database does not answer.'))).toMatchObject({
    code: 5,
    err: 'The database does not answer.\n',
  });
  expect(await broken(new TerminalError('usage', 'staunch.yml: people is empty.'))).toMatchObject({ code: 2 });
  const bug = await broken(new TypeError('x is not a function'));
  expect(bug.code).toBe(5);
  expect(bug.err).toContain('Staunch itself failed: x is not a function');
});

describe('findings', () => {
  const finding = {
    file: 'leak.yml',
    line: 3,
    column: 5,
    severity: 'error' as const,
    where: 'stages.contain',
    message: 'within is missing: write within: 5m.',
  };

  test('an error is one line with its place, and 2', async () => {
    const composition = { lintPlaybook: async () => [finding, { ...finding, severity: 'warning' as const }] };
    const people = await type(['playbook', 'lint', 'leak.yml'], { composition });
    expect(people.code).toBe(2);
    expect(people.out.split('\n')[0]).toBe('leak.yml:3:5: error: stages.contain: within is missing: write within: 5m.');
    expect((await type(['playbook', 'lint', 'leak.yml', '--json'], { composition })).lines()[0]).toEqual(finding);
  });

  test('what to write stands below a fault on lines of its own, ready to be copied', async () => {
    const message = 'role is missing.\npeople:\n  ana:\n    groups:\n      - on-call\n';
    const composition = { checkConfig: async () => [{ ...finding, where: '', message }] };
    const ran = await type(['config', 'check'], { composition });
    expect(ran.out).toBe('leak.yml:3:5: error: role is missing.\npeople:\n  ana:\n    groups:\n      - on-call\n');
  });

  test('none, or warnings alone, is 0', async () => {
    expect(await type(['config', 'check'])).toMatchObject({ code: 0, out: '', err: 'staunch.yml: no faults.\n' });
    const composition = { checkConfig: async () => [{ ...finding, severity: 'warning' as const }] };
    expect((await type(['config', 'check'], { composition })).code).toBe(0);
  });
});
