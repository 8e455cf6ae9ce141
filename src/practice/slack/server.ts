/** One practice Slack: a workspace, its Web API, the way to the app, and the page, on one port of this machine. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import { type Outage, serveApi } from './api/serve-api.ts';
import type { Envelope } from './delivery/app-link.ts';
import type { AppSide } from './delivery/app-side.ts';
import { startEventFeed } from './delivery/event-feed.ts';
import { withKnobs } from './delivery/knobs.ts';
import { createResponseUrls, type ResponseUrls } from './delivery/response-urls.ts';
import { createSignedHttp, type RequestUrls, type SignedHttp } from './delivery/signed-http.ts';
import { createSocketMode } from './delivery/socket-mode.ts';
import { systemTimer, type Timer } from './delivery/timer.ts';
import { createTriggers } from './delivery/triggers.ts';
import { addFirstChannels, type FirstChannel } from './first-channels.ts';
import { listen, loopback } from './http/listen.ts';
import { serveFile } from './http/serve-file.ts';
import { serveResponseUrl } from './http/serve-response-url.ts';
import { serveUpload } from './http/serve-upload.ts';
import { createOutages, type Outages } from './outages.ts';
import type { Done, PageAside } from './page/protocol.ts';
import { isHostOurs, mayRead } from './page/same-site.ts';
import { type Page, servePage } from './page/serve-page.ts';
import { argumentFaults } from './strict/arguments.ts';
import { blockFaults } from './strict/blocks.ts';
import { readManifest } from './strict/manifest.ts';
import { viewFaults } from './strict/view.ts';
import type { Person, Team } from './workspace/model.ts';
import { seedWorkspace } from './workspace/seed.ts';
import type { Workspace } from './workspace/workspace.ts';

export type PracticeSlackParts = {
  /** 0: any free one. */
  port: number;
  clock: Clock;
  /** Of the app, as YAML or JSON text. */
  manifest: string;
  people?: readonly Person[];
  /** Beside #general and #security-alerts. */
  channels?: readonly FirstChannel[];
  /** What practice shows beside the workspace, and what its buttons do; `by`: whoever pressed. */
  aside?: { show(): PageAside | null; press(button: string, by: string): Promise<Done> | Done };
  /** Told in a sentence of what broke inside; never holds a token. */
  log?(sentence: string): void;
  /** Where payloads are posted to, signed. Without it: Socket Mode. */
  transport?: { http: RequestUrls };
  /** Deadlines: of acknowledgements, retries, pings. A test moves it itself. */
  timer?: Timer;
};

export type PracticeSlack = {
  /** Of the page: `http://127.0.0.1:PORT/`. */
  url: string;
  /** Of the Web API, for `SLACK_API_URL` and `slackApiUrl`: with a slash at its end. */
  api: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  workspace: Workspace;
  team: Team;
  control: Control;
  /** What stands beside the workspace is to be shown anew. */
  asideChanged(): void;
  stop(): Promise<void>;
};

/** Faults and routines of Slack, on order. */
export type Control = {
  /** Socket Mode connections that are open. */
  connections(): number;
  /** Slack's routine for one connection, or for all: a warning, 10 s later its end; `atOnce` without the warning. */
  refresh(which?: 'oldest' | 'all', atOnce?: boolean): void;
  /** The network fails: every connection ends without a word. */
  disconnectAll(): void;
  dropNext(count?: number): void;
  duplicateNext(count?: number): void;
  /** The next `times` calls of this method (`*`: of any) are answered with an HTTP status, such as 500, or 429 with Retry-After. */
  failNext(method: string, outage: Outage, times?: number): void;
  /** What the app did not acknowledge within three seconds, oldest first. */
  timeouts(): readonly Envelope[];
};

