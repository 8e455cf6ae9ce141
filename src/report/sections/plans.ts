import type { PlanTarget } from '../../timeline/plan.ts';
import { hasPurgedCalls } from '../story/calls.ts';
import type { PlanStory } from '../story/decisions.ts';
import type { Story } from '../story/story.ts';
import { prose, purged } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { sinceDetection } from '../words/time-words.ts';
import { callLines } from './plan-calls.ts';

/** Every plan that was offered, what it would have done, and what of it was done. */
export function plans(story: Story, names: Names): string[] {
  if (story.plans.length === 0) return [noPlan(story), ''];
  return story.plans.flatMap((plan) => planLines(plan, story, names));
}

function noPlan({ planSkipped, unneededAt }: Story): string {
  if (planSkipped) return 'No plan was made: that step was skipped.';
  return unneededAt === null ? 'No plan was made.' : 'Nothing was left to strike: no plan was needed.';
}

function planLines(story: PlanStory, { askings, calls, detectedAt, entries }: Story, names: Names): string[] {
  const { hash, plan, offered, reversible } = story;
  const agreed = askings.some(({ end }) => end?.plan === hash);
  const offers = offered.map(({ at, order }) => `${sinceDetection(detectedAt, at)} as choice ${order}`).join(', ');
  const made = calls.filter((call) => call.plan === hash);
  // Where answers were purged, a missing one says nothing.
  const unmade = !agreed ? 'not made' : hasPurgedCalls(entries) ? purged : 'no answer is recorded';
  const facts = [
    `**${agreed ? 'Agreed to' : 'Not agreed to'}**; offered ${offers}.`,
    `Can be taken back: **${reversible ? 'yes' : 'no'}**.`,
  ];
  if (plan === undefined) {
    const head = [`### Plan ${names.plan(hash)}: ${purged}`, '', ...items(facts), ''];
    return [...head, ...callLines(null, made, { unmade, detectedAt }), ''];
  }
  return [
    `### Plan ${names.plan(hash)}: ${prose(plan.title)}`,
    '',
    ...items([
      ...facts,
      `Expected outage: ${prose(plan.expectedOutage)}.`,
      ...(plan.mass ? ['It touches the access of many at once.'] : []),
      ...plan.targets.map((target) => targetLine(target, names)),
      ...plan.breaks.map((breaks) => `What hangs on it: ${prose(breaks)}`),
    ]),
    '',
    ...callLines(plan.targets, made, { unmade, detectedAt }),
    '',
  ];
}

function targetLine({ credential, verb, ids, caps }: PlanTarget, names: Names): string {
  const pinned = Object.entries(ids).map(([key, value]) => `${prose(key)} ${prose(value)}`);
  const bounds = Object.entries(caps).map(([what, most]) => `at most ${most} ${prose(what)}`);
  const bound = [...pinned, ...bounds].join(', ');
  return `To ${verb}: ${names.credential(credential)}${bound === '' ? '' : ` (${bound})`}.`;
}

const items = (lines: readonly string[]) => lines.map((line) => `- ${line}`);
