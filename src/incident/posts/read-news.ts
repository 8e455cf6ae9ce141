/** New entries become posts: once each, in one transaction with how far the surface has read. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { readEntries } from '../../timeline/read.ts';
import type { PinnedPlaybooks } from '../pinned-playbooks.ts';
import { readView } from '../read-view.ts';
import { incidentsWithNews, insertPost, lockProgress, readPlaces, writeProgress } from '../rows/post-row.ts';
import type { Surface } from '../surface.ts';

export type NewsParts = { db: Db; clock: Clock; playbooks: PinnedPlaybooks };

/** Incidents looked at in one go; the rest in the next. */
const mostAtOnce = 20;

/** Queues what is due for `surface`; answers whether there was any news. One incident that cannot be told keeps no other from it. */
export async function readNews(parts: NewsParts, surface: Surface): Promise<boolean> {
  let any = false;
  const faults: unknown[] = [];
  for (const incident of await incidentsWithNews(parts.db.query, surface.name, mostAtOnce)) {
    try {
      if (await readOne(parts, surface, incident)) any = true;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return any;
}

function readOne(parts: NewsParts, surface: Surface, incident: string): Promise<boolean> {
  return parts.db.transaction(async (query, later) => {
    const read = await lockProgress(query, surface.name, incident);
    if (read === null) return false;
    const all = await readEntries(query, incident, 'all');
    const entries = all.filter(({ seq }) => seq > read);
    const before = all.filter(({ seq }) => seq <= read);
    const last = entries.at(-1);
    const view = await readView(parts, query, incident);
    if (last === undefined || view === null) return false;
    const now = parts.clock.now();
    const places = await readPlaces(query, surface.name, incident);
    for (const post of surface.due({ before, entries, view, places, now })) {
      insertPost(later, surface.name, incident, { ...post, id: randomUUID() }, now);
    }
    writeProgress(later, surface.name, incident, last.seq);
    return true;
  });
}
