/** The practice Slack in the browser: its files, the stream of what one person sees, and what they do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { failed } from '../delivery/app-side.ts';
import type { Timer } from '../delivery/timer.ts';
import { bodyOf } from '../http/body-of.ts';
import type { OpenView } from '../workspace/model.ts';
import { carryOut, type PageActs } from './carry-out.ts';
import { clientFile } from './client-file.ts';
import type { Done, PageAside } from './protocol.ts';
import { readAct } from './read-act.ts';
import { isFromPage, isHostOurs, mayRead } from './same-site.ts';
import { type PageState, snapshotFor } from './snapshot.ts';
import { createStreams } from './streams.ts';

/** Bytes of one act: a form that is full to its limits is smaller. */
const mostActBytes = 64 * 1024;

/** Forms whose faults are remembered; those that were closed meanwhile are forgotten so. */
const mostWrongForms = 200;

export type ServePageParts = {
  side: PageActs['side'];
  app: PageState['app'] & { messagesTab: PageActs['messagesTab'] };
  port(): number;
  timer: Timer;
  aside: { show(): PageAside | null; press(button: string, by: string): Promise<Done> | Done };
};

export type Page = {
  /** Answers every request that is for nothing else. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Something is to be shown that no happening tells: what stands beside the workspace. */
  changed(): void;
  stop(): void;
};

const pageHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

export function servePage(parts: ServePageParts): Page {
  const { workspace, link } = parts.side;
  const memory = pageMemory();
  let revision = 0;
  const state = (): PageState => ({
    workspace,
    app: parts.app,
    connected: link.connected(),
    revision,
    aside: parts.aside.show(),
    seen: memory.seen,
    errors: memory.errors,
  });
  const streams = createStreams({ snapshot: (as) => snapshotFor(state(), as), timer: parts.timer });
  const changed = () => {
    revision += 1;
    streams.changed();
  };
  const acts: PageActs = {
    side: parts.side,
    messagesTab: parts.app.messagesTab,
    saw(person, channel, ts) {
      memory.saw(person, channel, ts);
      changed();
    },
    found(view, errors) {
      memory.found(view, errors);
      changed();
    },
    pressAside: parts.aside.press,
  };
  const endings = [workspace.listen(changed), link.onConnected(changed)];

  const stream = (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const first = [...workspace.people.values()].find((person) => !person.bot && !person.deleted);
    const as = url.searchParams.get('as') ?? first?.id ?? '';
    if (!mayRead(request.headers)) return say(response, 403, failed('This is read from the practice page only.'));
    if (!workspace.people.has(as)) return say(response, 404, failed('There is no such person in this workspace.'));
    if (!streams.open(response, as)) say(response, 503, failed('Too many pages are open. Close some of them.'));
  };
  const act = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromPage(request.headers)) return say(response, 403, failed('This is done from the practice page only.'));
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return say(response, 415, failed('JSON is expected.'));
    const body = await bodyOf(request, mostActBytes);
    if (body === null) return say(response, 413, failed('That is too long to be sent.'));
    const read = readAct(body.toString('utf8'));
    if (read === null) return say(response, 400, failed('The practice workspace does not know this. Load the page again.'));
    say(response, 200, await carryOut(acts, read));
  };
  return {
    async handle(request, response) {
      for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
      const url = new URL(request.url ?? '/', 'http://practice');
      if (!isHostOurs(request.headers, parts.port())) return say(response, 421, failed('This is another host.'));
      if (url.pathname === '/page/act' && request.method === 'POST') return act(request, response);
      if (request.method !== 'GET') return say(response, 405, failed('This cannot be done here.'));
      if (url.pathname === '/page/stream') return stream(request, response, url);
      return sendFile(response, url.pathname);
    },
    changed,
    stop() {
      for (const end of endings) end();
      streams.close();
    },
  };
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  // A permalink that was opened elsewhere: the page goes on from there.
  const linked = /^\/archives\/([A-Z0-9]{2,20})\/p[0-9]+$/.exec(path)?.[1];
  if (linked !== undefined) {
    response.writeHead(302, { location: `/#${linked}` }).end();
    return;
  }
  const file = await clientFile(path);
  if (file === null) return say(response, 404, failed('There is nothing here.'));
  response.writeHead(200, { 'content-type': file.type }).end(file.body);
}

function say(response: ServerResponse, status: number, answer: Done): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}

/** What is not part of the workspace: what somebody has seen, and what is wrong in an open form. */
function pageMemory() {
  const seen = new Map<string, string>();
  const wrong = new Map<string, { hash: string; errors: Record<string, string> }>();
  return {
    seen: (person: string, channel: string) => seen.get(`${person} ${channel}`) ?? '',
    saw(person: string, channel: string, ts: string) {
      const key = `${person} ${channel}`;
      if (ts > (seen.get(key) ?? '')) seen.set(key, ts);
    },
    errors({ id, hash }: OpenView): Record<string, string> {
      const known = wrong.get(id);
      return known?.hash === hash ? known.errors : {};
    },
    found({ id, hash }: OpenView, errors: Record<string, string>) {
      wrong.delete(id);
      if (Object.keys(errors).length > 0) wrong.set(id, { hash, errors });
      const [oldest] = wrong.keys();
      if (wrong.size > mostWrongForms && oldest !== undefined) wrong.delete(oldest);
    },
  };
}
