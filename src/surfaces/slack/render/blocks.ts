/** Blocks of a message, within Slack's limits. https://docs.slack.dev/reference/block-kit/blocks */
import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import type { View } from '../../../incident/view.ts';
import { actionId, type ButtonValue, type ButtonVerb, buttonValue } from '../buttons.ts';
import type { Shown } from './shown.ts';
import { cutMrkdwn, escapeText, joined, type Mrkdwn, md, mrkdwn, plain, slackLimits } from './text.ts';

/** A message: `text` is what notifications and screen readers read, `blocks` what is seen. */
export type SlackText = { text: string; blocks: KnownBlock[] };

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, slackLimits.header) });
export const section = (text: Mrkdwn): SectionBlock => ({ type: 'section', text: mrkdwn(text) });
export const context = (text: Mrkdwn): ContextBlock => ({ type: 'context', elements: [mrkdwn(text, slackLimits.context)] });

/** Lines in as few sections as hold them, none of them cut in two; nothing for no lines. */
export function sections(all: readonly Mrkdwn[]): SectionBlock[] {
  const packed: Mrkdwn[][] = [];
  let room = 0;
  for (const line of all.map((text) => cutMrkdwn(text, slackLimits.section))) {
    if (line.length + 1 > room) {
      packed.push([]);
      room = slackLimits.section;
    }
    packed.at(-1)?.push(line);
    room -= line.length + 1;
  }
  return packed.map((part) => section(joined(part, md`\n`)));
}

/** `place` tells the buttons of one message apart. */
export type ButtonPlan = {
  verb: ButtonVerb;
  place?: number;
  label: string;
  value: ButtonValue;
  style?: 'primary' | 'danger';
  confirm?: ConfirmationDialog;
};

export function button({ verb, place, label, value, style, confirm }: ButtonPlan): Button {
  return {
    type: 'button',
    text: plain(label, slackLimits.button),
    action_id: actionId(verb, place),
    value: buttonValue(value),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** One row of buttons; nothing where there are none. Those beyond Slack's limits are left out: the last ones are the least urgent. */
export function actions(plans: readonly ButtonPlan[]): ActionsBlock[] {
  const buttons = plans.map(button).filter(({ value = '' }) => value.length <= slackLimits.value);
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons.slice(0, slackLimits.actions) }];
}

/** Asks for a reason in a form of its own, so it needs no confirmation. */
export const closeButton = (view: Pick<View, 'incident'>): ButtonPlan => ({
  verb: 'close',
  label: 'Close…',
  value: { incident: view.incident },
});

export function confirmation(title: string, text: Mrkdwn, yes: string, style: 'primary' | 'danger'): ConfirmationDialog {
  return {
    title: plain(title, slackLimits.confirmTitle),
    text: mrkdwn(text, slackLimits.confirmText),
    confirm: plain(yes, slackLimits.confirmButton),
    deny: plain('Not now', slackLimits.confirmButton),
    style,
  };
}

/** Stands on everything of a practice. */
export const practiceNotice = md`*PRACTICE*: nothing here is real, nobody outside is called`;

/** A message about an incident: PRACTICE first where it is one, and never more blocks than Slack takes. */
export function message(about: Pick<View, 'practice'>, shown: Shown, text: Mrkdwn, blocks: readonly KnownBlock[]): SlackText {
  const practice = about.practice || shown.practice;
  const all = [...(practice ? [context(practiceNotice)] : []), ...blocks];
  return {
    text: cutMrkdwn(practice ? md`PRACTICE ${text}` : text, slackLimits.notification),
    blocks: withinLimit(all),
  };
}

/** Every list is bounded where it is made; this holds even if all of them are full at once. Buttons at the end stay. */
function withinLimit(blocks: KnownBlock[]): KnownBlock[] {
  if (blocks.length <= slackLimits.blocks) return blocks;
  const last = blocks.at(-1)?.type === 'actions' ? blocks.slice(-1) : [];
  const notice = context(md`${escapeText('More than fits here was left out.')}`);
  return [...blocks.slice(0, slackLimits.blocks - 1 - last.length), notice, ...last];
}
