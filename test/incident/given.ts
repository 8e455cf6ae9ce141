/** "Given these entries": an incident's record put together by hand, without a database. */
import type { Entry, EntryDraft } from '../../src/timeline/entry.ts';
import { draft } from '../../src/timeline/entry.ts';
import type { PinnedPerson } from '../../src/timeline/person.ts';
import { people } from './people.ts';

export const incident = '00000000-0000-8000-8000-000000000001';

export type Given = { entries: Entry[]; add(...drafts: EntryDraft[]): Given };

/** A declared incident with one credential, c1; `add` appends an entry a second after the one before. */
export function given(declared: { people?: PinnedPerson[]; requester?: string | null; practice?: boolean } = {}): Given {
  const entries: Entry[] = [];
  const first = Date.parse('2026-11-24T00:00:00.000Z');
  const record: Given = {
    entries,
    add(...drafts) {
      for (const entry of drafts) {
        const at = new Date(first + entries.length * 1_000).toISOString();
        entries.push({ ...entry, incident, seq: entries.length + 1, at, actor: 'bot' } as Entry);
      }
      return record;
    },
  };
  return record.add(
    draft(
      'incident.declared',
      {
        playbook: 'hash',
        compiler: 1,
        practice: declared.practice ?? true,
        public: false,
        detectedAt: '2026-11-24T00:00:00.000Z',
        exposedSince: null,
        requester: declared.requester === undefined ? 'ana' : declared.requester,
        people: declared.people ?? people.map(({ id, groups, ssh }) => ({ id, groups, ssh })),
        recordKey: 'key',
      },
      { title: 'Leaked password', account: 'somebody' },
    ),
    draft(
      'credential.added',
      { credential: 'c1', kind: 'password', fingerprint: null },
      { locator: { role: 'app' }, hint: 'the role app' },
    ),
  );
}
