/** Forms that ask why: what is skipped, done by hand, refused, accepted, closed, or done alone stands in the record with its reason. */
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { View } from '../../../incident/view.ts';
import { actionId, type ButtonValue, buttonSchema } from '../buttons.ts';
import { context, practiceNotice, section } from './blocks.ts';
import { credentialName, residualText } from './credentials.ts';
import { backWords } from './plan-card.ts';
import { incidentName, type Shown } from './shown.ts';
import { escapeText, lines, type Mrkdwn, md, nothing, plain, slackLimits } from './text.ts';

export type ReasonVerb = 'skip' | 'by-hand' | 'reject' | 'accept' | 'close' | 'alone' | 'undo';

/** `verbOf(view.callbackId)` says which form comes back. */
export const reasonCallback = (verb: ReasonVerb): string => actionId(verb);
/** Block and action id of the text. */
export const reasonField = 'reason';

const metadataSchema = z.strictObject({
  value: buttonSchema,
  /** Where the button stood; null where that was no message. */
  message: z.strictObject({ channel: z.string().max(32), ts: z.string().max(32) }).nullable(),
});
export type ReasonMetadata = z.infer<typeof metadataSchema>;

/** Null for what no form of ours carries. */
export function readReasonMetadata(text: string): ReasonMetadata | null {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

type Words = { title: string; submit: string; label: string; optional: boolean; means: Mrkdwn };

const words: Record<ReasonVerb, Words> = {
  skip: {
    title: 'Skip this step',
    submit: 'Skip it',
    label: 'Why can it be left out?',
    optional: false,
    means: md`It will not be done. The report says who left it out, and why.`,
  },
  'by-hand': {
    title: 'Done by hand',
    submit: 'It is done',
    label: 'What did you do?',
    optional: true,
    means: md`You say that it is done; the record names you. Where it can be looked at, the bot looks again.`,
  },
  reject: {
    title: 'Say no',
    submit: 'Say no',
    label: 'Why not?',
    optional: true,
    means: md`This plan will not be carried out in this asking. Other plans stay on offer.`,
  },
  accept: {
    title: 'Accept what is left',
    submit: 'Accept it',
    label: 'Why is that acceptable?',
    optional: false,
    means: md`It goes on working. You take that upon yourself, and the report says so.`,
  },
  close: {
    title: 'Close the incident',
    submit: 'Close it',
    label: 'Why is it over?',
    optional: false,
    means: md`Nothing more is done after this, nothing can be taken back, and every value that is held is destroyed.`,
  },
  alone: {
    title: 'I am alone',
    submit: 'Start the minute',
    label: 'Why can nobody else be asked?',
    optional: false,
    means: md`Everybody is told, and anyone may stop it for 60 seconds. Then it is carried out on your word alone; the report says so.`,
  },
  undo: {
    title: 'Take it back',
    submit: 'Take it back',
    label: 'Why?',
    optional: true,
    means: md`The leaked secret works again, for an intruder too. The clock runs on.`,
  },
};

/** The longest reason the record takes. */
const reasonChars = 2_000;

/** `about.value` is what the pressed button carried. */
export function reasonModal(verb: ReasonVerb, view: View, shown: Shown, about: ReasonMetadata): ModalView {
  const { title, submit, label, optional, means } = words[verb];
  const practice = view.practice || shown.practice;
  return {
    type: 'modal',
    callback_id: reasonCallback(verb),
    title: plain(title, slackLimits.modalTitle),
    submit: plain(submit, slackLimits.modalTitle),
    close: plain('Back', slackLimits.modalTitle),
    private_metadata: JSON.stringify(about),
    blocks: [
      ...(practice ? [context(practiceNotice)] : []),
      section(lines([md`*${incidentName(view)}* ${escapeText(view.title, 160)}`, ...subject(view, shown, about.value), means])),
      {
        type: 'input',
        block_id: reasonField,
        label: plain(label, slackLimits.label),
        hint: plain('Never type a secret here.', slackLimits.hint),
        optional,
        element: {
          type: 'plain_text_input',
          action_id: reasonField,
          multiline: true,
          max_length: reasonChars,
          focus_on_load: true,
          ...(optional ? {} : { min_length: 1 }),
        },
      },
    ],
  };
}

/** What it is about: a plan, a step, a credential, something left over. */
function subject(view: View, shown: Shown, { plan, step, credential, residual }: ButtonValue): Mrkdwn[] {
  const of = view.credentials.find(({ id }) => id === credential);
  const planned = view.plans.find(({ hash }) => plan !== undefined && hash.startsWith(plan));
  const left = view.credentials.flatMap(({ residuals }) => residuals).find(({ id }) => id === residual);
  const title = view.stages.flatMap(({ steps }) => steps).find(({ id }) => id === step)?.title ?? step;
  return [
    title === undefined ? nothing : md`Step: ${escapeText(title, 160)}`,
    of === undefined ? nothing : md`Secret: ${credentialName(of)}`,
    planned === undefined ? nothing : md`Plan: ${escapeText(planned.title, 200)}. ${backWords(planned)}`,
    left === undefined ? nothing : md`Left over: ${residualText(left, shown)}`,
  ].filter((line) => line !== nothing);
}
