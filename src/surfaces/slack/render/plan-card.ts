/** One alternative as people who must agree see it: what it does, breaks and leaves, and who may say yes. */
import type { KnownBlock } from '@slack/types';
import type { PlanView, View } from '../../../incident/view.ts';
import { context, sections } from './blocks.ts';
import { residualText } from './credentials.ts';
import { andMore, firstOf, mayAnswer, names, type Shown, shortHash } from './shown.ts';
import { code, escapeText, type Mrkdwn, md } from './text.ts';

/** Bounds of one plan card: what is beyond stands in `staunch plan`. */
const shownCalls = 8;
const shownBreaks = 6;
const shownResiduals = 5;
const callChars = 280;

/** Sections and the hash of one plan, without buttons. `number` counts from 1 among the alternatives. */
export function planBlocks(view: View, plan: PlanView, number: number, shown: Shown): KnownBlock[] {
  const more = (count: number) => andMore(count, view, shown, 'plan');
  return [
    ...sections([
      planTitle(view, plan, number),
      md`${backWords(plan)} Outage: *${escapeText(plan.expectedOutage, 160)}*.`,
      ...breakLines(plan, more),
      ...firstOf(plan.residuals, shownResiduals, (residual) => md`Left over: ${residualText(residual, shown)}`, more),
      ...callLines(plan, more),
      ...modeLines(view, plan),
      consentLine(view, plan, shown),
    ]),
    context(md`Plan \`${escapeText(shortHash(plan.hash))}\``),
  ];
}

function planTitle(view: View, { title }: PlanView, number: number): Mrkdwn {
  const which = view.plans.length > 1 ? md`${number} of ${view.plans.length}: ` : md``;
  return md`*${which}${escapeText(title, 200)}*`;
}

export const backWords = ({ reversible }: Pick<PlanView, 'reversible'>): Mrkdwn =>
  reversible ? md`✓ It can be taken back.` : md`⚠ *It CANNOT be taken back.*`;

function breakLines({ breaks }: PlanView, more: (count: number) => Mrkdwn): Mrkdwn[] {
  if (breaks.length === 0) return [md`Breaks: nothing that is known`];
  return firstOf(breaks, shownBreaks, (text) => md`Breaks: ${escapeText(text)}`, more);
}

function callLines({ calls }: PlanView, more: (count: number) => Mrkdwn): Mrkdwn[] {
  const inOrder = calls.toSorted((one, other) => one.order - other.order);
  const back = (reversible: boolean) => (reversible ? md`` : md`, cannot be taken back`);
  return [
    ...(calls.length === 0 ? [md`Calls: none`] : [md`Calls, in this order:`]),
    ...firstOf(
      inOrder,
      shownCalls,
      ({ order, call, target, reversible }) =>
        md`${order}. ${code(call, callChars)} on ${escapeText(target, 120)}${back(reversible)}`,
      more,
    ),
  ];
}

/** Where the bot does not do it as usual, once people agreed. */
function modeLines({ credentials }: View, { calls }: PlanView): Mrkdwn[] {
  const planned = new Set(calls.map(({ credential }) => credential));
  const guided = credentials.filter(({ id, mode }) => mode === 'guide' && planned.has(id)).length;
  const watched = credentials.filter(({ mode }) => mode === 'watch').length;
  return [
    ...(guided === 0 ? [] : [md`${guided} of these are guided: once agreed, a person runs the command that is shown.`]),
    ...(watched === 0 ? [] : [md`${watched} are only watched: a person ends them by their own means.`]),
  ];
}

/** "Needs a yes from 1 of on-call, not whoever declared it: Ana, Ben. Yes so far from Ben." */
export function consentLine(view: View, plan: PlanView, shown: Shown): Mrkdwn {
  const { people, from, notRequester } = plan.needs;
  const may = mayAnswer(view, plan);
  const who = may.length === 0 ? md`` : md`: ${names(may, shown)}`;
  const said = plan.have.length === 0 ? md`` : md`. Yes so far from ${names(plan.have, shown)}`;
  return md`Needs a yes from *${people} of ${escapeText(from, 64)}*${notRequester ? md`, not from whoever declared it` : md``}${who}${said}.`;
}
