/** What several runs of one thing came to. */
export type Spread = { median: number; min: number; max: number };

/** Of at least one run. */
export function spreadOf(runs: readonly number[]): Spread {
  const sorted = [...runs].sort((one, other) => one - other);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) throw new TypeError('Nothing was run.');
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? min;
  return { median: (lower + upper) / 2, min, max };
}
