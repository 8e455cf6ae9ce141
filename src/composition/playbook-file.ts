/** `playbook graph` and `playbook test`: one playbook file, drawn and walked. */
import { givenBy, type KnownAction } from '../playbook/check-actions.ts';
import { graphOf } from '../playbook/graph.ts';
import { chartOf } from '../playbook/paths/chart.ts';
import { walkPaths } from '../playbook/paths/walk-paths.ts';
import { pathWords } from '../playbook/paths/words.ts';
import { readPlaybook } from '../playbook/read.ts';
import type { WalkedPlaybook } from '../surfaces/cli/render/walked.ts';
import { readPlaybookText } from './checks.ts';

/** Throws a TerminalError (missing) or a PlaybookError. */
export function drawPlaybook(file: string, detail: boolean): string {
  return graphOf(readPlaybook(readPlaybookText(file), file), { detail });
}

/** So long a person waits for an answer; leak.yml takes a few seconds. */
const patienceMs = 120_000;

/** `nowMs`: a clock that only goes on; it bounds the walk and says how long it took. Throws as `drawPlaybook` does. */
export function walkPlaybook(file: string, actions: readonly KnownAction[], nowMs: () => number): WalkedPlaybook {
  const playbook = readPlaybook(readPlaybookText(file), file);
  const given = givenBy(playbook, actions);
  const strikes = new Set([...given].flatMap(([step, gives]) => (gives === 'strike' ? [step] : [])));
  const began = nowMs();
  const { faults, ...counts } = walkPaths(playbook, chartOf(playbook), {
    strikes,
    goOn: () => nowMs() - began < patienceMs,
  });
  return {
    ...counts,
    seconds: Math.round((nowMs() - began) / 100) / 10,
    faults: faults.map(({ what, path }) => ({ what, path, words: pathWords(playbook, path) })),
  };
}
