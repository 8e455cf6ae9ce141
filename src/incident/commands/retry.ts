/** `retry`: ask for a step again: one that is stuck, or another look at a credential that is not dead yet. */
import { draft } from '../../timeline/entry.ts';
import { record } from '../consequence.ts';
import type { CredentialStory } from '../state.ts';
import { type Decide, decided, refuse, type Situation } from './decide.ts';
import { credentialOrNull, gateStage, type Meant, meant } from './members.ts';

export const decideRetry: Decide<'retry'> = (situation, payload) => {
  const { state, actor } = situation;
  if (state.status === 'closed') return refuse('no', 'The incident is closed.');
  const entry = (credential: string) =>
    draft('step.retried', { step: payload.step, credential: credentialOrNull(credential), person: actor.person });
  if (gateStage(situation, payload.step) !== null) {
    if (state.gate?.state === 'asking') return refuse('no', 'People are being asked right now: approve or reject instead.');
    if (state.gate?.state !== 'refused') return refuse('no', 'This gate waits for nothing.');
    return decided(record(entry(''), { type: 'replan' }));
  }
  const again = (members: readonly Meant[]) =>
    decided(...members.map(({ step, credential }) => ({ type: 'start', step, credential, entry: entry(credential) }) as const));
  const stuck = meant(state, payload.step, payload.credential, ['stuck']);
  if ('members' in stuck) return again(stuck.members);
  const over = overYetLiving(situation, payload.step, payload.credential);
  const [first] = over;
  if (first === undefined) return stuck;
  return needsPlan(situation, payload.step) ? decided(record(entry(first.credential), { type: 'replan' })) : again(over);
};

/** What is over, though its credential still works: nobody is left without a way to look again, or to cut it. */
function overYetLiving(situation: Situation, step: string, wanted: string | undefined): Meant[] {
  const { state, gives } = situation;
  const given = gives(step);
  if (given === null || given === 'document' || given === 'undo') return [];
  const over = meant(state, step, wanted, ['done', 'skipped']);
  if ('refusal' in over) return [];
  if (given === 'proof') return over.members;
  const ids = new Set([...state.credentials.values()].filter(isLiving).map(({ record: { id } }) => id));
  const living = over.members.filter(({ credential }) => (credential === '' ? ids.size > 0 : ids.has(credential)));
  return given === 'strike' ? living.filter(({ credential }) => wasLookedAt(situation, credential)) : living;
}

const isLiving = ({ state }: CredentialStory) => state === 'alive' || state === 'unknown';

/** After its strike it was looked at, or a person left that out: before, the proof decides what comes next. */
function wasLookedAt({ state, gives }: Situation, credential: string): boolean {
  return [...state.members].some(([step, members]) => {
    const member = members.get(credential);
    return gives(step) === 'proof' && member !== undefined && member.state !== 'running';
  });
}

/** What comes before a plan is done again as a whole; so is a strike that no accepted plan stands behind. */
function needsPlan({ state, gives }: Situation, step: string): boolean {
  return gives(step) !== 'proof' && (gives(step) !== 'strike' || state.inForce === null);
}
