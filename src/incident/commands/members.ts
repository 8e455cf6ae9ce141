/** Which part of a step a person means: `retry`, `skip` and `by-hand` all name a step and maybe a credential. */
import type { Refusal } from '../command.ts';
import type { MemberStory, Progress, State } from '../state.ts';
import { gateStep } from '../step-names.ts';
import type { Situation } from './decide.ts';

export type Meant = { step: string; credential: string; member: MemberStory };

/** The stage whose gate is named, or null when the name is not a gate's. */
export function gateStage(situation: Situation, step: string): string | null {
  const stage = situation.playbook.stages.find((candidate) => candidate.gate !== null && gateStep(candidate.id) === step);
  return stage?.id ?? null;
}

/** The members of `step` in one of the wanted states; a refusal that says what is there instead when there is none. */
export function meant(
  state: State,
  step: string,
  credential: string | undefined,
  wanted: readonly Progress[],
): { members: Meant[] } | { refusal: Refusal } {
  const members = state.members.get(step);
  if (members === undefined) {
    const known = [...state.members.keys()].join(', ');
    return {
      refusal: { class: 'missing', message: `There is no step "${step}" yet. Steps so far: ${known === '' ? 'none' : known}.` },
    };
  }
  if (credential !== undefined && !members.has(credential)) {
    const known = [...members.keys()].filter((id) => id !== '').join(', ');
    return {
      refusal: {
        class: 'missing',
        message: `Step "${step}" has no credential "${credential}". It has: ${known === '' ? 'none' : known}.`,
      },
    };
  }
  const found = [...members].flatMap(([id, member]) =>
    (credential === undefined || id === credential) && wanted.includes(member.state) ? [{ step, credential: id, member }] : [],
  );
  if (found.length > 0) return { members: found };
  const states = [...members].map(([id, member]) => `${id === '' ? step : id} is ${member.state}`).join(', ');
  return { refusal: { class: 'no', message: `Nothing to do in step "${step}": ${states}.` } };
}

/** Why this person may not leave out or vouch for a step: unnamed, or in no group that the playbook counts on. */
export function responderFault({ state, playbook, actor }: Situation): string | null {
  if (actor.person === null) return 'Who answers for a step is named: --as PERSON.';
  const rungs = Object.values(playbook.ladders).flatMap((ladder) => [ladder.reversible, ladder.irreversible, ladder.mass]);
  const hands = playbook.stages.flatMap(({ steps }) => steps.flatMap((step) => (step.type === 'by-hand' ? [step.group] : [])));
  const groups = [...new Set([...rungs.map((rung) => rung.from), ...hands])];
  const person = state.people.find((known) => known.id === actor.person);
  if (person?.groups.some((group) => groups.includes(group))) return null;
  return `${actor.person} is in none of the groups that this playbook counts on: ${groups.join(', ')}.`;
}

/** Why this person may not say that a step done by hand is done; null for every other step. */
export function handFault({ state, playbook, actor }: Situation, id: string): string | null {
  const step = playbook.stages.flatMap(({ steps }) => steps).find((candidate) => candidate.id === id);
  if (step?.type !== 'by-hand') return null;
  const person = state.people.find((known) => known.id === actor.person);
  return person?.groups.includes(step.group) ? null : `${actor.person} is not in the group "${step.group}" that is asked.`;
}

export const credentialOrNull = (credential: string) => (credential === '' ? null : credential);

export function unknownCredential(state: State, id: string): string {
  return `This incident has no credential "${id}". It has: ${[...state.credentials.keys()].join(', ')}.`;
}

export function noSuchEntry(state: State, entry: number): string {
  return `There is no entry ${entry} in this incident: they are numbered 1 to ${state.written.size}.`;
}
