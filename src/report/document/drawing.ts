/** A drawing of what happened when, as data: each format draws it itself. Milliseconds count from detection. */
export type Drawing = {
  /** In our own words. */
  title: string;
  /** The axis begins here (below zero where something came before detection) and ends there. */
  fromMs: number;
  toMs: number;
  /** Where the axis is labelled. */
  ticks: { atMs: number; label: string }[];
  /** The limit of the whole, where it lies on the axis. */
  limit: { atMs: number; label: string } | null;
  rows: DrawingRow[];
};

export type DrawingRow = {
  label: string;
  /** The time that stands behind the row: "+02:12", "01:21 of 05:00". */
  said: string;
  tone: 'plain' | 'good' | 'bad';
  mark:
    | { type: 'moment'; atMs: number }
    /** `openEnd`: it goes on behind the axis, or was not over when the record ended. `limitMs`: where its limit lies. */
    | { type: 'span'; fromMs: number; toMs: number; openEnd: boolean; limitMs: number | null };
};
