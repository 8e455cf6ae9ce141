/** An asking's message once it is answered: the same plans, locked. No button is left that would do nothing. */
import type { KnownBlock } from '@slack/types';
import type { View } from '../../../incident/view.ts';
import { context, message, type SlackText, section, sections } from './blocks.ts';
import type { AskingEnd, PastAsking, SaidVerdict } from './past-asking.ts';
import { backWords } from './plan-card.ts';
import { andMore, firstOf, incidentName, nameOf, type Shown, shortHash } from './shown.ts';
import { bold, escapeText, lines, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

const shownPlans = 8;
const shownVerdicts = 12;
const reasonChars = 300;

/** Locked as the record has it: who said what and when, and what came of it. Also for direct messages. */
export function decidedMessage(view: View, shown: Shown, asking: PastAsking): SlackText {
  const outcome = outcomeLine(asking.end, asking, shown);
  return message(view, shown, md`${incidentName(view)}: ${outcome}`, [
    section(lines([md`*${incidentName(view)}* ${escapeText(view.title, 160)}`, outcome])),
    ...sections(saidLines(view, asking, shown)),
    ...asking.plans.slice(0, shownPlans).flatMap((plan, index) => lockedPlan(view, asking, plan, index + 1)),
    ...(asking.plans.length > shownPlans ? [context(andMore(asking.plans.length - shownPlans, view, shown, 'plan'))] : []),
  ]);
}

const restsOn = {
  people: md`enough people said yes`,
  alone: md`one person acted alone, and nobody said no`,
  expiry: md`nobody answered in time, and the playbook says to act then`,
  'public-leak': md`nobody was asked first: the leak is public, and the playbook says to act then`,
} as const;

function outcomeLine(end: AskingEnd, asking: PastAsking, shown: Shown): Mrkdwn {
  switch (end.how) {
    case 'asking':
      return md`⏳ *Still asked.*`;
    case 'accepted':
      return md`✓ *Agreed* at ${at(end.at, shown)}: ${titleOf(asking, end.plan)} (${restsOn[end.restsOn]}).`;
    case 'refused':
      return md`✕ *Refused* at ${at(end.at, shown)}: nothing of this will happen. It can be asked anew, skipped or done by hand.`;
    case 'expired':
      return md`⏳ *Not answered in time* (${at(end.at, shown)}): nothing of this happened. A new message asks again.`;
    case 'replaced':
      return md`– *No longer asked* since ${at(end.at, shown)}: things changed since. Nothing of this happens because of this message.`;
    case 'skipped':
      return md`– *Skipped* at ${at(end.at, shown)}: nothing of this will happen.`;
    case 'by-hand':
      return md`✍ *Done by hand* at ${at(end.at, shown)}: Staunch did nothing of this.`;
  }
}

function titleOf({ plans }: PastAsking, hash: string): Mrkdwn {
  const title = plans.find((plan) => plan.hash === hash)?.title ?? null;
  return title === null ? md`plan \`${escapeText(shortHash(hash))}\`` : bold(escapeText(title, 160));
}

const verdictWords = { approve: md`said yes`, reject: md`said *no*`, alone: md`acted alone` } as const;

function saidLines(view: View, asking: PastAsking, shown: Shown): Mrkdwn[] {
  const several = asking.plans.length > 1;
  return firstOf(
    asking.said,
    shownVerdicts,
    (said) => saidLine(said, several ? md` to plan \`${escapeText(shortHash(said.plan))}\`` : md``, shown),
    (more) => andMore(more, view, shown),
  );
}

/** "Ana said yes at 03:16:10, attested in Slack". */
function saidLine({ person, verdict, at: when, by, reason }: SaidVerdict, which: Mrkdwn, shown: Shown): Mrkdwn {
  const proof = by === 'person' ? md`signed with their own key` : md`attested in Slack`;
  const why = reason === null ? md`` : md`: ${escapeText(reason, reasonChars)}`;
  return md`• ${nameOf(person, shown)} ${verdictWords[verdict]}${which} at ${at(when, shown)}, ${proof}${why}`;
}

function lockedPlan(view: View, asking: PastAsking, plan: PastAsking['plans'][number], number: number): KnownBlock[] {
  const which = asking.plans.length > 1 ? md`${number} of ${asking.plans.length}: ` : md``;
  const back = plan.reversible === null ? md`` : backWords({ reversible: plan.reversible });
  const outage = view.plans.find(({ hash }) => hash === plan.hash)?.expectedOutage;
  const cost = outage === undefined ? md`` : md` Outage: ${escapeText(outage, 160)}.`;
  const title = plan.title === null ? md`(its text was purged)` : escapeText(plan.title, 200);
  return [
    section(lines([md`${markOf(asking, plan.hash)} *${which}${title}*`, md`${back}${cost}`])),
    context(md`Plan \`${escapeText(shortHash(plan.hash))}\``),
  ];
}

function markOf({ end, said }: PastAsking, hash: string): Mrkdwn {
  if (end.how === 'accepted' && end.plan === hash) return md`✓ *AGREED*`;
  if (said.some(({ verdict, plan }) => verdict === 'reject' && plan === hash)) return md`✕ *REFUSED*`;
  return end.how === 'asking' ? md`○` : md`– not chosen:`;
}
