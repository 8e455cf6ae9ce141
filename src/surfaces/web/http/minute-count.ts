/** How often something happened within this minute: one number, however many callers. */
import type { Clock } from '../../../platform/clock.ts';

const minuteMs = 60_000;

/** `take` counts one more; false once there were more than `most` in this minute. */
export function minuteCount(clock: Clock, most: number): { take(): boolean } {
  let minute = Number.NaN;
  let count = 0;
  return {
    take() {
      const current = Math.floor(clock.now().getTime() / minuteMs);
      if (current !== minute) count = 0;
      minute = current;
      count = Math.min(count + 1, most + 1);
      return count <= most;
    },
  };
}
