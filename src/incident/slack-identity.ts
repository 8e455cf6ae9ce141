/** Whose account in Slack a decision came from. */
import type { SlackPlace } from '../timeline/decision.ts';
import type { SlackIdentity } from '../timeline/person.ts';

/**
 * Null when a decision of `person` was made by the account that is listed as theirs; else why not.
 * `where` says who lists it: "the record", "staunch.yml".
 */
export function slackFault(made: SlackPlace, listed: SlackIdentity | null, person: string, where: string): string | null {
  if (listed === null) return `${where} lists no Slack account of ${person}`;
  if (isSameAccount(made, listed)) return null;
  return `it was made in Slack by ${accountName(made)}, and ${where} lists ${accountName(listed)} as ${person}`;
}

/** The account that a record pins for somebody; null where it pins none. */
export const pinnedSlack = (people: readonly { id: string; slack?: SlackIdentity | undefined }[], person: string) =>
  people.find(({ id }) => id === person)?.slack ?? null;

export const isSameAccount = (one: SlackIdentity | null, other: SlackIdentity | null) =>
  one?.user === other?.user && one?.team === other?.team;

/** "U012ABCDEF of T012ABCDEF". */
export const accountName = ({ user, team }: SlackIdentity) => `${user} of ${team}`;
