import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd } from './open-slack.ts';

export type Request = { path: string; headers: IncomingHttpHeaders; body: string };
export type Reply = { status?: number; headers?: Record<string, string>; body?: string };

/** An app that is reached by HTTP: it keeps what it was sent, and answers what the test says. */
export async function appServer(answer: (request: Request) => Reply | Promise<Reply>) {
  const requests: Request[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', async () => {
      const request = { path: incoming.url ?? '', headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      const { status = 200, headers = {}, body = '' } = await answer(request);
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  atEnd(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    requests,
    urls: { events: `${base}/events`, interactivity: `${base}/interactivity`, commands: `${base}/commands` },
  };
}

/** Slack's challenge, sent back as it came. */
export function challengeIn({ body }: Request): string | null {
  if (!body.startsWith('{')) return null;
  const said = JSON.parse(body) as { type?: string; challenge?: string };
  return said.type === 'url_verification' ? (said.challenge ?? null) : null;
}
