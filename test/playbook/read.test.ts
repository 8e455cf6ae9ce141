import { describe, expect, it } from 'vitest';
import { readPlaybook } from '../../src/playbook/read.ts';
import { faultsOf, good, slip } from './good-playbook.ts';

describe('a playbook that is right', () => {
  it('becomes a tree with every time in milliseconds and every default filled in', () => {
    const playbook = readPlaybook(good, 'test.yml');
    expect(playbook).toMatchObject({ id: 'test', title: 'A test', withinMs: 900_000 });
    expect(playbook.ladders.standard?.reversible).toEqual({ people: 1, from: 'on-call', notRequester: false });
    expect(playbook.stages.map(({ id, title, withinMs }) => [id, title, withinMs])).toEqual([
      ['find', 'Find', 90_000],
      ['cut', 'Cut it off', 300_000],
      ['look', 'Look', 300_000],
      ['tell', 'Tell', 300_000],
      ['write', 'Write', 259_200_000],
    ]);
    expect(playbook.stages.map(({ next }) => Object.values(next))).toEqual([
      ['stage', 'cut'],
      ['together', ['look', 'tell'], 'write'],
      ['end'],
      ['end'],
      ['end'],
    ]);
    expect(playbook.stages[1]?.gate).toEqual({
      plan: 'containment',
      ladder: 'standard',
      expiresMs: 180_000,
      onExpiry: 'ask',
      publicLeak: 'ask',
    });
  });

  it('acts when nobody answers only where it says so', () => {
    const acting = readPlaybook(good.replace('expires: 3m }', 'expires: 3m, on-expiry: act }'), 'test.yml');
    expect(acting.stages[1]?.gate?.onExpiry).toBe('act');
  });

  it('names a do-step by its last word unless it has an id, and keeps what a person must do', () => {
    const steps = readPlaybook(good, 'test.yml').stages.flatMap((stage) => stage.steps);
    expect(steps.map(({ id }) => id)).toEqual(['identify', 'plan', 'strike', 'look-around', 'tell-owners', 'report']);
    expect(steps[0]).toEqual({ type: 'do', id: 'identify', title: 'Identify', do: 'credential.identify', each: 'credential' });
    expect(steps[4]).toEqual({
      type: 'by-hand',
      id: 'tell-owners',
      title: 'Tell',
      group: 'on-call',
      instructions: 'Tell them.',
    });
    expect(steps[5]).toMatchObject({ title: 'The report', each: null });
  });

  it('may end after stages that run together', () => {
    const text = slip('then: write }', 'then: end }').replace(/ {2}write:[\s\S]*$/, '');
    expect(readPlaybook(text, 'test.yml').stages[1]?.next).toHaveProperty('then', null);
  });

  it('puts stages into the order in which they are walked', () => {
    const [head, find, cut, rest] = good.split(/(?=^ {2}find:|^ {2}cut:|^ {2}look:)/m) as [string, string, string, string];
    const tail = rest.slice(rest.indexOf('  write:'));
    const members = rest.slice(0, rest.indexOf('  write:'));
    expect(readPlaybook(head + find + tail + members + cut, 'test.yml').stages.map(({ id }) => id)).toEqual([
      'find',
      'cut',
      'look',
      'tell',
      'write',
    ]);
  });

  it('may be written with Windows line ends, a byte order mark, and a few aliases', () => {
    expect(faultsOf(`\uFEFF${good.replaceAll('\n', '\r\n')}`)).toEqual([]);
    const aliased = slip('reversible: { people: 1, from: on-call }', 'reversible: &one { people: 1, from: on-call }').replace(
      'irreversible: { people: 1, from: approvers, notRequester: true }',
      'irreversible: *one',
    );
    expect(readPlaybook(aliased, 'test.yml').ladders.standard?.irreversible.from).toBe('on-call');
  });
});

