/** What the channel of an incident is called, and what stands above it. */
import type { View } from '../../../incident/view.ts';
import type { Shown } from './shown.ts';
import { stateLine } from './state-line.ts';
import { cut, cutMrkdwn, escapeText, md } from './text.ts';

/** Slack's limits, in characters. https://docs.slack.dev/reference/methods/conversations.create */
const nameChars = 80;
const topicChars = 250;

/** "inc-7-password-of-role-app-on-main"; `suffix` tells it from one that has this name already ("-2"). */
export function channelName(view: Pick<View, 'number' | 'title' | 'practice'>, suffix = ''): string {
  const words = view.title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');
  const end = suffix
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '')
    .slice(0, 20);
  const name = `${view.practice ? 'practice-' : ''}inc-${view.number}-${words}`.slice(0, nameChars - end.length);
  return `${name.replace(/-+$/g, '')}${end}`;
}

/** Changes with its state. */
export function channelTopic(view: View, shown: Shown): string {
  const practice = view.practice || shown.practice ? md`PRACTICE ` : md``;
  return cutMrkdwn(md`${practice}INC-${view.number} ${stateLine(view)}: ${escapeText(view.title, 120)}`, topicChars);
}

export function channelPurpose(view: View, shown: Shown): string {
  const practice = view.practice || shown.practice ? 'PRACTICE: nothing here is real. ' : '';
  return cut(
    `${practice}Everything about INC-${view.number}. Never type the secret itself here: press "Hand in" on the pinned card.`,
    topicChars,
  );
}
