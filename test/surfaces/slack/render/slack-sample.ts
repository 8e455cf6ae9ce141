/** Views and what rendering needs besides, with everything that outsiders write replaceable. */
import type { View } from '../../../../src/incident/view.ts';
import type { Shown } from '../../../../src/surfaces/slack/render/shown.ts';
import { containedView, now, sampleView } from '../../cli/sample-view.ts';

export const incident = '6f1c7d0e-3a52-4c1b-9d43-0b8a7c2f5e11';
export const slackIds: Record<string, string> = { ana: 'U0ANA', ben: 'U0BEN' };

export const shown: Shown = {
  now,
  practice: false,
  program: 'npx staunch',
  mention: (person) => (slackIds[person] === undefined ? person : `<@${slackIds[person]}>`),
  name: (person) => person,
};

export const openView = (more: Partial<View> = {}): View => sampleView({ incident, ...more });
export const doneView = (more: Partial<View> = {}): View => containedView({ incident, ...more });

/** Every text below a value, by its path. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

export const wordsOf = (value: unknown): string => textsOf(value).join('\n');

type Pressed = { action_id: string; value: string; text: { text: string }; style?: string; confirm?: object };

/** Buttons in the order they stand in. */
export function buttonsOf(value: unknown): Pressed[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'button') return [value as unknown as Pressed];
  return Object.values(value).flatMap(buttonsOf);
}
export const labelsOf = (value: unknown): string[] => buttonsOf(value).map(({ text }) => text.text);

/** Texts that Slack reads its markup in. */
export function markupOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(markupOf);
}

const ours = [
  /<!date\^[0-9]+\^\{[a-z_]+\}(?: \{time\})?\|[0-9TZ :-]+>/g,
  /<@U0(?:ANA|BEN)>/g,
  /<https:\/\/slack\.example\/[a-z0-9/]*\|[^<>|]*>/g,
];

/** What is left of markup once our own tokens are taken out. */
export const withoutOurs = (text: string): string => ours.reduce((rest, token) => rest.replace(token, ''), text);
