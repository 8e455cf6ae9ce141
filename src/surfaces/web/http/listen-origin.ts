/** Under which address people reach the listener, and whether a secret may be sent there. */
import { isIP } from 'node:net';
import type { ListenConfig } from '../../../platform/config/listen.ts';
import { isSafeAddress } from '../../../platform/config/safe-address.ts';

/** Everything, not an address that anybody could type. */
const unspecified = new Set(['0.0.0.0', '::']);
const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Without a slash at its end, such as `https://staunch.example` or `http://127.0.0.1:8480`. `port`: the one it got. */
export function originOf({ host, url }: ListenConfig, port: number): string {
  if (url !== null) return url;
  if (unspecified.has(host)) return `http://localhost:${port}`;
  return new URL(`http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`).origin;
}

/** Null where what is sent stays unread on its way: TLS, or this machine alone. */
export function whyNotPrivate(origin: string): string | null {
  if (isSafeAddress(origin)) return null;
  return (
    `Nothing may be handed in at ${origin}: without TLS everybody on the way could read the secret. ` +
    'Put a proxy with TLS in front and name its https:// address as `url` under `listen:`, or let `host` be 127.0.0.1.'
  );
}

/** The `Host` headers that mean this listener: its origin, and on this machine the other names of the same. */
export function hostsOf(origin: string): ReadonlySet<string> {
  const { host, hostname, port } = new URL(origin);
  if (!ownNames.includes(hostname)) return new Set([host]);
  return new Set(ownNames.map((name) => (port === '' ? name : `${name}:${port}`)));
}
