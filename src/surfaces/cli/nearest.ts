/** The option that differs from `word` in the fewest letters, if that is few enough to be a slip of the hand; else null. */
export function nearest(word: string, options: string[]): string | null {
  const near = options
    .map((option) => ({ option, distance: editDistance(word.toLowerCase(), option.toLowerCase()) }))
    .filter(({ option, distance }) => distance <= Math.max(2, Math.floor(option.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.option ?? null;
}

/** Levenshtein's distance. Both words are short names, so the plain table will do. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from.slice(0, 64)].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= to.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (to[j - 1] === letter ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? Number.POSITIVE_INFINITY;
}
