/** What is said around an asking is said while it asks, and once; what is over is not done again. */
import type { Entry, EntryOf } from '../../../timeline/entry.ts';
import type { GateStory, State } from '../../state.ts';
import { gateStep, undoStep } from '../../step-names.ts';
import { before, type Place } from './story.ts';

/** As the second half of a sentence; null when nothing is wrong. */
export function gateFault(place: Place, entry: Entry): string | null {
  const { state } = place.story;
  switch (entry.type) {
    case 'decision.recorded':
      return entry.data.credential === null ? verdictFault(state, entry) : undoFault(state, entry.data.credential);
    case 'gate.accepted':
      return state.gate?.state === 'accepted' ? 'a plan was accepted before' : null;
    case 'gate.asked-again':
    case 'gate.passed-on':
      return reminderFault(state.gate, entry);
    case 'alone.started': {
      const { nonce, person } = entry.data;
      const isSaid = (other: Entry) =>
        other.type === 'decision.recorded' && other.data.nonce === nonce && other.data.person === person;
      return before(place).some(isSaid) ? null : `no decision of ${person} to act alone was recorded together with it`;
    }
    case 'step.by-hand':
    case 'step.skipped':
      return overFault(place, entry);
    case 'entry.purged':
      return state.written.get(entry.data.entry)?.purgedBy == null ? null : 'those words were purged before';
    default:
      return null;
  }
}

function verdictFault(
  { gate }: State,
  { data: { nonce, plan, person, verdict } }: EntryOf<'decision.recorded'>,
): string | null {
  if (gate === null || !isAsking(gate, nonce)) return 'nothing asks for it any more';
  const isSaid = gate.decisions.some((said) => said.plan === plan && said.person === person && said.verdict === verdict);
  return isSaid ? `${person} has said so before` : null;
}

/** It is asked for once, and again where taking it back got stuck. */
function undoFault({ credentials, members }: State, credential: string): string | null {
  const { asked = null } = credentials.get(credential)?.undo ?? {};
  const isStuck = members.get(undoStep)?.get(credential)?.state === 'stuck';
  return asked === null || isStuck ? null : `${asked.person} has asked for it before`;
}

/** A gate may be passed again, when people are asked anew. */
function overFault({ story: { state, playbook } }: Place, { data }: EntryOf<'step.by-hand' | 'step.skipped'>): string | null {
  if (playbook.stages.some(({ id }) => gateStep(id) === data.step)) return null;
  const progress = state.members.get(data.step)?.get(data.credential ?? '')?.state;
  return progress === 'done' || progress === 'skipped' ? 'that was over before' : null;
}

const isAsking = (gate: GateStory | null, nonce: string) => gate?.nonce === nonce && gate.state === 'asking';

function reminderFault(gate: GateStory | null, { type, data }: EntryOf<'gate.asked-again' | 'gate.passed-on'>): string | null {
  if (!isAsking(gate, data.nonce)) return 'nothing asks under its nonce any more';
  const said = gate?.addressed.map(({ how }) => how) ?? [];
  const how = type === 'gate.asked-again' ? 'again' : 'passed-on';
  if (said.includes(how)) return 'it was said before';
  return how === 'passed-on' && !said.includes('again') ? 'it was passed on before anybody was asked again' : null;
}
