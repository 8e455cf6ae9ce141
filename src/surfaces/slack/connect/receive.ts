/**
 * Between a receiver of Bolt's and its App: stamps what arrives, keeps the acknowledgement in our hands, and sees to it that every
 * payload ends with one. Bolt itself answers nothing that no listener took, and events before any listener ran.
 */
import type { App, ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../../platform/clock.ts';
import { steadyMs } from '../../../platform/following-clock.ts';
import type { Log } from '../../../platform/log/log.ts';
import type { SlackAck } from './ack-body.ts';
import type { AckTimes } from './ack-times.ts';
import { typeName } from './hear-payload.ts';

/** Slack gives up after three seconds. */
const slowMs = 1_000;
/** How a listener finds the acknowledgement of its payload. Bolt's own contexts have no such key. */
const contextKey = 'staunchAck';

export type ReceiveParts = { times: AckTimes; clock: Clock; log: Pick<Log, 'warn' | 'error'> };

export type Reception = {
  /** Resolves when all is done about one payload. Never throws. `acked` is called once the answer is out. */
  take(app: Pick<App, 'processEvent'>, event: ReceiverEvent, acked?: () => void): Promise<void>;
  lastAt(): Date | null;
  /** Payloads in hand. */
  inHand(): number;
  /** Resolves when none is, or after `ms`. */
  drained(ms: number): Promise<void>;
};

type Acknowledge = (answer?: SlackAck) => Promise<void>;

export function createReception(parts: ReceiveParts): Reception {
  const inHand = new Set<Promise<void>>();
  let lastAt: Date | null = null;

  async function process(app: Pick<App, 'processEvent'>, event: ReceiverEvent, acked: () => void): Promise<void> {
    const ack = acknowledgement(parts, event, acked);
    try {
      await app.processEvent({
        ...event,
        ack: () => Promise.resolve(),
        customProperties: { ...event.customProperties, [contextKey]: ack.now },
      });
    } catch (error) {
      parts.log.error({ type: typeName(event.body), error: asError(error) }, 'a payload of Slack broke off');
    }
    if (ack.isOut()) return;
    // Whatever Bolt passes to nobody, or keeps from its own app.
    if (typeName(event.body) !== 'event_callback') {
      parts.log.warn({ type: typeName(event.body) }, 'a payload of Slack was for nobody; it is acknowledged and dropped');
    }
    await ack.now();
  }

  return {
    take(app, event, acked = () => undefined) {
      lastAt = parts.clock.now();
      const done = process(app, event, acked).finally(() => inHand.delete(done));
      inHand.add(done);
      return done;
    },
    lastAt: () => lastAt,
    inHand: () => inHand.size,
    async drained(ms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const limit = setTimeout(resolve, ms);
      await Promise.race([Promise.allSettled(inHand), promise]);
      clearTimeout(limit);
    },
  };
}

/** The acknowledgement that a listener of ours gives. */
export function ackOf(context: Record<string, unknown>): Acknowledge {
  return context[contextKey] as Acknowledge;
}

function acknowledgement(
  { times, log }: ReceiveParts,
  event: ReceiverEvent,
  acked: () => void,
): { now: Acknowledge; isOut(): boolean } {
  const receivedAt = steadyMs();
  let out = false;
  const slow = setTimeout(
    () => log.warn({ type: typeName(event.body) }, 'a payload of Slack is not acknowledged after a second'),
    slowMs,
  );
  return {
    isOut: () => out,
    async now(answer) {
      if (out) return;
      out = true;
      clearTimeout(slow);
      try {
        await event.ack(answer);
      } catch (error) {
        // The connection ended in between. What was asked for is done all the same.
        log.warn({ type: typeName(event.body), error: asError(error) }, 'an acknowledgement did not reach Slack');
      }
      times.add(steadyMs() - receivedAt);
      acked();
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
