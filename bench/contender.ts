/** A system that does jobs: ours or a peer. All of them are filled and emptied in the same way. */

export type Contender = {
  /** Shown: "pg-boss, batch 1, 8 fetchers". */
  name: string;
  /** On an empty database of its own; throws when it does not run on this machine. */
  open(url: string): Promise<Opened>;
};

export type Opened = {
  /** Lets `rows` rows of jobs wait, each of the length that the contender was made with. Not timed. */
  fill(rows: number): Promise<void>;
  /** Does all that waits, or begins nothing more once `isOver` says so; the number of jobs done. */
  empty(isOver: () => boolean): Promise<number>;
  close(): Promise<void>;
};

/** For a run that ends by itself. */
export const never = (): boolean => false;

export const after = (ms: number): (() => boolean) => {
  const endBy = performance.now() + ms;
  return () => performance.now() > endBy;
};

/** "1 worker", "8 workers". */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
