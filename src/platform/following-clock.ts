/**
 * A clock that follows another one (the database's, which all bots share) and keeps its own time in between: whoever sets
 * the clock of this machine changes nothing for a running process.
 */
import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

export type FollowingClock = Clock & {
  /** Looks at the other clock and takes its time; answers by how many milliseconds time stepped (0: it agreed). */
  follow(): Promise<number>;
};

export type Reference = {
  now(): Promise<Date>;
  /** Whether this process goes back in time when the reference is set back. Alone, it need not: nobody else tells the time. */
  goesBack: boolean;
};

/** Less is the way to the reference and back, and the drift between two looks. */
const agreesWithinMs = 1_000;

/** Milliseconds that nobody sets; they may stand still while the machine sleeps, which then shows as a step. */
export const steadyMs = (): number => performance.now();

/** Starts with the time of `reference`; throws what it throws. */
export async function followingClock(reference: Reference, steady: () => number = steadyMs): Promise<FollowingClock> {
  let known = await look(reference, steady);
  const now = () => known.at + (steady() - known.steady);
  return {
    now: () => new Date(Math.round(now())),
    async follow() {
      const seen = await look(reference, steady);
      const stepMs = Math.round(seen.at + (steady() - seen.steady) - now());
      if (stepMs < 0 && !reference.goesBack) return 0;
      known = seen;
      return Math.abs(stepMs) <= agreesWithinMs ? 0 : stepMs;
    },
  };
}

async function look(reference: Reference, steady: () => number): Promise<{ at: number; steady: number }> {
  const asked = steady();
  const at = (await reference.now()).getTime();
  // The answer tells the time in the middle of the way there and back.
  return { at, steady: (asked + steady()) / 2 };
}
