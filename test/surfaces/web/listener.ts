/** The listener on a world of its own, and somebody who sends requests exactly as told. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { peekHandInLink, redeemHandInLink } from '../../../src/incident/hand-in-link.ts';
import { readBacklog } from '../../../src/incident/rows/backlog-row.ts';
import { handInLinks } from '../../../src/surfaces/web/hand-in-links.ts';
import { serveWeb, usualLimits, type Web, type WebParts } from '../../../src/surfaces/web/serve-web.ts';
import type { World } from '../../incident/world.ts';

export type Listener = {
  web: Web;
  port: number;
  log: string[];
  /** The path of a new link. */
  link(incident: string, person?: string): Promise<string>;
};

export async function openListener(world: World, more: Partial<WebParts> = {}): Promise<Listener> {
  const log: string[] = [];
  const web = await serveWeb({
    listen: { host: '127.0.0.1', port: 0, url: null },
    links: {
      peek: (token) => peekHandInLink(world, token),
      redeem: (token, given) => redeemHandInLink(world, token, given),
    },
    reader: (person) => ({ name: person === 'ana' ? 'Ana Silva' : person, timezone: 'Europe/Berlin' }),
    practice: true,
    program: 'npx staunch',
    health: { database: () => world.db.query('select 1'), bot: () => true, slack: () => null },
    metrics: { backlog: () => readBacklog(world.db.query, world.clock.now()), slack: () => null },
    slack: () => null,
    clock: world.clock,
    log: { warn: (fields, message) => void log.push(JSON.stringify({ ...fields, message })) },
    ...more,
  });
  return {
    web,
    port: web.port,
    log,
    async link(incident, person = 'ana') {
      const links = handInLinks({ ...world, origin: web.origin });
      const { url } = await links.make(incident, 'c1', person);
      return new URL(url).pathname;
    },
  };
}

export const quick = { ...usualLimits, headersMs: 200, requestMs: 200, lookMs: 50, drainMs: 200, databaseMs: 100 };

export type Got = { status: number; headers: IncomingHttpHeaders; body: string };

/** `half`: the body is begun and never ended. */
export function ask(
  port: number,
  path: string,
  sent: { method?: string; headers?: Record<string, string>; body?: string; half?: boolean } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, half } = sent;
    const going = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    going.on('error', reject);
    if (half !== true) going.end(body);
    else going.write(body ?? '');
  });
}

const own = { 'sec-fetch-site': 'same-origin', origin: 'null', 'content-type': 'application/x-www-form-urlencoded' };

/** Sends the form as a browser does from our own page; `headers` replaces what it says. */
export function hand(port: number, path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return ask(port, path, { method: 'POST', headers: { ...own, ...headers }, body: new URLSearchParams(fields).toString() });
}