/** Starts it; answers once it can be used. Throws a ManifestError, or a PortUnavailable. */
export async function startPracticeSlack(parts: PracticeSlackParts): Promise<PracticeSlack> {
  const manifest = readManifest(parts.manifest);
  const { clock, timer = systemTimer, people, log } = parts;
  const workspace = seedWorkspace({ clock, botName: manifest.botName, ...(people === undefined ? undefined : { people }) });
  addFirstChannels(workspace, parts.channels ?? []);
  const server = createServer();
  const port = await listen(server, parts.port);
  const origin = () => `http://${loopback}:${port}`;

  const sockets = createSocketMode({ appId: workspace.app.id, origin, timer });
  const http = parts.transport === undefined ? null : signedHttp(parts.transport.http, { workspace, clock, timer });
  const link = withKnobs(http ?? sockets, timer);
  const triggers = createTriggers(clock);
  const responseUrls = createResponseUrls({ workspace, origin, blockFaults });
  const side: AppSide = { workspace, link, triggers, responseUrls, app: manifest, blockFaults, viewFaults, origin };
  const outages = createOutages();
  const api = serveApi({
    workspace,
    triggers,
    scopes: [...manifest.scopes, ...manifest.optionalScopes],
    openConnection: sockets.openConnection,
    origin,
    strict: { argumentFaults, blockFaults, viewFaults },
    outage: outages.next,
    broke: (error) => log?.(`The practice Slack's Web API broke: ${messageOf(error)}`),
  });
  const page = servePage({ side, app: manifest, port: () => port, timer, aside: parts.aside ?? noAside });
  const stopFeed = startEventFeed({
    workspace,
    link,
    timer,
    subscriptions: manifest.events,
    scopes: manifest.scopes,
    origin,
  });
  const answer = router({ workspace, port, api, page, responseUrls });
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log?.(`The practice Slack broke at ${request.method} ${pathOf(request)}: ${messageOf(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (!sockets.upgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  const stopKnocking = http === null ? () => {} : knock(http, timer);

  const { botToken, appToken, signingSecret } = workspace.app;
  return {
    url: `${origin()}/`,
    api: `${origin()}/api/`,
    botToken,
    appToken,
    signingSecret,
    workspace,
    team: workspace.team,
    control: controlOf(sockets, link, outages),
    asideChanged: page.changed,
    async stop() {
      stopKnocking();
      stopFeed();
      page.stop();
      await sockets.stop();
      await closed(server);
    },
  };
}

const noAside = { show: () => null, press: () => ({ ok: false as const, error: 'This workspace has no such button.' }) };

function controlOf(
  sockets: ReturnType<typeof createSocketMode>,
  link: ReturnType<typeof withKnobs>,
  outages: Outages,
): Control {
  return {
    connections: sockets.connections,
    refresh: (which = 'oldest', atOnce = false) => sockets.refresh(which, atOnce),
    disconnectAll: sockets.dropAll,
    dropNext: (count = 1) => link.dropNext(count),
    duplicateNext: (count = 1) => link.duplicateNext(count),
    failNext: (method, outage, times = 1) => outages.order(method, outage, times),
    timeouts: link.timeouts,
  };
}

function signedHttp(
  urls: RequestUrls,
  { workspace, clock, timer }: { workspace: Workspace; clock: Clock; timer: Timer },
): SignedHttp {
  const { signingSecret, verificationToken } = workspace.app;
  return createSignedHttp({ urls, signingSecret, verificationToken, clock, timer });
}

/** Milliseconds between two looks whether the app answers at its address yet. */
const knockEveryMs = 1_000;

/** Slack checks an address when it is typed in; here the app may be started later than the workspace. */
function knock(link: SignedHttp, timer: Timer): () => void {
  let stopped = false;
  let cancel = () => {};
  const once = async () => {
    if ((await link.verify()) || stopped) return;
    cancel = timer(knockEveryMs, () => void once());
  };
  void once();
  return () => {
    stopped = true;
    cancel();
  };
}

function router(parts: {
  workspace: Workspace;
  port: number;
  api: ReturnType<typeof serveApi>;
  page: Page;
  responseUrls: ResponseUrls;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { workspace, port } = parts;
  return async (request, response) => {
    const path = pathOf(request);
    const isPost = request.method === 'POST';
    if (path.startsWith('/api/')) return parts.api(request, response);
    if (isPost && path.startsWith('/upload/')) return serveUpload(workspace, request, response);
    if (isPost && /^\/(commands|actions)\//.test(path)) return serveResponseUrl(parts.responseUrls, request, response);
    if (!path.startsWith('/files/')) return parts.page.handle(request, response);
    const isFromPage = isHostOurs(request.headers, port) && isBrowserHere(request);
    return serveFile({ workspace, isFromPage }, request, response);
  };
}

/** A browser says where it comes from; an app shows its token instead. */
const isBrowserHere = ({ headers }: IncomingMessage) => headers['sec-fetch-site'] !== undefined && mayRead(headers);

/** Without what follows a question mark: there may be a ticket in it. */
const pathOf = (request: IncomingMessage) => (request.url ?? '/').replace(/\?.*$/, '');

const messageOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
