import { describe, expect, test } from 'vitest';
import type { WalkedPlaybook } from '../../../src/surfaces/cli/render/walked.ts';
import { type } from './fake-terminal.ts';

const walked: WalkedPlaybook = { states: 764, transitions: 9249, paths: 10954, seconds: 5.1, faults: [], notWalked: [] };

describe('playbook graph', () => {
  const composition = {
    drawPlaybook: async (_: string, detail: boolean) => `flowchart TD\n${detail ? 'detailed' : 'short'}\n`,
  };

  test('answers nothing but the drawing, so that it can be sent into a file', async () => {
    expect(await type(['playbook', 'graph', 'leak.yml'], { composition })).toMatchObject({
      code: 0,
      out: 'flowchart TD\nshort\n',
      err: '',
    });
  });

  test('answers the same as JSON, and in detail where that is asked for', async () => {
    const ran = await type(['playbook', 'graph', 'leak.yml', '--detail', '--json'], { composition });
    expect(ran.json()).toEqual({ mermaid: 'flowchart TD\ndetailed\n' });
  });
});

describe('playbook test', () => {
  test('says in one line how much was walked', async () => {
    const composition = { walkPlaybook: async () => walked };
    const ran = await type(['playbook', 'test', 'playbooks/leak.yml'], { composition });
    expect(ran).toMatchObject({
      code: 0,
      out: 'leak.yml: 10,954 paths walked, 764 states, 9,249 transitions, no dead end (5.1 s)\n',
    });
  });

  test('says what was not walked', async () => {
    const composition = { walkPlaybook: async () => ({ ...walked, notWalked: ['it is too large'] }) };
    const { out } = await type(['playbook', 'test', 'leak.yml'], { composition });
    expect(out).toContain('no dead end in what was walked');
    expect(out).toContain('Not walked: it is too large.');
  });

  test('a fault ends with 1 and shows the shortest way there; for scripts one line each and a summary', async () => {
    const fault = {
      what: 'A dead end.',
      path: [{ type: 'stuck', step: 'strike' }],
      words: ['It is declared.', 'It is stuck.'],
    };
    const composition = { walkPlaybook: async () => ({ ...walked, faults: [fault] }) };
    const ran = await type(['playbook', 'test', 'leak.yml'], { composition });
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('  1. It is declared.\n  2. It is stuck.') });
    const [first, summary] = (await type(['playbook', 'test', 'leak.yml', '--json'], { composition })).lines();
    expect(first).toEqual({ file: 'leak.yml', ...fault });
    expect(summary).toEqual({ file: 'leak.yml', ...walked, faults: 1 });
  });
});
