/** A service that nobody has: tokens of several accounts, an administrator who may delete them, and trouble to order. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from '../clients/http/certificates.ts';

export type Endpoint = 'me' | 'list' | 'revoke';

export type Token = { id: string; user: string; value: string; dead: boolean };

/** How an endpoint answers instead; `then` is what it would have done. */
export type Trouble = (asked: IncomingMessage, answer: ServerResponse, then: () => void) => void;

export type Acorn = {
  url: string;
  tokens: Token[];
  trouble: Partial<Record<Endpoint, Trouble>>;
  /** Everything that was asked, oldest first: "DELETE /tokens/7 as admin". No secrets. */
  log: string[];
  /** The ids for which a deletion was ever asked. */
  touched(): string[];
  calm(): void;
  close(): Promise<void>;
};

export const admin = 'the-administrator-of-acorn';

export const hintOf = (value: string) => `${value.slice(0, 10)}...${value.slice(-4)}`;

export function say(answer: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) answer.writeHead(status).end();
  else answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

type Door = Pick<Acorn, 'tokens' | 'trouble' | 'log'>;

const bearerOf = (asked: IncomingMessage) => /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';

function whoAsks({ tokens }: Door, bearer: string): string {
  if (bearer === admin) return 'admin';
  return tokens.find(({ value }) => value === bearer)?.id ?? (bearer === '' ? 'nobody' : 'a stranger');
}

function me({ tokens }: Door, asked: IncomingMessage, answer: ServerResponse): void {
  const found = tokens.find(({ value, dead }) => value === bearerOf(asked) && !dead);
  if (found === undefined) say(answer, 401, { error: 'invalid_token' });
  else say(answer, 200, { user: found.user });
}

function list({ tokens }: Door, asked: IncomingMessage, answer: ServerResponse): void {
  const there = tokens.filter(({ dead }) => !dead).map(({ id, user, value }) => ({ id, user, hint: hintOf(value) }));
  if (bearerOf(asked) === admin) say(answer, 200, { tokens: there });
  else say(answer, 403, { error: 'forbidden' });
}

function revoke({ tokens }: Door, asked: IncomingMessage, answer: ServerResponse): void {
  const found = tokens.find(({ id, dead }) => asked.url === `/tokens/${id}` && !dead);
  if (bearerOf(asked) !== admin) say(answer, 403, { error: 'forbidden' });
  else if (found === undefined) say(answer, 404, { error: 'not_found' });
  else {
    found.dead = true;
    say(answer, 204);
  }
}

const endpoints: Record<Endpoint, (door: Door, asked: IncomingMessage, answer: ServerResponse) => void> = { me, list, revoke };

function endpointOf(asked: IncomingMessage): Endpoint | null {
  if (asked.method === 'GET' && asked.url === '/me') return 'me';
  if (asked.method === 'GET' && asked.url === '/tokens') return 'list';
  return asked.method === 'DELETE' && asked.url?.startsWith('/tokens/') ? 'revoke' : null;
}

export async function openAcorn(certificate?: Certificate): Promise<Acorn> {
  const door: Door = { tokens: [], trouble: {}, log: [] };
  const listener: RequestListener = (asked, answer) => {
    door.log.push(`${asked.method} ${asked.url} as ${whoAsks(door, bearerOf(asked))}`);
    const endpoint = endpointOf(asked);
    const then = () =>
      endpoint === null ? say(answer, 404, { error: 'no such page' }) : endpoints[endpoint](door, asked, answer);
    const trouble = endpoint === null ? undefined : door.trouble[endpoint];
    if (trouble === undefined) then();
    else trouble(asked, answer, then);
  };
  const { key, cert } = certificate ?? {};
  const server = certificate === undefined ? createServer(listener) : createSecure({ key, cert }, listener);
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    ...door,
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    touched: () => door.log.flatMap((line) => /^DELETE \/tokens\/(\S+) /.exec(line)?.[1] ?? []),
    calm() {
      door.tokens.length = 0;
      door.log.length = 0;
      for (const endpoint of Object.keys(door.trouble) as Endpoint[]) delete door.trouble[endpoint];
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
