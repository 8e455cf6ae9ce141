import type { Entry, EntryOf } from '../../timeline/entry.ts';
import type { State } from '../state.ts';
import { foldCredential } from './credentials.ts';
import { foldDecision } from './decisions.ts';
import { foldProgress } from './progress.ts';
import { foldRestart } from './restart.ts';
import { foldStop } from './stop.ts';
import { foldWritten } from './written.ts';

/** What the entries of one incident, in order, add up to. Throws when the first is not its declaration. */
export function fold(entries: readonly Entry[]): State {
  const [first, ...rest] = entries;
  if (first?.type !== 'incident.declared') throw new TypeError('An incident begins with its declaration.');
  const state = beginning(first);
  foldWritten(state, first);
  for (const entry of rest) foldEntry(state, entry);
  return state;
}

/** Changes `state` by the entry that follows in its record. */
export function foldEntry(state: State, entry: Entry): void {
  foldIncident(state, entry);
  foldRestart(state, entry);
  foldProgress(state, entry);
  foldCredential(state, entry);
  foldDecision(state, entry);
  foldStop(state, entry);
  foldWritten(state, entry);
}

function beginning(entry: EntryOf<'incident.declared'>): State {
  return {
    incident: entry.incident,
    title: entry.body?.title ?? '[purged]',
    practice: entry.data.practice,
    public: entry.data.public,
    requester: entry.data.requester,
    declaredAt: entry.at,
    detectedAt: entry.data.detectedAt,
    exposedSince: entry.data.exposedSince,
    exposureCorrected: false,
    people: entry.data.people,
    status: 'open',
    containedAt: null,
    closedAt: null,
    closed: null,
    stages: new Map(),
    members: new Map(),
    credentials: new Map(),
    plans: new Map(),
    offered: [],
    gate: null,
    inForce: null,
    objected: false,
    unneeded: false,
    alarms: [],
    stops: [],
    written: new Map(),
  };
}

function foldIncident(state: State, entry: Entry): void {
  switch (entry.type) {
    case 'declaration.joined':
      state.public ||= entry.data.public;
      if (!state.exposureCorrected) state.exposedSince = earlier(state.exposedSince, entry.data.exposedSince);
      return;
    case 'people.changed':
      state.people = entry.data.people;
      return;
    case 'incident.contained':
      state.status = 'contained';
      state.containedAt = entry.at;
      return;
    case 'incident.reopened':
      state.status = 'open';
      state.containedAt = null;
      return;
    case 'incident.closed':
      state.status = 'closed';
      state.closedAt = entry.at;
      state.closed = { by: entry.data.person ?? null, why: closingWords(entry) };
      // Nobody can answer any more, whatever closed it.
      if (state.gate?.state === 'asking') state.gate.state = 'closed';
      return;
    case 'alarm.raised':
      state.alarms.push({ at: entry.at, what: entry.body?.text ?? entry.data.code });
      return;
    default:
  }
}

/** A person's own words, once purged nobody's; else why it ended by itself. */
function closingWords({ data, body }: EntryOf<'incident.closed'>): string {
  return data.person === undefined ? data.why : (body?.reason ?? '[purged]');
}

/** The earlier of two times that may not be known. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(one) <= Date.parse(other) ? one : other;
}
