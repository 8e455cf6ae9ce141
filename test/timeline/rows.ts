/** The rows an entry hangs from, without an engine. */
import { randomUUID } from 'node:crypto';
import { sha256Hex } from '../../src/platform/canonical.ts';
import type { Query } from '../../src/platform/db/db.ts';
import { noHead, type Position } from '../../src/timeline/chain.ts';

let numbers = 0;

/** An incident without any entry yet; its number is one that no other call gives. */
export async function newIncident(query: Query): Promise<Position> {
  const id = randomUUID();
  const source = 'playbook: none';
  numbers += 1;
  await query(
    `insert into playbook (hash, name, source, pinned_at) values ($1, 'none', $2, now()) on conflict (hash) do nothing`,
    [sha256Hex(source), source],
  );
  await query(
    `insert into incident (id, number, practice, playbook, compiler, state, status, detected_at, seq, head)
     values ($1, $2, true, $3, 1, '{}', 'open', now(), 0, $4)`,
    [id, numbers, sha256Hex(source), noHead],
  );
  return { incident: id, seq: 0, head: noHead };
}
