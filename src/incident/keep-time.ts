/** What a bot does when time steps: its own leases are renewed by the new one, and those of others left alone until they are. */
import { steadyMs } from '../platform/following-clock.ts';
import type { WorkParts } from './worker.ts';

export type KeptTime = {
  /** Looks whether time stepped. */
  look(): Promise<void>;
  /** Whether a lease that is over by the clock was really given up. */
  takeOver(): boolean;
};

/** `looks`: what to call for a look at each lease of this bot. */
export function keepTime(parts: Pick<WorkParts, 'follow' | 'leaseMs' | 'log'>, looks: ReadonlySet<() => void>): KeptTime {
  let calmUntil = 0;
  return {
    async look() {
      const stepMs = await parts.follow();
      if (stepMs === 0) return;
      // Whoever lives renews more often than this, and looks at the time as often.
      calmUntil = steadyMs() + parts.leaseMs;
      for (const look of looks) look();
      parts.log.warn({ stepMs }, 'the time stepped: leases are left alone until all have been renewed by it');
    },
    takeOver: () => steadyMs() >= calmUntil,
  };
}
