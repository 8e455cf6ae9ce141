import type { Clock } from '../platform/clock.ts';
import type { Query } from '../platform/db/db.ts';
import { readEntries } from '../timeline/read.ts';
import { fold } from './fold/fold.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { readIncident } from './rows/incident-row.ts';
import { readPauses } from './rows/pause-row.ts';
import type { View } from './view.ts';
import { viewOf } from './view-of.ts';

/** An incident as people see it, from its record; null where there is none. */
export async function readView(
  parts: { playbooks: PinnedPlaybooks; clock: Clock },
  query: Query,
  id: string,
): Promise<View | null> {
  const row = await readIncident(query, id);
  if (row === null) return null;
  const playbook = await parts.playbooks.read(query, row.playbook);
  const paused = await readPauses(query, id, parts.clock.now());
  return viewOf(fold(await readEntries(query, id, 'all')), playbook, row.number, paused);
}
