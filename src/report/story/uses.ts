import { entriesOf } from './pick.ts';
import type { ReportInput } from './report-input.ts';

/** One use as its source told it. Null: the source does not say. */
export type Use = { at: string | null; from: string | null; as: string | null; what: string | null; program: string | null };

/** One look at who used it. `rows` null: they were purged. */
export type UsesStory = {
  seq: number;
  at: string;
  credential: string | null;
  source: string;
  count: number;
  leftOut: number;
  rows: Use[] | null;
};

export function usesOf({ entries, usage }: Pick<ReportInput, 'entries' | 'usage'>): UsesStory[] {
  return entriesOf(entries, 'usage.recorded').map(({ seq, at, data }) => {
    const stored = usage.filter((row) => row.seq === seq).sort((one, other) => one.place - other.place);
    const { credential, source, count, leftOut } = data;
    const gone = count > 0 && stored.length === 0;
    return { seq, at, credential, source, count, leftOut, rows: gone ? null : stored.map(({ row }) => useOf(row)) };
  });
}

/** The earliest use that has a time. */
export function firstUse(uses: readonly UsesStory[]): { at: string; seq: number; source: string } | null {
  const timed = uses.flatMap(({ seq, source, rows }) =>
    (rows ?? []).flatMap(({ at }) => (at === null || Number.isNaN(Date.parse(at)) ? [] : [{ at, seq, source }])),
  );
  return timed.reduce<(typeof timed)[number] | null>(
    (first, use) => (first === null || Date.parse(use.at) < Date.parse(first.at) ? use : first),
    null,
  );
}

/** What is not a use as this version writes it is shown as having said nothing. */
function useOf(row: string): Use {
  const fields = objectOf(row);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const { at, from, as, what, program } = fields;
  return { at: text(at), from: text(from), as: text(as), what: text(what), program: text(program) };
}

function objectOf(row: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(row);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
