import type { WebSocket } from 'ws';
import { type Acknowledged, ackDeadlineMs } from './app-link.ts';
import { readAck } from './read-ack.ts';
import type { Timer } from './timer.ts';

/** Envelopes that were sent and not acknowledged yet. */
export type AwaitedAcks = {
  /** Answers when `id` is acknowledged on this very connection, or the deadline has passed. */
  of(id: string, socket: WebSocket): Promise<Acknowledged>;
  /** What the app sent on a connection. */
  heard(socket: WebSocket, text: string): void;
  /** Nobody will answer any more. */
  giveUp(): void;
};

export function createAwaitedAcks(timer: Timer): AwaitedAcks {
  const waiting = new Map<string, { socket: WebSocket; settle(answer: Acknowledged): void }>();
  return {
    of: (id, socket) =>
      new Promise((resolve) => {
        const settle = (answer: Acknowledged) => {
          if (!waiting.delete(id)) return;
          cancel();
          resolve(answer);
        };
        const cancel = timer(ackDeadlineMs, () => settle({ how: 'timed-out' }));
        waiting.set(id, { socket, settle });
      }),
    heard(socket, text) {
      const ack = readAck(text);
      const known = ack === null ? undefined : waiting.get(ack.envelopeId);
      if (ack !== null && known?.socket === socket) known.settle({ how: 'acked', body: ack.payload });
    },
    giveUp() {
      for (const { settle } of [...waiting.values()]) settle({ how: 'nobody' });
    },
  };
}
