/** The people of `people.ts`, all but Dia with an account in one Slack workspace; and the message whose buttons they press. */
import type { SlackPlace } from '../../src/timeline/decision.ts';
import { type Person, people } from './people.ts';

export const team = 'T0DRILL';
export const accountOf = (person: string) => ({ user: `U0${person.toUpperCase()}`, team });

export const inSlack = <P extends Person>(all: readonly P[]): P[] =>
  all.map((person) => (person.id === 'dia' ? person : { ...person, slack: accountOf(person.id) }));
export const slackPeople = inSlack(people);

/** `person` presses a button of the asking's message. */
export const pressedBy = (person: string, change: Partial<SlackPlace> = {}): SlackPlace => ({
  ...accountOf(person),
  channel: 'C0INC7',
  message: '1764039600.000100',
  ...change,
});
