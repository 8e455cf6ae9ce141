/** Nothing that waits for a time is told of before that time, by what the record itself says of it. */
import type { Entry } from '../../../timeline/entry.ts';
import { earliestOf, heldToTheEnd, type Waiting } from '../../earliest.ts';
import { askAgainRef, expiryTimer, passOnRef } from '../../gate-times.ts';
import type { Place } from './story.ts';

/** As the second half of a sentence; null when nothing is wrong. */
export function timeFault({ story: { state, playbook } }: Place, entry: Entry): string | null {
  const waiting = waitingFor(entry);
  const earliest = waiting === null ? null : earliestOf(state, playbook, waiting);
  if (earliest === null || !(earliest.getTime() > Date.parse(entry.at))) return null;
  return `it stands at ${entry.at}, before its time: by the record itself that comes at ${earliest.toISOString()}`;
}

/** What the entry says the time has come for. */
function waitingFor(entry: Entry): Waiting | null {
  switch (entry.type) {
    case 'timer.fired':
      return { kind: 'timer', ref: entry.data.timer };
    case 'clock.warned':
    case 'clock.overdue':
      return { kind: 'timer', ref: entry.type.replace('.', '-') };
    case 'stage.warned':
    case 'stage.overdue':
      return { kind: 'timer', ref: `${entry.type.replace('.', '-')}:${entry.data.stage}` };
    case 'gate.expired':
      return { kind: 'timer', ref: expiryTimer(entry.data.stage) };
    case 'gate.asked-again':
      return { kind: 'reminder', ref: askAgainRef(entry.data) };
    case 'gate.passed-on':
      return { kind: 'reminder', ref: passOnRef(entry.data) };
    case 'value.destroyed': {
      const { credential, ref, why } = entry.data;
      return why === heldToTheEnd ? { kind: 'expire-value', credential, ref } : null;
    }
    default:
      return null;
  }
}
