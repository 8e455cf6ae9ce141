import type { PlanTarget } from '../../timeline/plan.ts';
import { type Block, heading, list, numbered, paragraph } from '../document/block.ts';
import { isEmpty, type Rich, say } from '../document/rich.ts';
import { hasPurgedCalls } from '../story/calls.ts';
import type { PlanStory } from '../story/decisions.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { joined, prose, purged } from '../words/prose.ts';
import { sinceDetection } from '../words/time-words.ts';
import { callLines } from './plan-calls.ts';

/** Every plan that was offered, what it would have done, and what of it was done. */
export function plans(story: Story, names: Names): Block[] {
  if (story.plans.length === 0) return [paragraph(noPlan(story))];
  return story.plans.flatMap((plan) => planLines(plan, story, names));
}

function noPlan({ planSkipped, unneededAt }: Story): string {
  if (planSkipped) return 'No plan was made: that step was skipped.';
  return unneededAt === null ? 'No plan was made.' : 'Nothing was left to strike: no plan was needed.';
}

function planLines(story: PlanStory, { askings, calls, detectedAt, entries }: Story, names: Names): Block[] {
  const { hash, plan, offered, reversible } = story;
  const agreed = askings.some(({ end }) => end?.plan === hash);
  const offers = offered.map(({ at, order }) => `${sinceDetection(detectedAt, at)} as choice ${order}`).join(', ');
  const made = calls.filter((call) => call.plan === hash);
  // Where answers were purged, a missing one says nothing.
  const unmade = !agreed ? 'not made' : hasPurgedCalls(entries) ? purged : 'no answer is recorded';
  const facts = [
    say`**${agreed ? 'Agreed to' : 'Not agreed to'}**; offered ${offers}.`,
    say`Can be taken back: **${reversible ? 'yes' : 'no'}**.`,
  ];
  if (plan === undefined) {
    const head = [heading(say`Plan ${names.plan(hash)}: ${purged}`), ...list(facts)];
    return [...head, ...numbered(callLines(null, made, { unmade, detectedAt }))];
  }
  return [
    heading(say`Plan ${names.plan(hash)}: ${prose(plan.title)}`),
    ...list([
      ...facts,
      say`Expected outage: ${prose(plan.expectedOutage)}.`,
      ...(plan.mass ? ['It touches the access of many at once.'] : []),
      ...plan.targets.map((target) => targetLine(target, names)),
      ...plan.breaks.map((breaks) => say`What hangs on it: ${prose(breaks)}`),
    ]),
    ...numbered(callLines(plan.targets, made, { unmade, detectedAt })),
  ];
}

function targetLine({ credential, verb, ids, caps }: PlanTarget, names: Names): Rich {
  const pinned = Object.entries(ids).map(([key, value]) => say`${prose(key)} ${prose(value)}`);
  const bounds = Object.entries(caps).map(([what, most]) => say`at most ${most} ${prose(what)}`);
  const bound = joined([...pinned, ...bounds], ', ');
  return say`To ${verb}: ${names.credential(credential)}${isEmpty(bound) ? '' : say` (${bound})`}.`;
}
