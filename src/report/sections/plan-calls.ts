import type { PlanTarget } from '../../timeline/plan.ts';
import { type Rich, type Said, say } from '../document/rich.ts';
import type { CallStory } from '../story/calls.ts';
import { code, joined, prose, quoted } from '../words/prose.ts';
import { sinceDetection } from '../words/time-words.ts';

/** `unmade`: what stands where a planned call has no answer. */
type Seen = { unmade: Said; detectedAt: string | null };

/**
 * The planned calls in order, each with what was answered; then the calls that were made beside them.
 * `targets` null: the plan's text was purged, so nobody can tell what it listed.
 */
export function callLines(targets: readonly PlanTarget[] | null, made: readonly CallStory[], seen: Seen): Rich[] {
  const left = [...made];
  const planned = (targets ?? []).flatMap((target) => plannedLines(target, left, seen));
  const unlisted = targets === null ? '' : say`, **not listed in the plan**`;
  const beside = left.map(
    (call) => say`Call ${code(call.call)} on ${prose(call.target)}${unlisted}: ${answerLine(call, seen.detectedAt)}.`,
  );
  return [...planned, ...beside];
}

function plannedLines({ credential, calls }: PlanTarget, left: CallStory[], { unmade, detectedAt }: Seen): Rich[] {
  const inOrder = [...calls].sort((one, other) => one.order - other.order);
  return inOrder.map(({ call, target, reversible }) => {
    const made = take(left, (one) => one.credential === credential && one.call === call && one.target === target);
    const told =
      made.length === 0
        ? unmade
        : joined(
            made.map((one) => answerLine(one, detectedAt)),
            '; ',
          );
    return say`Call ${code(call)} on ${prose(target)} (${reversible ? 'can' : 'cannot'} be taken back): ${told}.`;
  });
}

/** Removes what matches, and answers it. */
function take(calls: CallStory[], matches: (call: CallStory) => boolean): CallStory[] {
  const taken = calls.filter(matches);
  for (const call of taken) calls.splice(calls.indexOf(call), 1);
  return taken;
}

const manners: Record<CallStory['how'], string> = {
  sent: '',
  'found in place': ', found in place after an interruption',
  late: ', too late to count',
  'before a failure': ', before the step failed',
};

export function answerLine({ at, answer, how }: CallStory, detectedAt: string | null): Rich {
  return say`answered ${quoted(answer)} at ${sinceDetection(detectedAt, at)}${manners[how]}`;
}
