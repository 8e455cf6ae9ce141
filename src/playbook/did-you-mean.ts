/** The option that `word` is most likely a slip of, or null when none is near. */
export function didYouMean(word: string, options: Iterable<string>): string | null {
  let nearest: string | null = null;
  // Two slips in a word of four letters; in shorter ones everything is near everything.
  let best = Math.max(word.length > 3 ? 2 : 1, Math.floor(word.length / 3)) + 1;
  for (const option of options) {
    // Far too long or short to be near: not worth the walk, and keeps a hostile word cheap.
    if (Math.abs(option.length - word.length) >= best) continue;
    const edits = editsBetween(word.toLowerCase(), option.toLowerCase());
    if (edits < best) {
      best = edits;
      nearest = option;
    }
  }
  return nearest;
}

/** Levenshtein distance, one row at a time. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
