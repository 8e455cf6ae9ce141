/**
 * How a payload comes to the app and its acknowledgement back, whichever way the app is connected.
 * An envelope is one delivery of one payload: an event that is sent again is a new envelope around the same payload.
 */
import type { JsonObject } from '../workspace/model.ts';

/** Milliseconds that an app has to acknowledge: then the person sees that it failed. https://docs.slack.dev/interactivity/handling-user-interaction */
export const ackDeadlineMs = 3_000;

export type RetryReason = 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed';

export type Envelope = {
  type: 'events_api' | 'interactive' | 'slash_commands';
  payload: JsonObject;
  /** Whether the acknowledgement may carry an answer. */
  acceptsResponse: boolean;
  /** Of an event that was not acknowledged before: 1 to 3. */
  retry: { attempt: number; reason: RetryReason } | null;
};

export type Acknowledged =
  | { how: 'acked'; body: JsonObject | null }
  | { how: 'timed-out' }
  /** By HTTP only: it answered, but not with a 2xx, or could not be reached. `noRetry`: it asked not to be sent this again. */
  | { how: 'refused'; reason: 'http_error' | 'connection_failed'; status: number | null; noRetry: boolean }
  /** No app is connected. */
  | { how: 'nobody' };

export type AppLink = {
  /** Never rejects. Answers within the deadline. */
  deliver(envelope: Envelope): Promise<Acknowledged>;
  /** Whether anything is there that would answer. */
  connected(): boolean;
  /** Calls `listener` when that changes, until the result is called. */
  onConnected(listener: () => void): () => void;
};
