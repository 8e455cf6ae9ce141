import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach } from 'vitest';
import type { Act, Done, Snapshot } from '../../../../src/practice/slack/page/protocol.ts';
import { type PracticeSlack, type PracticeSlackParts, startPracticeSlack } from '../../../../src/practice/slack/server.ts';
import { type MovedTime, movedTime } from './moved-time.ts';

export const manifest = readFileSync(join(import.meta.dirname, '../../../../manifest.yml'), 'utf8');
export const me = 'U0ONCALL01';

const closing: (() => Promise<unknown>)[] = [];
/** Ends with the test, the last opened first. */
export const atEnd = (close: () => Promise<unknown>) => closing.push(close);
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type WithoutWho<T> = T extends unknown ? Omit<T, 'as'> : never;
export type OpenSlack = PracticeSlack & {
  time: MovedTime;
  client: WebClient;
  channel(name: string): string;
  /** What somebody does on the page. */
  act(act: WithoutWho<Act>, as?: string): Promise<Done>;
  sees(as?: string): Promise<Snapshot>;
};

/** A practice Slack whose time stands until the test moves it. */
export async function openSlack(given: Partial<PracticeSlackParts> = {}): Promise<OpenSlack> {
  const time = movedTime();
  const broken: string[] = [];
  const slack = await startPracticeSlack({
    port: 0,
    clock: time,
    timer: time.timer,
    manifest,
    log: (sentence) => broken.push(sentence),
    ...given,
  });
  atEnd(async () => {
    await slack.stop();
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });
  const origin = new URL(slack.url).origin;
  return {
    ...slack,
    time,
    client: new WebClient(slack.botToken, { slackApiUrl: slack.api, retryConfig: { retries: 0 } }),
    channel(name) {
      const found = [...slack.workspace.channels.values()].find((channel) => channel.name === name);
      if (found === undefined) throw new Error(`no channel ${name}`);
      return found.id;
    },
    async act(act, as = me) {
      const body = JSON.stringify({ as, ...act });
      const headers = { 'content-type': 'application/json', origin };
      return (await (await fetch(`${origin}/page/act`, { method: 'POST', headers, body })).json()) as Done;
    },
    async sees(as = me) {
      const response = await fetch(`${origin}/page/stream?as=${as}`);
      let text = '';
      for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (text.includes('\n\n')) break;
      }
      return JSON.parse(text.slice('data: '.length)) as Snapshot;
    },
  };
}
