/** The stream of snapshots for one person: each event is the whole picture. */

const firstPauseMs = 400;
const longestPauseMs = 5_000;

/**
 * @param {string | null} as null: whom the server takes first
 * @param {{ onSnapshot(snapshot: import('../protocol.ts').Snapshot): void, onState(state: 'open' | 'lost'): void }} listener
 * @returns {{ close(): void }}
 */
export function connect(as, { onSnapshot, onState }) {
  let pauseMs = firstPauseMs;
  let closed = false;
  /** @type {EventSource | null} */
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(`/page/stream${as === null ? '' : `?as=${encodeURIComponent(as)}`}`);
    source.onmessage = (event) => {
      if (closed) return;
      pauseMs = firstPauseMs;
      onState('open');
      onSnapshot(JSON.parse(event.data));
    };
    source.onerror = () => {
      source?.close();
      if (closed) return;
      onState('lost');
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    };
  };
  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
