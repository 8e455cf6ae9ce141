/** Asking people for a yes: always a new message with their mentions, so that their phones ring. */
import type { KnownBlock } from '@slack/types';
import type { PlanView, View } from '../../../incident/view.ts';
import { askButtons } from './ask-buttons.ts';
import { actions, context, message, type SlackText, section, sections } from './blocks.ts';
import { backWords, consentLine, planBlocks } from './plan-card.ts';
import { andMore, incidentName, mentions, type Shown, shortHash } from './shown.ts';
import { clockLine, stateLine } from './state-line.ts';
import { aloneLines, stopLines } from './stops.ts';
import { escapeText, lines, linkTo, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

export type AskHow = 'first' | 'again' | 'passed-on';

/** Alternatives beyond these stand in `staunch plan`; each takes up to five blocks. */
const shownPlans = 6;

/** In the channel: whom, what is wanted, and each alternative with its buttons. `to`: whom this message addresses. */
export function askMessage(view: View, shown: Shown, to: readonly string[], how: AskHow): SlackText {
  const wanted = wantedLine(view, how);
  const whom = to.length === 0 ? md`` : md`${mentions(to, shown)} `;
  return message(view, shown, md`${whom}${wanted}`, [
    section(lines([md`${whom}*${wanted}*`, stateLine(view), clockLine(view, shown), untilLine(view, shown)])),
    ...sections([...stopLines(view, shown), ...aloneLines(view, shown)]),
    ...planCards(view, shown),
  ]);
}

/** To one person directly: shorter, with the same buttons. `link` leads to the message in the channel; null: there is none yet. */
export function directAsk(view: View, shown: Shown, person: string, link: string | null): SlackText {
  const wanted = wantedLine(view, 'first');
  const where = link === null ? md`` : md` ${linkTo(link, md`Everything about it is in its channel.`)}`;
  const plans = offered(view).filter((plan) => mayStillSay(view, plan, person));
  return message(view, shown, md`${wanted}`, [
    section(lines([md`*${wanted}*`, stateLine(view), clockLine(view, shown), md`${untilLine(view, shown)}${where}`])),
    ...plans.slice(0, shownPlans).flatMap((plan) => shortCard(view, plan, shown)),
    ...restOf(plans.length, view, shown),
  ]);
}

/** A plan nobody in particular is asked for is shown to everybody: the core decides who may. */
function mayStillSay(view: View, plan: PlanView, person: string): boolean {
  const waiting = view.waiting.filter(({ kind, plan: of }) => kind === 'gate' && of === plan.hash);
  return waiting.length === 0 || waiting.some(({ for: people }) => people.includes(person));
}

const offered = (view: View) => view.plans.filter(({ state }) => state === 'waiting');

/** "INC-7 needs a yes: choose one of 2 ways to cut it off (Password of role app on main)". */
function wantedLine(view: View, how: AskHow): Mrkdwn {
  const count = offered(view).length;
  const again = { first: md``, again: md`Still unanswered: `, 'passed-on': md`Nobody answered yet, so you are asked: ` }[how];
  const what = count > 1 ? md`choose one of ${count} ways` : md`say yes or no`;
  return md`${again}${incidentName(view)} needs a yes. ${escapeText(view.title, 160)}: ${what}`;
}

function untilLine({ gate }: View, shown: Shown): Mrkdwn {
  if (gate === null) return md`Nobody is asked any more.`;
  return md`Asked until ${at(gate.expiresAt, shown)}; whoever is not sure says no, and nothing is changed by that.`;
}

function planCards(view: View, shown: Shown): KnownBlock[] {
  const cards = view.plans
    .slice(0, shownPlans)
    .flatMap((plan, index): KnownBlock[] => [
      { type: 'divider' },
      ...planBlocks(view, plan, index + 1, shown),
      ...actions(askButtons(view, plan, index)),
    ]);
  return [...cards, ...restOf(view.plans.length, view, shown)];
}

function restOf(count: number, view: View, shown: Shown): KnownBlock[] {
  return count > shownPlans ? [context(andMore(count - shownPlans, view, shown, 'plan'))] : [];
}

function shortCard(view: View, plan: PlanView, shown: Shown): KnownBlock[] {
  const number = view.plans.indexOf(plan);
  const breaks = plan.breaks.length === 0 ? md`nothing that is known` : escapeText(plan.breaks.join('; '), 240);
  return [
    { type: 'divider' },
    ...sections([
      md`*${escapeText(plan.title, 200)}*`,
      md`${backWords(plan)} Outage: *${escapeText(plan.expectedOutage, 160)}*. Breaks: ${breaks}`,
      consentLine(view, plan, shown),
    ]),
    context(
      md`Plan \`${escapeText(shortHash(plan.hash))}\`, ${plan.calls.length} ${plan.calls.length === 1 ? md`call` : md`calls`}`,
    ),
    ...actions(askButtons(view, plan, number)),
  ];
}
