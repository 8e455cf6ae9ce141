import type { Clock } from '../../../../src/platform/clock.ts';
import type { Timer } from '../../../../src/practice/slack/delivery/timer.ts';

export type MovedTime = Clock & {
  timer: Timer;
  pass(ms: number): Promise<void> /** What waits, in milliseconds from now. */;
  due(): number[];
};

/** Time that stands until it is moved; what is due meanwhile is run in its order. */
export function movedTime(): MovedTime {
  let now = Date.parse('2026-11-25T12:00:00.000Z');
  const due = new Set<{ at: number; run(): void }>();
  return {
    now: () => new Date(now),
    timer(ms, run) {
      const one = { at: now + ms, run };
      due.add(one);
      return () => due.delete(one);
    },
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        const next = [...due].sort((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > until) break;
        now = next.at;
        due.delete(next);
        next.run();
        await settled();
      }
      now = until;
      await settled();
    },
    due: () => [...due].map(({ at }) => at - now).sort((a, b) => a - b),
  };
}

/** What was begun by something on this machine has come to its end: a few turns of the event loop, not a span of time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
