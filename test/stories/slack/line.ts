/** The line between the bot and Slack's Web API: it can be cut, and it can lose an answer on its way back. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Line = {
  /** In place of Slack's own address. */
  api: string;
  cut(): void;
  mend(): void;
  /** The next `count` calls of this method reach Slack and have their effect; their answers get lost. */
  loseAnswers(method: string, count: number): void;
  /** How many answers were lost so far. */
  lost(): number;
  close(): Promise<void>;
};

export async function openLine(to: string): Promise<Line> {
  let isCut = false;
  let lost = 0;
  const losing = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    if (isCut) return void incoming.socket.destroy();
    const method = new URL(incoming.url ?? '/', to).pathname.split('/').at(-1) ?? '';
    const left = losing.get(method) ?? 0;
    losing.set(method, Math.max(0, left - 1));
    if (left > 0) lost += 1;
    passOn(incoming, outgoing, to, left > 0);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    api: `http://127.0.0.1:${port}/api/`,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    mend() {
      isCut = false;
    },
    loseAnswers: (method, count) => void losing.set(method, count),
    lost: () => lost,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, to: string, loses: boolean): void {
  const { host: _, ...headers } = incoming.headers;
  const onwards = request(new URL(incoming.url ?? '/', to), { method: incoming.method ?? 'POST', headers }, (answer) => {
    if (loses) {
      answer.resume();
      answer.on('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onwards.on('error', () => incoming.socket.destroy());
  incoming.pipe(onwards);
}
