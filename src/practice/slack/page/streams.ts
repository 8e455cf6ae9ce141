/** Those who look at the page, each as one person: at a change they get the whole picture anew. */
import type { ServerResponse } from 'node:http';
import type { Timer } from '../delivery/timer.ts';
import type { Snapshot } from './protocol.ts';

/** Milliseconds between two snapshots: ten changes at once are shown once. */
const pauseMs = 50;
/** Open pages. A browser opens no more than six to one address. */
const mostStreams = 64;

export type Streams = {
  /** Answers false when there are too many. */
  open(response: ServerResponse, as: string): boolean;
  changed(): void;
  close(): void;
};

export function createStreams(parts: { snapshot(as: string): Snapshot; timer: Timer }): Streams {
  const streams = new Map<ServerResponse, string>();
  let cancel: (() => void) | null = null;

  const send = (response: ServerResponse, as: string) => {
    // Whoever reads slowly gets the next picture, not every one.
    if (!response.writableNeedDrain) response.write(`data: ${JSON.stringify(parts.snapshot(as))}\n\n`);
    else response.once('drain', changed);
  };
  const changed = () => {
    if (streams.size === 0) return;
    cancel ??= parts.timer(pauseMs, () => {
      cancel = null;
      for (const [response, as] of streams) send(response, as);
    });
  };
  return {
    open(response, as) {
      if (streams.size >= mostStreams) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      streams.set(response, as);
      response.on('close', () => streams.delete(response));
      send(response, as);
      return true;
    },
    changed,
    close() {
      cancel?.();
      for (const response of streams.keys()) response.end();
    },
  };
}
