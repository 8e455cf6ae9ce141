/** The form that declares a leak: what, where, since when. Never the secret itself. */
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { textLimits } from '../../../incident/command.ts';
import { actionId } from '../buttons.ts';
import { context, practiceNotice, section } from './blocks.ts';
import { type Choice, choiceInput, fitsMenu, textInput, tickInput, timeInput } from './inputs.ts';
import { escapeText, md, plain, slackLimits } from './text.ts';

export type DeclareKind = {
  name: string;
  title: string;
  /** `choices` null: free text. */
  locator: readonly { key: string; label: string; optional: boolean; choices: readonly string[] | null }[];
};

export type DeclareValues = {
  locator?: Readonly<Record<string, string>>;
  /** ISO 8601; null: just now. */
  detectedAt?: string | null;
  exposedSince?: string | null;
  public?: boolean;
  title?: string;
};

export type DeclareForm = {
  kinds: readonly DeclareKind[];
  /** Name of the kind whose places are asked for; null: none yet. */
  chosen: string | null;
  values?: DeclareValues;
  /** Where it will be handled, in words. */
  channelNote: string;
  /** The channel it was typed in, carried through the form. */
  channel: string | null;
  practice: boolean;
};

/** What the form comes back as. */
export const declareCallback = actionId('declare');

const locatorPrefix = 'locator:';
/** A form has 100 blocks; no kind comes near. */
const mostLocators = 80;

export const locatorBlock = (key: string): string => `${locatorPrefix}${key}`;
/** The key of a locator's input; null for any other. */
export const locatorKey = (block: string): string | null =>
  block.startsWith(locatorPrefix) ? block.slice(locatorPrefix.length) : null;

const metadataSchema = z.strictObject({ channel: z.string().max(32).nullable() });

/** Null for what no form of ours carries. */
export function readDeclareMetadata(text: string): z.infer<typeof metadataSchema> | null {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function declareModal(form: DeclareForm): ModalView {
  const { values = {} } = form;
  const kind = form.kinds.find(({ name }) => name === form.chosen);
  return {
    type: 'modal',
    callback_id: declareCallback,
    title: plain('A secret leaked', slackLimits.modalTitle),
    submit: plain('Declare it', slackLimits.modalTitle),
    close: plain('Cancel', slackLimits.modalTitle),
    private_metadata: JSON.stringify({ channel: form.channel }),
    blocks: [
      ...(form.practice ? [context(practiceNotice)] : []),
      section(
        md`⚠ *Never type the secret itself here.* You are given a page of the bot's own for it as soon as this is declared.`,
      ),
      kindInput(form),
      ...(kind === undefined
        ? [context(md`Where it opens what is asked as soon as you say what it is.`)]
        : locatorInputs(kind, values)),
      ...whenInputs(values),
      context(escapeText(form.channelNote, 400)),
    ],
  };
}

function kindInput({ kinds, chosen }: DeclareForm): KnownBlock {
  if (kinds.length === 0)
    return section(md`*No kind of secret is configured.* Somebody who runs the bot adds one to staunch.yml.`);
  // Beyond what a menu holds, the chosen one still stands in it.
  const inMenu = kinds.toSorted((one, other) => Number(other.name === chosen) - Number(one.name === chosen));
  const shown = new Set(inMenu.slice(0, slackLimits.options));
  return choiceInput({
    id: 'kind',
    action: actionId('kind'),
    label: 'What leaked?',
    optional: false,
    choices: kinds.filter((kind) => shown.has(kind)).map(({ name, title }) => ({ value: name, label: title })),
    chosen,
    redraws: true,
  });
}

const locatorInputs = (kind: DeclareKind, values: DeclareValues): InputBlock[] =>
  kind.locator.slice(0, mostLocators).map((locator) => locatorInput(locator, values.locator?.[locator.key]));

function locatorInput(
  { key, label, optional, choices }: DeclareKind['locator'][number],
  value: string | undefined,
): InputBlock {
  const asked = { id: locatorBlock(key), label, optional };
  const offered: Choice[] = [...new Set(choices ?? [])].map((choice) => ({ value: choice, label: choice }));
  if (fitsMenu(offered)) return choiceInput({ ...asked, choices: offered, chosen: value ?? onlyOne(offered, optional) });
  return textInput({ ...asked, most: textLimits.locatorChars, lines: false, value });
}

/** Nobody has to choose where there is no choice. */
const onlyOne = (choices: readonly Choice[], optional: boolean): string | null =>
  choices.length === 1 && !optional ? (choices[0]?.value ?? null) : null;

function whenInputs(values: DeclareValues): InputBlock[] {
  return [
    timeInput(
      { id: 'detected', label: 'When was it noticed?', hint: 'The 15 minutes run from here. Empty: just now.', optional: true },
      values.detectedAt ?? null,
    ),
    timeInput(
      { id: 'exposed', label: 'Since when could others see it?', hint: 'Empty: not known.', optional: true },
      values.exposedSince ?? null,
    ),
    tickInput(
      {
        id: 'public',
        label: 'How far did it get?',
        optional: true,
        words: 'It leaked in public',
        more: 'A public repository, paste or page',
      },
      values.public ?? false,
    ),
    textInput({
      id: 'title',
      label: 'What to call it',
      hint: 'Everybody in the channel sees it. Empty: named after what leaked.',
      optional: true,
      most: textLimits.titleChars,
      lines: false,
      value: values.title,
    }),
  ];
}
