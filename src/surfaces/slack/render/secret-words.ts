/** Somebody typed a secret where it does not belong. */
import type { ModalView } from '@slack/types';
import { context, practiceNotice, section } from './blocks.ts';
import { cutMrkdwn, lines, linkTo, type Mrkdwn, md, plain, slackLimits } from './text.ts';

/** `handIn`: a page for the value, where an incident has one already. */
type Where = { practice: boolean; handIn: string | null };

const what = md`*This looks like a secret.* Nothing of it was kept, and nothing was declared with it.`;
const treat = md`Treat it as leaked where you typed it, too: Slack saw it.`;

function next(handIn: string | null): Mrkdwn {
  const page = handIn === null ? md`` : linkTo(handIn, md`the bot's own page`);
  return handIn === null
    ? md`What to do: declare it with \`/leak\`, saying only what it is and where it opens what. You are then given a page of the bot's own to hand it in.`
    : md`What to do: hand it in on ${page}, and nowhere else.`;
}

/** To that person alone, beside what they typed. */
export function secretText({ practice, handIn }: Where): string {
  return cutMrkdwn(lines([md`${practice ? md`PRACTICE ` : md``}${what}`, treat, next(handIn)]), slackLimits.section);
}

/** In place of the form they typed it into. */
export function secretModal({ practice, handIn }: Where): ModalView {
  return {
    type: 'modal',
    title: plain('That was a secret', slackLimits.modalTitle),
    close: plain('Close', slackLimits.modalTitle),
    blocks: [...(practice ? [context(practiceNotice)] : []), section(what), section(treat), section(next(handIn))],
  };
}

/** Under the input it was typed into: plain text, so that the form can be mended. */
export const secretInputError =
  'This looks like a secret. Remove it: it is handed in on a page of the bot. Treat it as leaked here, too.';
