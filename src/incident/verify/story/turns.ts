/** Entries that were written in one transaction belong together: the key of each says so. Pure. */
import type { EntryHeader } from '../../../timeline/bundle/headers.ts';
import type { Entry } from '../../../timeline/entry.ts';

/** What one transaction wrote, in order. `key`: that of its first entry. */
export type ToldTurn = { key: string; entries: Entry[] };

type Placed = { place: number; key: string };
type Underway = { turn: ToldTurn; next: number };

/** `torn`: entries that were written together with others which do not stand before them. `headers` fit the entries. */
export function turnsOf(
  entries: readonly Entry[],
  headers: readonly (EntryHeader | null)[],
): { turns: ToldTurn[]; torn: { entry: Entry; what: string }[] } {
  const turns: ToldTurn[] = [];
  const torn: { entry: Entry; what: string }[] = [];
  const byKey = new Map<string, ToldTurn>();
  let underway: Underway | null = null;
  for (const [index, entry] of entries.entries()) {
    const dedupe = headers[index]?.dedupe ?? '';
    const placed = placeIn(dedupe);
    if (placed !== null && underway !== null && isPartOf(underway.turn, placed, entry) && placed.place >= underway.next) {
      if (placed.place > underway.next)
        torn.push({ entry, what: 'what was recorded together with it, right before it, is missing' });
      underway.turn.entries.push(entry);
      underway.next = placed.place + 1;
      continue;
    }
    const isTorn = placed !== null && (entry.actor === 'bot' || isPartOf(byKey.get(placed.key), placed, entry));
    if (isTorn) torn.push({ entry, what: 'it does not stand with the entries that it was recorded together with' });
    underway = isTorn
      ? { turn: { key: placed.key, entries: [entry] }, next: placed.place + 1 }
      : { turn: { key: dedupe, entries: [entry] }, next: 1 };
    turns.push(underway.turn);
    byKey.set(underway.turn.key, underway.turn);
  }
  return { turns, torn };
}

/** `append` puts the place in front of the key for each entry but the first. */
function placeIn(dedupe: string): Placed | null {
  const border = dedupe.indexOf('#');
  const place = border === -1 ? '' : dedupe.slice(0, border);
  return /^[1-9][0-9]*$/.test(place) ? { place: Number(place), key: dedupe.slice(border + 1) } : null;
}

/** The bot's own keys never look as if they had a place; those of a command are somebody else's to choose. One transaction has one time and one actor. */
function isPartOf(turn: ToldTurn | undefined, placed: Placed, entry: Entry): boolean {
  const first = turn?.entries[0];
  return placed.key === turn?.key && first?.at === entry.at && first.actor === entry.actor;
}
