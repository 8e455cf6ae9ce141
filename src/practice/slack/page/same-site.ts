/**
 * Whether a request comes from this page: no other web site may press buttons here, nor read along by a name that it points
 * at this machine. Pure.
 */
import type { IncomingHttpHeaders } from 'node:http';

const ours = new Set(['same-origin', 'none']);

/** `host` must be the loopback that is listened on, by number or by name. */
export function isHostOurs({ host }: IncomingHttpHeaders, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** A browser says where a request that changes something comes from; what says nothing is no browser, and has no business here. */
export function isFromPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return headers.origin === `http://${headers.host}`;
}

/** To read, an address typed by hand is enough. */
export function mayRead(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || ours.has(String(site));
}
