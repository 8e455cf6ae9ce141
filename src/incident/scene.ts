/** One incident under its lock: what a turn decides upon, and what it changes. */
import type { Query, Write } from '../platform/db/db.ts';
import type { MachineState } from '../playbook/step.ts';
import type { Playbook } from '../playbook/tree.ts';
import { noHead, type Position } from '../timeline/chain.ts';
import { readEntries } from '../timeline/read.ts';
import { fold } from './fold/fold.ts';
import { type CredentialRow, readCredentials } from './rows/credential-row.ts';
import type { IncidentRow } from './rows/incident-row.ts';
import { type Members, readMembers } from './rows/member-row.ts';
import type { State } from './state.ts';

export type Scene = {
  /** The place in the record up to which all of this is known. */
  position: Position;
  /** Time of the last entry, ISO 8601; null before the first. */
  lastAt: string | null;
  /** Null before the first entry. */
  state: State | null;
  /** Hash of the playbook that the first entry pins; null before it. */
  playbook: string | null;
  /** The statechart's state as the last turn left it: the row holds the same, but to read that again costs more. */
  machine: MachineState | null;
  members: Members;
  credentials: CredentialRow[];
};

/** What a transaction on an incident works with: its row is locked until the transaction ends. */
export type Locked = { query: Query; later: Write; row: IncidentRow; playbook: Playbook; scene: Scene };

/** The scene of an incident that is being opened. */
export function emptyScene(incident: string): Scene {
  const position = { incident, seq: 0, head: noHead };
  return { position, lastAt: null, state: null, playbook: null, machine: null, members: new Map(), credentials: [] };
}

/** Reads everything anew; the caller holds the incident's lock. */
export async function readScene(query: Query, position: Position): Promise<Scene> {
  const { incident } = position;
  const [entries, members, credentials] = await Promise.all([
    readEntries(query, incident, 'all'),
    readMembers(query, incident),
    readCredentials(query, incident),
  ]);
  const [first] = entries;
  const state = first === undefined ? null : fold(entries);
  const playbook = first?.type === 'incident.declared' ? first.data.playbook : null;
  return { position, lastAt: entries.at(-1)?.at ?? null, state, playbook, machine: null, members, credentials };
}

/** What the record adds up to. Throws before the first entry. */
export function stateOf({ state, position }: Scene): State {
  if (state === null) throw new TypeError(`The incident ${position.incident} has no entry yet.`);
  return state;
}
