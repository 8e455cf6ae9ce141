import { entrySentence } from '../sentences/entry-sentence.ts';
import type { Story } from '../story/story.ts';
import { table } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { sinceDetection, utc } from '../words/time-words.ts';

/** Every entry, one row each. */
export function timeline({ entries, detectedAt }: Pick<Story, 'entries' | 'detectedAt'>, names: Names): string[] {
  const rows = entries.map((entry) => [
    String(entry.seq),
    utc(entry.at),
    sinceDetection(detectedAt, entry.at),
    names.actor(entry.actor),
    entrySentence(entry, names),
  ]);
  return table(['#', 'UTC', 'from detection', 'who', 'what happened'], rows);
}
