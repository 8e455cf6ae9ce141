/** `by-hand`: a named person did the step. For a proof it counts as the weakest grade, and never against a look. */
import { draft } from '../../timeline/entry.ts';
import { type Consequence, record } from '../consequence.ts';
import type { CredentialStory } from '../state.ts';
import { type Decide, decided, refuse } from './decide.ts';
import { credentialOrNull, gateStage, meant } from './members.ts';

export const decideByHand: Decide<'by-hand'> = (situation, payload) => {
  const { state, actor, at } = situation;
  const person = actor.person;
  if (state.status === 'closed') return refuse('no', 'The incident is closed.');
  if (person === null) return refuse('forbidden', 'A step done by hand is vouched for by a named person: --as PERSON.');
  const reason = payload.reason ?? null;
  const entry = (credential: string) =>
    draft('step.by-hand', { step: payload.step, credential: credentialOrNull(credential), person }, { reason });
  const stage = gateStage(situation, payload.step);
  if (stage !== null) {
    if (state.gate?.state !== 'asking' && state.gate?.state !== 'refused') return refuse('no', 'This gate waits for nothing.');
    return decided(record(entry(''), { type: 'gate-by-hand', stage }));
  }
  const found = meant(state, payload.step, payload.credential, ['stuck', 'running']);
  if ('refusal' in found) return found;
  const consequences: Consequence[] = [];
  for (const { step, credential } of found.members) {
    const story = state.credentials.get(credential);
    if (situation.gives(step) === 'proof' && story !== undefined) {
      if (story.after?.result === 'alive') return refuse('no', stillAlive(story));
      consequences.push(...provenByHand(story, person, reason, at));
    }
    consequences.push({ type: 'settle', step, credential, entry: entry(credential) });
  }
  return decided(...consequences);
};

/** A word, where nothing better is there: what a look has proven stays proven by that look. */
function provenByHand(
  { record: credential, before, state }: CredentialStory,
  person: string,
  reason: string | null,
  at: Date,
): Consequence[] {
  if (state === 'cut-off' || state === 'dead') return [];
  const after = {
    result: 'could-not-tell',
    at: at.toISOString(),
    detail: `${person} says so${reason === null ? '' : `: ${reason}`}`,
  } as const;
  return [
    record(
      draft(
        'credential.proved',
        { credential: credential.id, grade: 'by-hand', before: before?.result ?? null, after: after.result },
        { before, after },
      ),
    ),
    record(draft('credential.changed', { credential: credential.id, from: state, to: 'cut-off' })),
    { type: 'credential', id: credential.id, patch: { state: 'cut-off' } },
  ];
}

function stillAlive({ record: credential, after }: CredentialStory): string {
  return `The last look still found ${credential.hint} alive (${after?.at}: ${after?.detail}). A person's word does not outrank that: retry the step.`;
}
