import { lastCutOff } from './credentials.ts';
import { firstOf } from './pick.ts';
import type { Story } from './story.ts';

/** The seven moments that a containment is made of, in the order they should come. `at` null: it has not come. */
export type KeyMoment = {
  what: 'detected' | 'declared' | 'people asked' | 'plan agreed' | 'first strike' | 'cut off' | 'contained';
  at: string | null;
};

/** Reads no text of the record: the same after a purge, and fit for people outside. */
export function keyMoments(story: Pick<Story, 'entries' | 'declared' | 'detectedAt' | 'askings' | 'credentials' | 'status'>) {
  const { entries, declared, detectedAt, askings, credentials, status } = story;
  const moments: KeyMoment[] = [
    { what: 'detected', at: detectedAt },
    { what: 'declared', at: declared?.at ?? null },
    { what: 'people asked', at: askings[0]?.openedAt ?? null },
    { what: 'plan agreed', at: firstOf(entries, 'gate.accepted')?.at ?? null },
    { what: 'first strike', at: firstStrikeAt(story) },
    { what: 'cut off', at: lastCutOff(credentials) },
    { what: 'contained', at: status.containedAt },
  ];
  return moments;
}

/** When the first strike was answered. */
function firstStrikeAt({ entries }: Pick<Story, 'entries'>): string | null {
  const striking = new Set<string>();
  for (const { type, data, at } of entries) {
    if (type === 'step.started' && data.action.startsWith(`${strikeAction}@`)) striking.add(data.step);
    if (type === 'step.done' && striking.has(data.step)) return at;
  }
  return null;
}

/** The action whose calls cut a credential off. */
const strikeAction = 'credential.strike';
