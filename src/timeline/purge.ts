import type { Write } from '../platform/db/db.ts';

/** Deletes the body and the usage rows of one entry; its header stays. The caller holds the incident's row lock. */
export async function purgeEntry(write: Write, incident: string, seq: number): Promise<void> {
  await write('delete from entry_body where incident = $1 and seq = $2', [incident, seq]);
  await write('delete from usage_row where incident = $1 and seq = $2', [incident, seq]);
}
