/** A server on 127.0.0.1 that holds every request, and every honest answer of its own, against a published description. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Method, PublishedApi, Question } from './published-api.ts';

export type Asked = Question & {
  /** Bearer, "token", PRIVATE-TOKEN or the name and password of basic authentication; null when nothing of the kind was sent. */
  bearer: string | null;
  basic: { user: string; password: string } | null;
};

/** `lie`: not what the service would answer, so the description has no say in it. `cut`: the connection breaks in its place. */
export type Answered = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  lie?: boolean;
  text?: { type: string; text: string };
  cut?: boolean;
};

export type StrictServer = {
  url: string;
  /** "DELETE /installation/token 204", oldest first. No secrets: a service whose paths hold any is not stood in for here. */
  asked: string[];
  /** What went against the description. Empty, or the test has failed. */
  violations: string[];
  close(): Promise<void>;
};

function credentialsOf(asked: IncomingMessage): Pick<Asked, 'bearer' | 'basic'> {
  const authorization = asked.headers.authorization ?? '';
  const basic = /^Basic (.+)$/.exec(authorization)?.[1];
  const own = asked.headers['private-token'];
  if (basic !== undefined) {
    const [user = '', password = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    return { bearer: null, basic: { user, password } };
  }
  const bearer = /^(?:Bearer|token) (.+)$/.exec(authorization)?.[1] ?? (typeof own === 'string' ? own : null);
  return { bearer, basic: null };
}

async function read(asked: IncomingMessage): Promise<Asked | { malformed: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(asked.url ?? '/', 'http://stand-in');
  if (text !== '' && !(asked.headers['content-type'] ?? '').startsWith('application/json')) {
    return { malformed: 'a body was sent that does not say it is JSON' };
  }
  return {
    method: (asked.method ?? 'GET') as Method,
    path: url.pathname,
    query: [...url.searchParams],
    body: text === '' ? undefined : JSON.parse(text),
    ...credentialsOf(asked),
  };
}

function send(response: ServerResponse, answered: Answered): void {
  const { status, body, headers = {}, text } = answered;
  if (answered.cut === true) response.destroy();
  else if (text !== undefined) response.writeHead(status, { ...headers, 'content-type': text.type }).end(text.text);
  else if (body === undefined) response.writeHead(status, headers).end();
  else response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

const misasked: Answered = { status: 422, body: { message: 'Not as it is described.' }, lie: true };

/** `base`: what stands before the description's paths ("/api/v3"), or ''. */
export async function strictServer(api: PublishedApi, base: string, answer: (asked: Asked) => Answered): Promise<StrictServer> {
  const asked: string[] = [];
  const violations: string[] = [];
  const sockets = new Set<Socket>();
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const question = await read(request);
    if ('malformed' in question) {
      violations.push(question.malformed);
      send(response, { status: 400 });
      return;
    }
    if (!question.path.startsWith(`${base}/`)) violations.push(`${question.path} is not below ${base}`);
    const here = { ...question, path: question.path.slice(base.length) };
    const faults = api.faultsOfRequest(here);
    violations.push(...faults);
    const answered = faults.length > 0 ? misasked : answer(here);
    if (answered.lie !== true) violations.push(...api.faultsOfAnswer(here, answered.status, answered.body));
    asked.push(`${here.method} ${here.path} ${answered.cut === true ? '(cut)' : answered.status}`);
    send(response, answered);
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(String(error));
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    violations,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
