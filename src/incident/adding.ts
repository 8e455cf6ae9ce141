/** One more credential for an incident that is open: its row, its entry, its value, and the asking about it. Pure. */
import { usualMode } from '../platform/config/kind-modes.ts';
import { draft } from '../timeline/entry.ts';
import { type Consequence, record } from './consequence.ts';
import type { NewCredential } from './rows/credential-row.ts';

/** The id of the next credential where there are `count`: "c2" behind "c1". */
export const nextCredential = (count: number): string => `c${count + 1}`;

/** `value` null: it can still be handed in. */
export function adding(credential: NewCredential, value: string | null): Consequence[] {
  const added = addedEntry(credential);
  const event = { type: 'replan' } as const;
  return [
    { type: 'join', credential },
    ...(value === null
      ? [record(added, event)]
      : [record(added), { type: 'hold', credential: credential.id, ref: 'leaked', value, event } as const]),
  ];
}

export function addedEntry({ id, kind, locator, fingerprint, hint, mode = usualMode }: NewCredential) {
  return draft('credential.added', { credential: id, kind, fingerprint, mode }, { locator, hint });
}
