/** Faults on order: a link that loses, doubles and remembers what was not acknowledged. */
import { type Acknowledged, type AppLink, ackDeadlineMs, type Envelope } from './app-link.ts';
import type { Timer } from './timer.ts';

/** Payloads remembered; beyond that the oldest go. */
const mostTimeouts = 1_000;

export type Knobs = AppLink & {
  /** The next so many envelopes never arrive: who waits for an answer waits in vain. */
  dropNext(count: number): void;
  /** The next so many arrive twice, at two connections where there are two. */
  duplicateNext(count: number): void;
  /** What was not acknowledged in time, oldest first; what was dropped on order is not among it. */
  timeouts(): readonly Envelope[];
};

export function withKnobs(link: AppLink, timer: Timer): Knobs {
  const late: Envelope[] = [];
  let toDrop = 0;
  let toDouble = 0;
  const lost = () =>
    new Promise<Acknowledged>((resolve) => {
      timer(ackDeadlineMs, () => resolve({ how: 'timed-out' }));
    });
  return {
    ...link,
    async deliver(envelope) {
      if (toDrop > 0) {
        toDrop -= 1;
        return lost();
      }
      if (toDouble > 0) {
        toDouble -= 1;
        void link.deliver(envelope);
      }
      const answer = await link.deliver(envelope);
      if (answer.how === 'timed-out') late.push(envelope);
      if (late.length > mostTimeouts) late.shift();
      return answer;
    },
    dropNext(count) {
      toDrop += count;
    },
    duplicateNext(count) {
      toDouble += count;
    },
    timeouts: () => [...late],
  };
}
