/**
 * The entries once more through the pinned playbook: every recorded state must follow from the events before it, every event
 * from its entry, and what a move asks for must stand in the record, in order. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { begin, step } from '../../playbook/advance.ts';
import type { Advance, MachineEvent } from '../../playbook/step.ts';
import type { Playbook } from '../../playbook/tree.ts';
import type { Recorded } from '../../timeline/bundle/headers.ts';
import type { Movement } from '../../timeline/chain.ts';
import type { Entry } from '../../timeline/entry.ts';
import { endsAsking, heirOf, isClosedWhileAsking } from './asking-ends.ts';
import { type Causes, causesOf } from './causes.ts';
import { type Demand, isOnDemand } from './due.ts';
import type { RecordFault } from './record-fault.ts';
import { carryOut, nextDemand, note, type Walk, walkFrom } from './walk.ts';

/** Every fault until the thread is lost: behind an event that cannot be, nothing can be followed any more. */
export function replay(playbook: Playbook, record: readonly Recorded[]): RecordFault[] {
  const walk = walkFrom(playbook);
  const faults: RecordFault[] = [];
  for (const [index, { entry, movement }] of record.entries()) {
    const fault = readEntry(walk, entry, movement, () => heirOf(record, index));
    if (fault === null) continue;
    faults.push({ seq: entry.seq, what: fault.what });
    if (fault.lost) return faults;
  }
  const last = record.at(-1)?.entry.seq ?? null;
  if (walk.state === null) faults.push({ seq: last, what: 'the record ends before its playbook begins' });
  const missing = nextDemand(walk);
  if (missing !== null) faults.push({ seq: last, what: `the record ends here, but ${spoken(missing)} must follow` });
  return faults;
}

type Fault = { what: string; lost: boolean };
const lost = (what: string): Fault => ({ what, lost: true });

function readEntry(walk: Walk, entry: Entry, movement: Movement | null, heir: () => Entry | null): Fault | null {
  const misplaced = endsAsking(walk, entry, heir) ? null : meetDemand(walk, entry, movement);
  if (misplaced !== null) return misplaced;
  if (isClosedWhileAsking(walk, entry)) return lost('it closes the incident, but not the asking that is open');
  note(walk, entry, movement);
  if (walk.state === null) return beginning(walk, entry, movement);
  const causes = causesOf(entry, walk.playbook, walk.members);
  return movement === null ? unmoved(walk, causes) : moved(walk, causes, movement);
}

/** What a declaration tells: the leak, and the stops that already counted when it came. */
const opening: readonly string[] = ['incident.declared', 'credential.added', 'value.held', 'calls.stopped'];

/** The playbook begins with the declaration: with its last entry before anything else happens. */
function beginning(walk: Walk, entry: Entry, movement: Movement | null): Fault | null {
  if (!opening.includes(entry.type)) {
    return lost(`it stands before the playbook began`);
  }
  if (movement === null) return null;
  if (!isDeepStrictEqual(movement.event, { type: 'begin' })) {
    return lost(`it says that ${JSON.stringify(movement.event)} moved a playbook that had not begun`);
  }
  return follow(walk, begin(walk.playbook), 'begin', movement);
}

function unmoved(walk: Walk, { must }: Causes): Fault | null {
  if (must === null || step(walk.playbook, walk.state, must) === null) return null;
  return lost(`the playbook moves at ${spokenEvent(must)}, but it records no move`);
}

function moved(walk: Walk, { may }: Causes, movement: Movement): Fault | null {
  const event = may.find((candidate) => isDeepStrictEqual(candidate, movement.event));
  if (event === undefined) return lost(`an entry of its type cannot cause the event ${JSON.stringify(movement.event)} here`);
  const next = step(walk.playbook, walk.state, event);
  if (next === null) return lost(`the playbook does not move at ${spokenEvent(event)} here`);
  return follow(walk, next, event.type, movement);
}

function follow(walk: Walk, next: Advance, cause: string, movement: Movement): Fault | null {
  walk.state = next.state;
  walk.due = [...next.effects.map((effect) => ({ effect, cause })), ...walk.due];
  if (isDeepStrictEqual(next.value, movement.state)) return null;
  const what = `its recorded state does not follow: the playbook comes to ${JSON.stringify(next.value)}`;
  return { what: `${what}, and ${JSON.stringify(movement.state)} is recorded`, lost: false };
}

/** Whether this entry is the one that must come now, where it must be one. */
function meetDemand(walk: Walk, entry: Entry, movement: Movement | null): Fault | null {
  const demand = nextDemand(walk);
  if (demand !== null && meets(entry, demand)) {
    carryOut(walk);
    return null;
  }
  if (isOnDemand(entry)) {
    const instead = demand === null ? 'nothing in the playbook asks for it here' : `${spoken(demand)} must come first`;
    return lost(`"${entry.type}" does not belong here: ${instead}`);
  }
  if (demand === null || movement === null) return null;
  // Before an incident is closed it is seen whether it is contained.
  if (demand.type === 'incident.closed' && (entry.type === 'incident.contained' || entry.type === 'incident.reopened'))
    return null;
  return lost(`the playbook moves on, though ${spoken(demand)} is missing before it`);
}

function meets(entry: Entry, { type, data }: Demand): boolean {
  if (entry.type !== type) return false;
  const said = entry.data as Record<string, unknown>;
  return Object.entries(data).every(([field, value]) => isDeepStrictEqual(said[field], value));
}

const spoken = ({ type, data }: Demand) => (Object.keys(data).length === 0 ? `"${type}"` : `"${type}" ${JSON.stringify(data)}`);
const spokenEvent = (event: MachineEvent) => JSON.stringify(event);
