/** One incident's record with what is needed to read it: limits and titles of its playbook, names of its people. */
import type { Query } from '../platform/db/db.ts';
import type { Entry } from '../timeline/entry.ts';
import { readEntries } from '../timeline/read.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { readIncident } from './rows/incident-row.ts';

export type TimelineRecord = {
  number: number;
  withinMs: number;
  stages: { id: string; title: string; withinMs: number; steps: { id: string; title: string }[] }[];
  people: { id: string; name: string }[];
  entries: readonly Entry[];
};

export async function recordOf(
  query: Query,
  playbooks: PinnedPlaybooks,
  people: { id: string; name: string }[],
  incident: string,
): Promise<TimelineRecord | null> {
  const row = await readIncident(query, incident);
  if (row === null) return null;
  const playbook = await playbooks.read(query, row.playbook);
  return {
    number: row.number,
    withinMs: playbook.withinMs,
    stages: playbook.stages.map(({ id, title, withinMs, steps }) => ({
      id,
      title,
      withinMs,
      steps: steps.map((step) => ({ id: step.id, title: step.title })),
    })),
    people,
    entries: await readEntries(query, incident, 'all'),
  };
}
