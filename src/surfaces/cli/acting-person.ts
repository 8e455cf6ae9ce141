import { didYouMean } from '../../platform/config/did-you-mean.ts';
import type { Unnamed } from './render/page.ts';
import type { Place, TerminalComposition, TerminalPerson } from './terminal-composition.ts';
import { TerminalError } from './terminal-error.ts';
import type { Turn } from './turn.ts';

/**
 * Who types: `--as`, else STAUNCH_PERSON, else the person whose `login` is this machine's account, else null.
 * Refuses (usage) a name that is not in the configuration.
 */
export async function actingPerson(turn: Turn, as: string | null): Promise<string | null> {
  const people = await turn.composition.people(turn.globals());
  const named = as ?? turn.composition.person;
  if (named !== null) return known(named, people, as === null ? 'STAUNCH_PERSON' : '--as');
  return people.find(({ login }) => login === turn.composition.account)?.id ?? null;
}

/** The same, but a name is taken as it was typed: who may, the desk says. */
export async function claimedPerson(turn: Turn, as: string | null): Promise<string | null> {
  return as ?? turn.composition.person ?? actingPerson(turn, null);
}

/** The name itself, if the configuration has it or has no people at all. */
export function known(name: string, people: TerminalPerson[], from: string): string {
  const ids = people.map(({ id }) => id);
  if (ids.length === 0 || ids.includes(name)) return name;
  const guess = didYouMean(name, ids);
  throw new TerminalError(
    'usage',
    `${from} ${name}: there is no such person in staunch.yml${guess === null ? '.' : `; did you mean ${guess}?`} People: ${ids.join(', ')}.`,
  );
}

/** Whom the commands that are shown must name, since nobody is known by themselves to type here; null where somebody is. */
export async function unnamedHere(composition: TerminalComposition, place: Place, as: string | null): Promise<Unnamed | null> {
  if (composition.person !== null) return null;
  // What is wrong with the configuration is told by the command that needs it.
  const people = await composition.people(place).catch(() => []);
  return people.some(({ login }) => login === composition.account) ? null : { as };
}
