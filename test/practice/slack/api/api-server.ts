import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach } from 'vitest';
import type { Clock } from '../../../../src/platform/clock.ts';
import { receiveUpload } from '../../../../src/practice/slack/api/files.ts';
import type { Strictness } from '../../../../src/practice/slack/api/method.ts';
import { type Outage, serveApi } from '../../../../src/practice/slack/api/serve-api.ts';
import { createTriggers } from '../../../../src/practice/slack/delivery/triggers.ts';
import type { JsonObject } from '../../../../src/practice/slack/workspace/model.ts';
import { seedWorkspace } from '../../../../src/practice/slack/workspace/seed.ts';

export const allScopes = [
  'bookmarks:read',
  'bookmarks:write',
  'channels:history',
  'channels:join',
  'channels:manage',
  'channels:read',
  'chat:write',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'groups:write',
  'im:history',
  'im:read',
  'im:write',
  'pins:read',
  'pins:write',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
];

/** Everything fits: for tests of what comes behind the schemas. */
export const lenient: Strictness = { argumentFaults: () => [], blockFaults: () => [], viewFaults: () => [] };

/** Time that stands until it is moved. */
export function stoppedClock(at = '2026-11-25T12:00:00.000Z') {
  let now = Date.parse(at);
  return {
    now: () => new Date(now),
    pass(ms: number): void {
      now += ms;
    },
  } satisfies Clock & { pass(ms: number): void };
}

const nothing = () => undefined;
/** Refusals are asserted, not read. */
const quiet = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What a method answered on the wire, before a client adds to it. */
export type Recorded = { method: string; body: JsonObject };

/** A practice workspace behind a real server, and Slack's own client that talks to it. Ends with the test. */
export async function startApi(
  given: { scopes?: readonly string[]; strict?: Strictness; outage?: (method: string, args: JsonObject) => Outage | null } = {},
) {
  const clock = stoppedClock();
  const workspace = seedWorkspace({ clock });
  const triggers = createTriggers(clock);
  const recorded: Recorded[] = [];
  let origin = '';
  const api = serveApi({
    workspace,
    triggers,
    scopes: given.scopes ?? allScopes,
    openConnection: () => 'ws://127.0.0.1:1/link?ticket=1',
    origin: () => origin,
    strict: given.strict ?? lenient,
    ...(given.outage ? { outage: given.outage } : undefined),
    broke(error) {
      throw error;
    },
  });
  const server = createServer((request, response) => {
    const id = /^\/upload\/(\w+)$/.exec(request.url ?? '')?.[1];
    if (id === undefined) return void api(request, response);
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = receiveUpload(workspace, id, Buffer.concat(chunks));
      response.writeHead('ok' in answer ? 200 : 404).end('ok' in answer ? 'OK' : answer.error);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const clientWith = (token: string) =>
    new WebClient(token, {
      slackApiUrl: `${origin}/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quiet,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        const method = new URL(String(input)).pathname.replace('/api/', '');
        if (response.headers.get('content-type')?.includes('json'))
          recorded.push({ method, body: (await response.clone().json()) as JsonObject });
        return response;
      },
    });
  const channelNamed = (name: string) => {
    const found = [...workspace.channels.values()].find((channel) => channel.name === name);
    if (!found) throw new Error(`no channel ${name}`);
    return found;
  };
  return { clock, workspace, triggers, recorded, origin, client: clientWith(workspace.app.botToken), clientWith, channelNamed };
}

export type Api = Awaited<ReturnType<typeof startApi>>;

/** The error that Slack's client was answered, or 'ok'. */
export async function outcome(call: Promise<{ ok?: boolean }>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const { data } = error as { data?: { error?: string } };
    if (data?.error === undefined) throw error;
    return data.error;
  }
}

/** The body of a refusal, as Slack's client hands it on. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return (error as { data?: Record<string, unknown> } | null)?.data ?? {};
}
