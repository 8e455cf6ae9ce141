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

export const credentialOrNull = (credential: string) => (credential === '' ? null : credential);

export function unknownCredential(state: State, id: string): string {
  return `This incident has no credential "${id}". It has: ${[...state.credentials.keys()].join(', ')}.`;
}
