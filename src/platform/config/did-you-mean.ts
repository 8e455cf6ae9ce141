/** The option nearest to `word`, or null when none is near enough to be a slip of the pen. */
export function didYouMean(word: string, options: readonly string[]): string | null {
  const ranked = options
    // A difference in length is a lower bound, and keeps a hostile word cheap.
    .filter((option) => Math.abs(option.length - word.length) <= reach(word))
    .map((option) => ({ option, edits: edits(word.toLowerCase(), option.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [nearest] = ranked;
  return nearest !== undefined && nearest.edits <= reach(word) ? nearest.option : null;
}

/** A third of a word's letters may be wrong; two from four letters on, since two letters swapped count twice. */
function reach(word: string): number {
  return Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3));
}

/** Letters to insert, delete or change (Levenshtein). */
function edits(from: string, to: string): number {
  let row = Array.from(to, (_, index) => index + 1);
  for (const [line, letter] of Array.from(from).entries()) {
    let diagonal = line;
    let left = line + 1;
    row = row.map((above, column) => {
      const changed = diagonal + (letter === to[column] ? 0 : 1);
      diagonal = above;
      left = Math.min(changed, above + 1, left + 1);
      return left;
    });
  }
  return row.at(-1) ?? from.length;
}
