/** Playbooks as incidents pinned them: read back by hash, so an edited file never changes an open incident. */
import { sha256Hex } from '../platform/canonical.ts';
import type { Query } from '../platform/db/db.ts';
import { readPlaybook } from '../playbook/read.ts';
import type { Playbook } from '../playbook/tree.ts';
import { pinPlaybook, readPinnedPlaybook } from './rows/playbook-row.ts';

export type PinnedPlaybooks = {
  /** Pins the text for a new incident; the hash under which it is found again. */
  pin(query: Query, source: { name: string; text: string }, at: Date): Promise<{ hash: string; playbook: Playbook }>;
  read(query: Query, hash: string): Promise<Playbook>;
};

export function pinnedPlaybooks(): PinnedPlaybooks {
  // A text never changes under its hash, so it is read and compiled once.
  const known = new Map<string, Playbook>();
  return {
    async pin(query, source, at) {
      const playbook = readPlaybook(source.text, source.name);
      const hash = await pinPlaybook(query, { name: playbook.id, source: source.text }, at);
      known.set(hash, playbook);
      return { hash, playbook };
    },
    async read(query, hash) {
      const cached = known.get(hash);
      if (cached !== undefined) return cached;
      const pinned = await readPinnedPlaybook(query, hash);
      if (pinned === null || sha256Hex(pinned.source) !== hash) {
        throw new TypeError(`The playbook ${hash.slice(0, 12)} is not in the database as it was pinned.`);
      }
      const playbook = readPlaybook(pinned.source, `${pinned.name} (pinned ${hash.slice(0, 12)})`);
      known.set(hash, playbook);
      return playbook;
    },
  };
}
