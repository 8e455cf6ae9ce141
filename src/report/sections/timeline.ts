import { type Block, log, paragraph } from '../document/block.ts';
import { type Rich, say } from '../document/rich.ts';
import { entrySentence } from '../sentences/entry-sentence.ts';
import { correctionsOf } from '../story/corrections.ts';
import type { Story } from '../story/story.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { quoted } from '../words/prose.ts';
import { sinceDetection, utc } from '../words/time-words.ts';

/** Every entry, one row each. */
export function timeline({ entries, detectedAt, zone }: Story, names: Names): Block[] {
  if (entries.length === 0) return [paragraph('The record is empty.')];
  const rows = entries.map((entry) => [
    String(entry.seq),
    ...timeCells(entry.at, zone),
    sinceDetection(detectedAt, entry.at),
    names.actor(entry.actor),
    say`${entrySentence(entry, names)}${corrections(entries, entry.seq, names)}`,
  ]);
  return [log(['#', ...timeHead(zone), 'from detection', 'who', 'what happened'], rows)];
}

/** What people found wrong with it later stands beside it, and says where it comes from. */
function corrections(entries: Story['entries'], seq: number, names: Names): Rich {
  return correctionsOf(entries, seq).flatMap(
    ({ seq: by, at, data, body }) =>
      say` **Corrected** at ${utc(at)} by ${names.person(data.person)} (entry ${by}): ${quoted(body?.text)}`,
  );
}
