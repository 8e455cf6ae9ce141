import { sha256Hex } from '../../platform/canonical.ts';
import type { Query } from '../../platform/db/db.ts';

/** Keeps a playbook's text under its hash: an open incident goes on with the text it began with. */
export async function pinPlaybook(query: Query, playbook: { name: string; source: string }, at: Date): Promise<string> {
  const hash = sha256Hex(playbook.source);
  await query('insert into playbook (hash, name, source, pinned_at) values ($1, $2, $3, $4) on conflict (hash) do nothing', [
    hash,
    playbook.name,
    playbook.source,
    at,
  ]);
  return hash;
}

export async function readPinnedPlaybook(query: Query, hash: string): Promise<{ name: string; source: string } | null> {
  const [row] = await query<{ name: string; source: string }>('select name, source from playbook where hash = $1', [hash]);
  return row ?? null;
}
