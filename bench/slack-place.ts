/** The practice Slack as a bench uses it: it connects an app, delivers one payload at a time, and changes connections. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createSocketMode } from '../src/practice/slack/delivery/socket-mode.ts';
import { systemTimer } from '../src/practice/slack/delivery/timer.ts';
import type { JsonObject } from '../src/practice/slack/workspace/model.ts';

import type { SlackPlace } from './slack-contenders.ts';
import type { Deliver } from './slack-load.ts';

const lookMs = 20;
const mostWaitMs = 2_000;

export type OpenPlace = SlackPlace & {
  deliver: Deliver;
  /** Resolves when so many connections are open. */
  connected(count: number): Promise<void>;
  /** One connection is told to make way for another: ten seconds before, as Slack mostly does, or with its end. */
  refresh(announced: boolean): void;
  /** Resolves when none is open any more: one that is cut while it closes keeps its process for half a minute. */
  left(): Promise<void>;
  close(): Promise<void>;
};

export async function openSlackPlace(): Promise<OpenPlace> {
  const server = createServer((request, response) => {
    const answer = request.url?.endsWith('auth.test')
      ? { ok: true, team_id: 'T0PRACTICE', user_id: 'U0BOT', bot_id: 'B0BOT' }
      : { ok: true, url: link.openConnection() };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const link = createSocketMode({ appId: 'A0PRACTICE', origin: () => `http://127.0.0.1:${port}`, timer: systemTimer });
  server.on('upgrade', (request, socket, head) => link.upgrade(request, socket, head));
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    botToken: 'xoxb-practice',
    appToken: 'xapp-practice',
    async deliver(payload) {
      const answer = await link.deliver({
        type: 'interactive',
        payload: payload as JsonObject,
        acceptsResponse: true,
        retry: null,
      });
      return answer.how === 'acked';
    },
    async connected(count) {
      while (link.connections() < count) await delay(lookMs);
    },
    refresh: (announced) => link.refresh('oldest', !announced),
    async left() {
      for (let waitedMs = 0; link.connections() > 0 && waitedMs < mostWaitMs; waitedMs += lookMs) await delay(lookMs);
    },
    async close() {
      link.stop();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
