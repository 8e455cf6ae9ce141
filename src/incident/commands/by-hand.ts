/** `by-hand`: a named person did the step. For a proof it counts as the weakest grade, and never against a look. */
import { draft } from '../../timeline/entry.ts';
import { type Consequence, record } from '../consequence.ts';
import type { CredentialStory } from '../state.ts';
import { type Decide, type Decision, decided, refuse, type Situation } from './decide.ts';
import { credentialOrNull, gateStage, handFault, type Meant, meant, responderFault } from './members.ts';

export const decideByHand: Decide<'by-hand'> = (situation, payload) => {
  const { state, actor } = situation;
  const { person } = actor;
  if (state.status === 'closed') return refuse('no', 'The incident is closed.');
  const fault = responderFault(situation) ?? handFault(situation, payload.step);
  if (fault !== null || person === null) return refuse('forbidden', fault ?? 'Who answers for a step is named: --as PERSON.');
  const said = { person, reason: payload.reason ?? null };
  const stage = gateStage(situation, payload.step);
  if (stage !== null) return passGate(situation, payload.step, stage, said);
  const found = meant(state, payload.step, payload.credential, ['stuck', 'running']);
  return 'refusal' in found ? found : settleEach(situation, found.members, said);
};

type Said = { person: string; reason: string | null };

const entryOf = (step: string, credential: string, { person, reason }: Said) =>
  draft('step.by-hand', { step, credential: credentialOrNull(credential), person }, { reason });

function passGate({ state }: Situation, step: string, stage: string, said: Said): Decision {
  if (state.gate?.state !== 'asking' && state.gate?.state !== 'refused') return refuse('no', 'This gate waits for nothing.');
  return decided(record(entryOf(step, '', said), { type: 'gate-by-hand', stage }));
}

function settleEach({ state, gives, at }: Situation, members: Meant[], said: Said): Decision {
  const consequences: Consequence[] = [];
  for (const { step, credential } of members) {
    const story = state.credentials.get(credential);
    if (gives(step) === 'proof' && story !== undefined) {
      if (story.after?.result === 'alive') return refuse('no', stillAlive(story));
      consequences.push(...provenByHand(story, said.person, said.reason, at));
    }
    consequences.push({ type: 'settle', step, credential, entry: entryOf(step, credential, said) });
  }
  return decided(...consequences);
}

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
