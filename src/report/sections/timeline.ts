import { type Block, log, paragraph } from '../document/block.ts';
import { entrySentence } from '../sentences/entry-sentence.ts';
import type { Story } from '../story/story.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { sinceDetection } from '../words/time-words.ts';

/** Every entry, one row each. */
export function timeline({ entries, detectedAt, zone }: Story, names: Names): Block[] {
  if (entries.length === 0) return [paragraph('The record is empty.')];
  const rows = entries.map((entry) => [
    String(entry.seq),
    ...timeCells(entry.at, zone),
    sinceDetection(detectedAt, entry.at),
    names.actor(entry.actor),
    entrySentence(entry, names),
  ]);
  return [log(['#', ...timeHead(zone), 'from detection', 'who', 'what happened'], rows)];
}
