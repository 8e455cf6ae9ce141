/** How many single-character edits turn one name into another (Levenshtein), both at most 63 bytes. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const substitute = (row[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
      next.push(Math.min(substitute, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Up to five names that may have been meant by `wanted`, the nearest first. */
export function similarNames(wanted: string, names: string[]): string[] {
  const near = (name: string) => {
    const [a, b] = [wanted.toLowerCase(), name.toLowerCase()];
    return a.startsWith(b) || b.startsWith(a) ? 1 : distance(a, b);
  };
  return names
    .map((name) => ({ name, edits: near(name) }))
    .filter(({ edits }) => edits <= 2)
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, 5)
    .map(({ name }) => name);
}
