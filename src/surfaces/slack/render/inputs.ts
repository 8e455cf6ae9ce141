/** Inputs of forms. Block and action ids are the same words, so that what comes back is found by one name. */
import type { Checkboxes, DateTimepicker, InputBlock, PlainTextInput, PlainTextOption, StaticSelect } from '@slack/types';
import { cut, plain, slackLimits } from './text.ts';

const valueChars = 150;
const describedChars = 75;

type Asked = { id: string; label: string; hint?: string; optional: boolean };

function input(
  { id, label, hint, optional }: Asked,
  element: InputBlock['element'],
  more: { dispatch_action?: true } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, slackLimits.label),
    optional,
    element,
    ...(hint === undefined ? {} : { hint: plain(hint, slackLimits.hint) }),
    ...more,
  };
}

export type TextAsked = Asked & { action?: string; most: number; lines: boolean; value?: string | undefined; example?: string };

export function textInput(asked: TextAsked): InputBlock {
  const element: PlainTextInput = {
    type: 'plain_text_input',
    action_id: asked.action ?? asked.id,
    multiline: asked.lines,
    max_length: Math.min(asked.most, 3_000),
    ...(asked.optional ? {} : { min_length: 1 }),
    ...(asked.value === undefined || asked.value === '' ? {} : { initial_value: cut(asked.value, asked.most) }),
    ...(asked.example === undefined ? {} : { placeholder: plain(asked.example, slackLimits.placeholder) }),
  };
  return input(asked, element);
}

export type Choice = { value: string; label: string };
export type ChoiceAsked = Asked & { action?: string; choices: readonly Choice[]; chosen: string | null; redraws?: boolean };

/** Whether a menu can offer them all: what it returned would be cut otherwise. */
export const fitsMenu = (choices: readonly Choice[]): boolean =>
  choices.length > 0 &&
  choices.length <= slackLimits.options &&
  choices.every(({ value }) => value !== '' && value.length <= valueChars);

/** `redraws`: the bot is told at once when another is chosen. */
export function choiceInput(asked: ChoiceAsked): InputBlock {
  const options = asked.choices.slice(0, slackLimits.options).map(optionOf);
  const chosen = options.find(({ value }) => value === asked.chosen);
  const element: StaticSelect = {
    type: 'static_select',
    action_id: asked.action ?? asked.id,
    options,
    placeholder: plain('Choose one', slackLimits.placeholder),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
  return input(asked, element, asked.redraws === true ? { dispatch_action: true } : {});
}

const optionOf = ({ value, label }: Choice): PlainTextOption => ({ text: plain(label, slackLimits.optionText), value });

/** `at`: ISO 8601, or null for none. */
export function timeInput(asked: Asked, at: string | null): InputBlock {
  const seconds = at === null ? Number.NaN : Math.floor(Date.parse(at) / 1_000);
  const element: DateTimepicker = {
    type: 'datetimepicker',
    action_id: asked.id,
    ...(Number.isNaN(seconds) ? {} : { initial_date_time: seconds }),
  };
  return input(asked, element);
}

/** One box to tick; ticked, its value is `yes`. */
export function tickInput(asked: Asked & { words: string; more: string }, ticked: boolean): InputBlock {
  const option: PlainTextOption = {
    text: plain(asked.words, slackLimits.optionText),
    value: 'yes',
    description: plain(asked.more, describedChars),
  };
  const element: Checkboxes = {
    type: 'checkboxes',
    action_id: asked.id,
    options: [option],
    ...(ticked ? { initial_options: [option] } : {}),
  };
  return input(asked, element);
}
