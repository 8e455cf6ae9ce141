/** What holds the bot up: people's brakes, providers that ask for a pause, alarms, somebody acting alone. */
import type { View } from '../../../incident/view.ts';
import { firstOf, mention, nameOf, type Shown } from './shown.ts';
import { escapeText, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

const shownEach = 3;
const reasonChars = 300;

export function stopLines(view: View, shown: Shown): Mrkdwn[] {
  return firstOf(
    view.stopped,
    shownEach,
    ({ provider, by, at: since, reason }) => {
      const what = provider === null ? md`EVERYTHING IS STOPPED` : md`${escapeText(provider, 64)} IS STOPPED`;
      const resume = provider === null ? md`resume` : md`resume --provider ${escapeText(provider, 64)}`;
      return md`⛔ *${what}* by ${nameOf(by, shown)} since ${at(since, shown)}: no call that changes anything is made. Reason: ${escapeText(reason, reasonChars)}. To go on: \`${escapeText(shown.program, 80)} ${resume}\``;
    },
    (more) => md`⛔ and ${more} more are stopped`,
  );
}

export const pauseLines = (view: View, shown: Shown): Mrkdwn[] =>
  firstOf(
    view.paused,
    shownEach,
    ({ provider, until, reason }) =>
      md`⏳ waits for ${escapeText(provider, 64)} until ${at(until, shown)}: ${escapeText(reason, reasonChars)}`,
    (more) => md`⏳ and ${more} more waits`,
  );

/** The last ones: what is new is what matters. */
export function alarmLines(view: View, shown: Shown): Mrkdwn[] {
  const older = view.alarms.length - shownEach;
  const lines = view.alarms
    .slice(-shownEach)
    .map(({ at: since, what }) => md`🚨 *ALARM* ${at(since, shown)}: ${escapeText(what, reasonChars)}`);
  return older > 0 ? [...lines, md`🚨 and ${older} earlier alarms`] : lines;
}

export function aloneLines(view: View, shown: Shown): Mrkdwn[] {
  const alone = view.gate?.alone ?? null;
  if (alone === null) return [];
  const plan = view.plans.find(({ hash }) => hash === alone.plan);
  const back = plan === undefined ? md`` : plan.reversible ? md` (can be taken back)` : md` (*CANNOT be taken back*)`;
  const why = alone.reason === null ? md`no reason is kept` : escapeText(alone.reason, reasonChars);
  return [
    md`⏱ *${mention(alone.person, shown)} ACTS ALONE*: ${plan === undefined ? md`a plan` : escapeText(plan.title, 160)}${back}. It is carried out at *${at(alone.until, shown)}* unless somebody says no; anyone may. Why: ${why}`,
  ];
}
