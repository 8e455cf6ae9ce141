import { basename } from 'node:path';
import { clean } from './clean.ts';
import type { Page } from './page.ts';

/** What walking every path of a playbook showed. */
export type WalkedPlaybook = {
  states: number;
  /** Answers tried, over all states. */
  transitions: number;
  /** Different paths, each walked from the declaration to the end. */
  paths: number;
  seconds: number;
  /** `path`: the events of a shortest way there; `words`: the same in sentences. */
  faults: { what: string; path: Record<string, string>[]; words: string[] }[];
  /** Sentences; empty when everything was walked. */
  notWalked: string[];
};

export function renderWalked(file: string, walked: WalkedPlaybook, page: Page): string {
  const { states, transitions, paths, seconds, faults, notWalked } = walked;
  const count = (number: number, what: string) => `${number.toLocaleString('en')} ${what}`;
  const counts = `${count(paths, 'paths walked')}, ${count(states, 'states')}, ${count(transitions, 'transitions')}`;
  const outcome =
    faults.length === 0
      ? page.paint(
          notWalked.length === 0 ? 'good' : 'warn',
          notWalked.length === 0 ? 'no dead end' : 'no dead end in what was walked',
        )
      : page.paint('bad', faults.length === 1 ? 'a fault' : `${faults.length} faults`);
  const name = clean(basename(file));
  const lines = [
    `${name}: ${counts}, ${outcome} (${seconds} s)`,
    ...notWalked.map((sentence) => `Not walked: ${clean(sentence)}.`),
    ...faults.flatMap(({ what, words }) => [
      '',
      `${page.paint('bad', 'fault')}: ${clean(what)}`,
      '  The shortest way there:',
      ...words.map((word, index) => `  ${index + 1}. ${clean(word)}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
