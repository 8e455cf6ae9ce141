/** A server that speaks the page's protocol from snapshots of a test, and keeps the acts that it hears. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { Act, Done, Snapshot } from '../../../../src/practice/slack/page/protocol.ts';

const client = new URL('../../../../src/practice/slack/page/client/', import.meta.url);
const types: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

export type FakePage = {
  url: string;
  acts: Act[];
  /** Changes what is shown, and sends it to all who look. */
  change(edit: (snapshot: Snapshot, as: string) => void): void;
  /** What the next acts are answered with. */
  answer: (act: Act) => Promise<Done> | Done;
  close(): Promise<void>;
};

/** `snapshotOf`: what each person sees first. */
export async function startFakePage(snapshotOf: (as: string) => Snapshot): Promise<FakePage> {
  const seen = new Map<string, Snapshot>();
  const streams = new Map<ServerResponse, string>();
  const of = (as: string) => {
    const found = seen.get(as) ?? snapshotOf(as);
    seen.set(as, found);
    return found;
  };
  const send = (response: ServerResponse, as: string) => response.write(`data: ${JSON.stringify(of(as))}\n\n`);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.setHeader('content-security-policy', "default-src 'self'; img-src 'self' data:");
    if (url.pathname === '/page/stream') {
      const as = url.searchParams.get('as') ?? 'U0AMARA';
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      streams.set(response, as);
      request.on('close', () => streams.delete(response));
      send(response, as);
    } else if (url.pathname === '/page/act') {
      const act = JSON.parse(await bodyOf(request)) as Act;
      page.acts.push(act);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(await page.answer(act)));
    } else serveFile(url.pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake page has no port.');
  const page: FakePage = {
    url: `http://127.0.0.1:${address.port}/`,
    acts: [],
    answer: () => ({ ok: true }),
    change(edit) {
      for (const [as, snapshot] of seen) {
        edit(snapshot, as);
        snapshot.revision += 1;
      }
      for (const [response, as] of streams) send(response, as);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return page;
}

function serveFile(path: string, response: ServerResponse): void {
  const name = path === '/' ? 'index.html' : path.replace(/^\/page\/client\//, '');
  const type = types[extname(name)];
  if (type === undefined || name.includes('..')) {
    response.writeHead(404).end();
    return;
  }
  try {
    const body = readFileSync(new URL(name, client));
    response.setHeader('content-type', `${type}; charset=utf-8`);
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
