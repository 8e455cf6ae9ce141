/** Whether a form was sent from our own page, by what the browser says of it (Fetch Metadata, RFC 6454). */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` with its own form, so `Sec-Fetch-Site` decides where it is
 * there: every browser since spring 2023 sends it over TLS and to this machine. Without it `Origin` must be one of ours.
 */
export function fromOwnPage(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  const ours = origin !== undefined && hosts.has(hostOf(origin));
  if (site === undefined) return ours;
  return site === 'same-origin' && (ours || origin === undefined || origin === 'null');
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}
