/** One connection to an address that was judged: the one that is used is the one that was looked at. */
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import { mayConnect } from './address.ts';
import type { Destination } from './destination.ts';
import type { HttpTarget } from './target.ts';

export type Resolved = { address: string; family: number };

/** All addresses of a host name, as the system sees them. */
export type Resolve = (hostname: string) => Promise<Resolved[]>;

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true, order: 'verbatim' });

/** The host is at an address that may not be called. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly address: string;

  constructor(address: string) {
    super(`Not a permitted address: ${address}`);
    this.address = address;
  }
}

/** The file of `tls.ca` cannot be read. */
export class AuthorityUnreadable extends Error {
  override readonly name = 'AuthorityUnreadable';
}

/**
 * A name that leads to even one refused address is not to be trusted with the others. The answer is used for this
 * connection and never asked for again: a name server cannot say one thing to the check and another to the connection.
 */
async function permitted(target: HttpTarget, place: Destination, resolve: Resolve): Promise<Resolved[]> {
  const family = isIP(place.hostname);
  const found = family === 0 ? await resolve(place.hostname) : [{ address: place.hostname, family }];
  const refused = found.find(({ address }) => !mayConnect(address, target.addresses, !place.secure));
  if (refused !== undefined) throw new AddressRefused(refused.address);
  if (found.length === 0) throw Object.assign(new Error('No address'), { code: 'ENOTFOUND' });
  return found;
}

async function authority(tls: HttpTarget['tls']): Promise<{ ca?: string }> {
  if (typeof tls === 'string') return {};
  return {
    ca: await readFile(tls.ca, 'utf8').catch(() => {
      throw new AuthorityUnreadable();
    }),
  };
}

/** Resolves with `socket` once it is `ready`; an abort or error destroys it. */
function opened<T extends Socket>(socket: T, ready: 'connect' | 'secureConnect', signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      fail(Object.assign(new Error('Closed'), { code: 'ECONNRESET' }));
    });
    socket.on('error', fail);
    socket.once(ready, () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
    if (signal.aborted) abort();
  });
}

/**
 * Connects, with TLS verified where the destination is secure. Throws AddressRefused before any packet is sent, an error with the
 * system's or OpenSSL's code, or the signal's reason; nothing of the request has been sent by then.
 */
export async function openSocket(
  target: HttpTarget,
  place: Destination,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<Socket> {
  const options = await authority(target.tls);
  const addresses = await permitted(target, place, resolve);
  signal.throwIfAborted();
  const judged: LookupFunction = (_hostname, _options, done) => done(null, addresses);
  const tcp = connect({ host: place.hostname, port: place.port, lookup: judged, autoSelectFamily: true, noDelay: true });
  await opened(tcp, 'connect', signal);
  if (!mayConnect(tcp.remoteAddress ?? '', target.addresses, !place.secure)) {
    tcp.destroy();
    throw new AddressRefused(tcp.remoteAddress ?? 'an unknown address');
  }
  if (!place.secure) return tcp;
  const servername = isIP(place.hostname) === 0 ? { servername: place.hostname } : {};
  // Said outright: an environment variable (NODE_TLS_REJECT_UNAUTHORIZED) must not be able to turn it off.
  const verified = { ...options, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] };
  return opened(secure({ socket: tcp, host: place.hostname, ...servername, ...verified }), 'secureConnect', signal);
}
