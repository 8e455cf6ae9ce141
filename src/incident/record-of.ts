/** One incident's record with what is needed to read it: limits and titles of its playbook, names of its people. */
import type { Query } from '../platform/db/db.ts';
import type { Entry } from '../timeline/entry.ts';
import { readEntries } from '../timeline/read.ts';
import { readUsage, type StoredUsage } from '../timeline/usage.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { type KnownPerson, recordedPeople } from './recorded-people.ts';
import { readIncident } from './rows/incident-row.ts';

export type TimelineRecord = {
  number: number;
  withinMs: number;
  stages: { id: string; title: string; withinMs: number; steps: { id: string; title: string }[] }[];
  people: { id: string; name: string }[];
  /** IANA name of the zone in which whoever asks reads times; 'UTC' where nobody is known. */
  zone: string;
  entries: readonly Entry[];
  /** Hash of the last entry, 64 hex digits; null while there is none. */
  head: string | null;
  /** Who was seen using what leaked: rows as they are stored, bound to their entry by its number. */
  usage: readonly StoredUsage[];
};

/** `configured`: names for a record that a version before wrote without any. */
export async function recordOf(
  query: Query,
  playbooks: PinnedPlaybooks,
  configured: readonly KnownPerson[],
  incident: string,
): Promise<TimelineRecord | null> {
  const row = await readIncident(query, incident);
  if (row === null) return null;
  const playbook = await playbooks.read(query, row.playbook);
  const entries = await readEntries(query, incident, 'all');
  const people = recordedPeople(entries) ?? configured;
  return {
    number: row.number,
    withinMs: playbook.withinMs,
    stages: playbook.stages.map(({ id, title, withinMs, steps }) => ({
      id,
      title,
      withinMs,
      steps: steps.map((step) => ({ id: step.id, title: step.title })),
    })),
    people: people.map(({ id, name }) => ({ id, name })),
    zone: zoneOf(people, entries),
    entries,
    head: await hashOf(query, incident, entries.length),
    usage: await readUsage(query, incident),
  };
}

/** The zone of whoever declared it, else of the first of the people. */
function zoneOf(people: readonly KnownPerson[], [first]: readonly Entry[]): string {
  const requester = first?.type === 'incident.declared' ? first.data.requester : null;
  return (people.find(({ id }) => id === requester) ?? people[0])?.timezone ?? 'UTC';
}

/** Of the last entry that was read: the incident's own row may be further by now. */
async function hashOf(query: Query, incident: string, seq: number): Promise<string | null> {
  const [row] = await query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from entry where incident = $1 and seq = $2`,
    [incident, seq],
  );
  return row?.hash ?? null;
}