describe('a file that is no playbook', () => {
  it.each([
    ['is empty', '', '1:1 The playbook is not a map'],
    ['is a list', '[1, 2]', '1:1 The playbook is not a map'],
    ['breaks off', 'stages: [', '1:10 This is not valid YAML'],
    ['has a key twice', 'a: 1\na: 2', '2:1 This key stands here twice. → Keep one of them.'],
    ['has two documents', 'a: 1\n---\nb: 2', '2:1 A second document begins here.'],
    ['has a tag of a program', 'a: !run 3', '1:4 This is not valid YAML: Unresolved tag'],
    ['repeats what is not there', 'a: *b', '1:4 `*b` repeats something that is not there.'],
    ['hides a key of the language', 'stages: { __proto__: {} }', '1:11 Unknown key `__proto__`. → Remove it.'],
    ['names nothing by a number', 'stages: { 1: {} }', '1:1 `playbook` is missing'],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)[0]).toContain(fault);
  });

  it('is larger than 256 KiB', () => {
    expect(faultsOf(`${good}# ${'x'.repeat(256 * 1024)}`)[0]).toContain('1:1 The file is larger than 256 KiB.');
  });

  it('is nested without end', () => {
    expect(faultsOf('['.repeat(100_000)).length).toBeGreaterThan(0);
  });

  it('grows beyond measure by aliases', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(faultsOf(lines.join('\n'))[0]).toContain('repeat too much');
    expect(faultsOf(`a: &a x\nb: [${Array(101).fill('*a').join(', ')}]`)[0]).toContain('repeat too much');
  });

  it('has too many stages, steps, or too long a text', () => {
    const stage = (index: number) =>
      `  s${index}: { within: 1m, steps: [{ do: a.b${index} }], next: ${index < 50 ? `s${index + 1}` : 'end'} }`;
    const stages = `playbook: p\ntitle: P\nwithin: 1h\nstages:\n${Array.from({ length: 51 }, (_, index) => stage(index)).join('\n')}`;
    expect(faultsOf(stages)).toEqual([expect.stringContaining('has more than 50 stages')]);
    const steps = Array.from({ length: 51 }, (_, index) => `{ do: a.b${index} }`).join(', ');
    expect(
      faultsOf(slip('{ do: report.write, id: report, title: The report }', steps).replace(`- ${steps}`, `[${steps}]`)),
    ).toEqual([expect.stringContaining('has more than 50 steps')]);
    expect(faultsOf(slip('Look twice.', 'x'.repeat(10_001)))).toEqual([
      expect.stringContaining('longer than 10000 characters'),
    ]);
    expect(faultsOf(slip('title: A test', `title: ${'x'.repeat(201)}`))).toEqual([
      expect.stringContaining('longer than 200 characters'),
    ]);
  });
});

describe('the message', () => {
  it('reads well on a terminal: the file, each place, what to write, and what still holds', () => {
    const text = slip('within: 90s', 'withn: 90s').replace('next: cut', 'next: cutt');
    expect(() => readPlaybook(text, 'playbooks/test.yml')).toThrow(
      [
        'playbooks/test.yml has 2 faults and is not used. Incidents that are open keep the playbook they began with.',
        '  playbooks/test.yml:11:5  Unknown key `withn` in stage `find`.',
        '      Did you mean `within`?',
        '  playbooks/test.yml:15:11  There is no stage `cutt`.',
        '      Did you mean `cut`?',
      ].join('\n'),
    );
  });

  it('of hundreds of faults shows the first and counts the rest', () => {
    const keys = Array.from({ length: 80 }, (_, index) => `zzzzzzzzz${index}: 1`).join('\n');
    const lines = (() => {
      try {
        readPlaybook(`${good}${keys}`, 'test.yml');
      } catch (error) {
        return (error as Error).message.split('\n');
      }
      return [];
    })();
    expect(lines).toHaveLength(102);
    expect(lines.at(-1)).toBe('  … and 30 more.');
  });
});
