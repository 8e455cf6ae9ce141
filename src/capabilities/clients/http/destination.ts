/** Where one request goes, decided before anything is looked up. Pure. */
import type { HttpRequest } from './exchange.ts';
import { httpLimits } from './limits.ts';
import type { HttpTarget } from './target.ts';

export type Destination = {
  secure: boolean;
  /** Without brackets: what is looked up, connected to and expected in the certificate. */
  hostname: string;
  port: number;
  /** With the port where it is not the scheme's own: what errors name. */
  host: string;
  origin: string;
  /** Path and query, as sent. */
  path: string;
};

/** What stands in a target or request that must not: `fault` completes "…: ". Nothing was sent. */
export type Misplaced = { fault: string; next: string };

function baseOf(target: HttpTarget): URL | Misplaced {
  const base = URL.canParse(target.url) ? new URL(target.url) : null;
  const write = 'Write `url: https://host` for this target in staunch.yml.';
  if (base === null || base.hostname === '') return { fault: 'its `url` is not an address', next: write };
  if (base.username !== '' || base.password !== '') return { fault: 'its `url` carries a user name or password', next: write };
  if (base.search !== '' || base.hash !== '') return { fault: 'its `url` carries a query or fragment', next: write };
  const plain = target.tls === 'off';
  if (base.protocol === 'https:' && plain) {
    return {
      fault: 'its `url` is https, but it says `tls: off`',
      next: 'Leave `tls` out; for a certificate of your own write `tls: { ca: /path }`.',
    };
  }
  if (base.protocol === 'http:' && !(plain && target.addresses.length > 0)) {
    return {
      fault: 'its `url` is not https: secrets would go over the network in the open',
      next: 'Write `url: https://…`; if the way there is trusted, say `tls: off` and list its `addresses:`.',
    };
  }
  return base.protocol === 'https:' || base.protocol === 'http:' ? base : { fault: 'its `url` is not https', next: write };
}

/** The root of `host`, when that is all it says: "api.example.com", "api.example.com:8443", "[fd00::1]". */
function rootOf(protocol: string, host: string): URL | null {
  const text = `${protocol}//${host}`;
  if (/[/\\?#@\s]/.test(host) || !URL.canParse(text)) return null;
  return new URL(text);
}

const notAllowed = (host: string): Misplaced => ({
  fault: `its request names the host ${host}, which it does not list`,
  next: 'Only the host of `url` and those in `hosts:` are ever called: add it there if it belongs to this service.',
});

function rootFor(target: HttpTarget, base: URL, host: string | null): URL | Misplaced {
  if (host === null) return base;
  const root = rootOf(base.protocol, host);
  if (root === null) return { fault: 'its request names a host that is none', next: 'Correct `host` in the service file.' };
  const allowed = target.hosts.some((name) => rootOf(base.protocol, name)?.host === root.host);
  return allowed || root.host === base.host ? root : notAllowed(root.host);
}

/** Visible ASCII without what would end the path or be read differently by the servers on the way. */
const plainPath = /^(?:\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*)+$/;

/** ".", ".." and their encoded spellings lead to another path than the one that was meant. */
const dotSegment = /^(?:\.|%2e){1,2}$/i;

function pathOf(root: URL, request: HttpRequest): string | Misplaced {
  const next =
    'Nothing was sent. Look at what fills its path: an id or locator that is empty, a dot, or no text of an address.';
  // An id that is empty would ask for everything in place of the one; only the last may be (a path that ends in "/").
  const segments = request.path.split('/').slice(1);
  const misleading = segments.some(
    (segment, index) => dotSegment.test(segment) || (segment === '' && index < segments.length - 1),
  );
  if (!plainPath.test(request.path) || misleading) {
    return { fault: 'the path of its request leads elsewhere than it says', next };
  }
  const prefix = request.host === null ? root.pathname.replace(/\/+$/, '') : '';
  const query = request.query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const path = prefix + request.path + (query === '' ? '' : `?${query}`);
  return path.length > httpLimits.pathCharacters
    ? { fault: 'its request has a path and query longer than servers take', next }
    : path;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

export function destinationOf(target: HttpTarget, request: HttpRequest): Destination | Misplaced {
  const base = baseOf(target);
  if ('fault' in base) return base;
  const root = rootFor(target, base, request.host);
  if ('fault' in root) return root;
  const path = pathOf(root, request);
  if (typeof path !== 'string') return path;
  const secure = root.protocol === 'https:';
  const port = root.port === '' ? (secure ? 443 : 80) : Number(root.port);
  return { secure, hostname: root.hostname.replace(/^\[|\]$/g, ''), port, host: root.host, origin: root.origin, path };
}
