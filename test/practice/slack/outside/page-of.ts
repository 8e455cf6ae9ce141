/** A person at the page of the practice Slack, by the two addresses that the page itself uses: src/practice/slack/page/protocol.ts. */
import type { Act, Done, Snapshot } from '../../../../src/practice/slack/page/protocol.ts';

/** A real program answers within this, on a machine that is busy. */
const limitMs = 20_000;

type WithoutWho<T> = T extends unknown ? Omit<T, 'as'> : never;

export type Page = {
  act(act: WithoutWho<Act>): Promise<Done>;
  /** Waits until what this person sees is so, and answers what was found. */
  sees<T>(what: string, find: (snapshot: Snapshot) => T | undefined | null | false): Promise<T>;
};

export function pageOf(url: string, as: string): Page {
  const origin = new URL(url).origin;
  return {
    async act(act) {
      const response = await fetch(`${origin}/page/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ as, ...act }),
      });
      return (await response.json()) as Done;
    },
    async sees(what, find) {
      const ending = AbortSignal.timeout(limitMs);
      const response = await fetch(`${origin}/page/stream?as=${as}`, { signal: ending });
      try {
        for await (const snapshot of snapshots(response)) {
          const found = find(snapshot);
          if (found) return found;
        }
      } catch (error) {
        if (!ending.aborted) throw error;
      }
      throw new Error(`${as} never saw ${what}`);
    },
  };
}

async function* snapshots(response: Response): AsyncGenerator<Snapshot> {
  let text = '';
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data:'));
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(5)).join('\n')) as Snapshot;
    }
  }
}
