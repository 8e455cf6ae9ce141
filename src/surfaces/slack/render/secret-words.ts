/** Somebody typed a secret where it does not belong. */
import { cutMrkdwn, escapeText, lines, linkTo, type Mrkdwn, md, slackLimits } from './text.ts';

/** `handIn`: a page for the value, where an incident has one already. `command`: as configured, `/leak`. */
type Where = { practice: boolean; handIn: string | null; command: string };

const what = md`*This looks like a secret.* Nothing of it was kept, and nothing was declared with it.`;
const treat = md`Treat it as leaked where you typed it, too: Slack saw it.`;

function next({ handIn, command }: Where): Mrkdwn {
  const page = handIn === null ? md`` : linkTo(handIn, md`the bot's own page`);
  return handIn === null
    ? md`What to do: declare it with \`${escapeText(command, 40)}\`, saying only what it is and where it opens what. You are then given a page of the bot's own to hand it in.`
    : md`What to do: hand it in on ${page}, and nowhere else.`;
}

/** To that person alone, beside what they typed. */
export function secretText(where: Where): string {
  return cutMrkdwn(lines([md`${where.practice ? md`PRACTICE ` : md``}${what}`, treat, next(where)]), slackLimits.section);
}

/** Under the input it was typed into: plain text, so that the form can be mended. */
export const secretInputError =
  'This looks like a secret. Remove it: it is handed in on a page of the bot. Treat it as leaked here, too.';
