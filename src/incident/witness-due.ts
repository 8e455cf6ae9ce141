/** At each change of stage the head of the record is due to go to the witness. */
import { randomUUID } from 'node:crypto';
import type { EntryName } from '../timeline/entry.ts';
import { insertWitnessJob } from './rows/witness-job-row.ts';
import type { Turn } from './turn-underway.ts';

const witnessedTypes: ReadonlySet<EntryName> = new Set<EntryName>([
  'stage.started',
  'stage.done',
  'incident.contained',
  'incident.reopened',
  'incident.closed',
]);

/** Queues it, unless it waits already: what is written is always the head of that moment. Answers whether it was due. */
export async function queueWitness({ additions, later, row, at }: Turn): Promise<boolean> {
  if (!additions.some(({ draft }) => witnessedTypes.has(draft.type))) return false;
  await insertWitnessJob(later, { id: randomUUID(), incident: row.id, runAt: at });
  return true;
}
