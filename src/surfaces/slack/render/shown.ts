/** What rendering needs besides the card model, and how incidents, people and plans are called in Slack. */
import type { PlanView, View } from '../../../incident/view.ts';
import { escapeText, joined, type Mrkdwn, md, mentionText } from './text.ts';

export type Shown = {
  now: Date;
  practice: boolean;
  /** How the terminal program is started here ("npx staunch"). */
  program: string;
  /** Slack's token for a person of ours, "<@U…>", or their name where they have no account. */
  mention(person: string): string;
  name(person: string): string;
};

export const incidentName = (view: Pick<View, 'number'>): Mrkdwn => md`INC-${view.number}`;

/** A plan's hash as people type it. */
export const shortHash = (hash: string): string => (/^[0-9a-f]{8,64}$/.test(hash) ? hash.slice(0, 8) : '?');

/** How many people are named one by one in a line: more are nobody in particular. */
const namedPeople = 8;

/** A name that is written like a token is still a name. */
export function mention(person: string, shown: Shown): Mrkdwn {
  const token = shown.mention(person);
  return token === shown.name(person) ? nameOf(person, shown) : mentionText(token);
}
/** A name that calls nobody. */
export const nameOf = (person: string, shown: Shown): Mrkdwn => escapeText(shown.name(person), 80);

export const mentions = (people: readonly string[], shown: Shown): Mrkdwn =>
  listed(people, (person) => mention(person, shown), md` `);
export const names = (people: readonly string[], shown: Shown): Mrkdwn =>
  listed(people, (person) => nameOf(person, shown), md`, `);

function listed(people: readonly string[], word: (person: string) => Mrkdwn, between: Mrkdwn): Mrkdwn {
  const known = joined(people.slice(0, namedPeople).map(word), between);
  return people.length <= namedPeople ? known : md`${known} and ${people.length - namedPeople} more`;
}

/** Whose yes is still missing for this plan. */
export function mayAnswer(view: View, plan: Pick<PlanView, 'hash'>): string[] {
  const gate = view.waiting.find(({ kind, plan: of }) => kind === 'gate' && (of === null || of === plan.hash));
  return gate?.for ?? [];
}

/** Where the rest can be read. */
export function andMore(count: number, view: View, shown: Shown, command: 'status' | 'plan' = 'status'): Mrkdwn {
  return md`and ${count} more: see \`${escapeText(shown.program, 80)} ${escapeText(command)} ${view.number}\``;
}

/** The first `max` of them as lines, and how many there are besides. */
export function firstOf<T>(
  all: readonly T[],
  max: number,
  line: (one: T) => Mrkdwn,
  more: (count: number) => Mrkdwn,
): Mrkdwn[] {
  const shown = all.slice(0, max).map(line);
  return all.length <= max ? shown : [...shown, more(all.length - max)];
}
