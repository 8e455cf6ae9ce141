/** One line to one person: how it went, or why it did not. */
import type { Refusal } from '../../../incident/command.ts';
import type { View } from '../../../incident/view.ts';
import type { ReasonVerb } from './reason-modal.ts';
import { incidentName, type Shown } from './shown.ts';
import { stateLine } from './state-line.ts';
import { cutMrkdwn, escapeText, linkTo, type Mrkdwn, md, slackLimits } from './text.ts';
import { at } from './time-words.ts';

export type DoneVerb = ReasonVerb | 'approve' | 'retry' | 'note';

const done: Record<DoneVerb, Mrkdwn> = {
  approve: md`Your yes is recorded.`,
  reject: md`Your no is recorded: that plan is not carried out.`,
  alone: md`The minute runs. Everybody is told, and anyone may stop it.`,
  undo: md`It is being taken back. The clock runs on.`,
  retry: md`It is tried again.`,
  skip: md`Skipped; the record says so with your reason.`,
  'by-hand': md`Recorded as done by you.`,
  accept: md`Accepted; the record says so with your reason.`,
  close: md`Closed.`,
  note: md`Noted in the record.`,
};

const say = (about: { practice: boolean }, text: Mrkdwn): string =>
  cutMrkdwn(about.practice ? md`PRACTICE ${text}` : text, slackLimits.section);

/** "INC-7: Your yes is recorded. NOT CUT OFF: it still works." */
export function doneText(verb: DoneVerb, view: View): string {
  return say(view, md`${incidentName(view)}: ${done[verb]} ${stateLine(view)}.`);
}

/** Why a wish had no effect; `what still holds` is what the core's sentence says. */
export function refusedText({ message }: Pick<Refusal, 'message'>, shown: Pick<Shown, 'practice'>): string {
  return say(shown, md`✕ Nothing was changed. ${escapeText(message, 1_500)}`);
}

/** The click's own person is none of ours, or may not answer from here. */
export function notYoursText(why: string, shown: Pick<Shown, 'practice' | 'program'>): string {
  return say(
    shown,
    md`✕ Your click did not count: ${escapeText(why, 600)} Nothing was changed. At the terminal: \`${escapeText(shown.program, 80)} status\``,
  );
}

export function unknownIncidentText(shown: Pick<Shown, 'practice'>): string {
  return say(shown, md`✕ There is no such incident here. Nothing was changed.`);
}

/** After declaring, and after "Hand in": a page of one use for this person. */
export function handInText(view: View, shown: Shown, link: { url: string; expiresAt: string; hint: string }): string {
  const page = linkTo(link.url, md`hand in the value of ${escapeText(link.hint, 120)}`);
  return say(
    view,
    md`${incidentName(view)}: ${page}. The page is yours alone, for one use, until ${at(link.expiresAt, shown)}. Do not paste the value into Slack.`,
  );
}

/** Where the bot serves no page of its own. */
export function handInAtTerminalText(view: View, shown: Shown, credential: string): string {
  const typed = escapeText(`${shown.program} hand-in ${view.number} ${credential}`, 160);
  return say(view, md`${incidentName(view)}: hand the value in at the terminal: \`${typed}\`. Do not paste it into Slack.`);
}

/** To whoever declared it. `channel` leads to where it is handled. */
export function declaredText(view: View, channel: string | null): string {
  const where = channel === null ? md`its channel is being made` : linkTo(channel, md`go to its channel`);
  return say(view, md`${incidentName(view)} is open: ${where}. ${stateLine(view)}; the clock runs.`);
}

/** What `/leak help` answers. `command` as it is configured. */
export function helpText(command: string, shown: Pick<Shown, 'practice' | 'program'>): string {
  return say(
    shown,
    md`\`${escapeText(command, 40)}\` opens a form: what leaked, where it opens what, since when. Never type the secret itself: the bot gives you a page for it. In the terminal: \`${escapeText(shown.program, 80)} declare\``,
  );
}
