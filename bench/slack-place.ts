/** The practice Slack as a bench uses it: it connects an app, delivers one payload at a time, and changes connections. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../src/platform/clock.ts';
import type { Strictness } from '../src/practice/slack/api/method.ts';
import { serveApi } from '../src/practice/slack/api/serve-api.ts';
import { createSocketMode } from '../src/practice/slack/delivery/socket-mode.ts';
import { systemTimer } from '../src/practice/slack/delivery/timer.ts';
import { createTriggers } from '../src/practice/slack/delivery/triggers.ts';
import type { JsonObject } from '../src/practice/slack/workspace/model.ts';
import { seedWorkspace } from '../src/practice/slack/workspace/seed.ts';

import type { SlackPlace } from './slack-contenders.ts';
import type { Deliver } from './slack-load.ts';

/** What is sent here is not looked at: an app only signs in and connects. */
const anything: Strictness = { argumentFaults: () => [], blockFaults: () => [], viewFaults: () => [] };
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

/** Put together from the parts of the practice Slack that an app meets; pages and tours are not measured. */
export async function openSlackPlace(): Promise<OpenPlace> {
  const workspace = seedWorkspace({ clock: systemClock });
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const origin = () => `http://127.0.0.1:${port}`;
  const link = createSocketMode({ appId: workspace.app.id, origin, timer: systemTimer });
  const api = serveApi({
    workspace,
    triggers: createTriggers(systemClock),
    scopes: [],
    strict: anything,
    openConnection: link.openConnection,
    origin,
  });
  server.on('request', (request, response) => void api(request, response));
  server.on('upgrade', (request, socket, head) => link.upgrade(request, socket, head));
  return {
    apiUrl: `${origin()}/api/`,
    botToken: workspace.app.botToken,
    appToken: workspace.app.appToken,
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
      await link.stop();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
