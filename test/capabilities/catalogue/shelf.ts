/** A service in memory whose list of tokens can be anything at all: what an HTTP client would have brought back of it. */
import type { HttpAnswer, HttpRequest } from '../../../src/capabilities/clients/http/exchange.ts';
import { serviceKinds } from '../../../src/capabilities/credentials/catalogue/kind.ts';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import type { CredentialKind } from '../../../src/capabilities/credentials/kind.ts';
import type { Json } from '../../../src/platform/canonical.ts';

export type Pages = 'next' | 'link' | 'none';
export type By = 'hint and user' | 'hint' | 'digest';

/** How the list breaks off: `marked` says that it goes on; `full` is as long as was asked for; `failing` ends in an error. */
export type End = 'whole' | 'marked' | 'full' | 'failing';

export type Shelf = {
  rows: Json[];
  /** Who answers to the leaked value: its id and user; null when nobody does. */
  owner: { id: Json; user: string } | null;
  pageRows: number;
  end: End;
  /** The addresses of all deletions that were asked for. */
  touched: string[];
};

export const leaked = 'tok_AAAAbbbbCCCCddddEEEE';
export const hint = 'tok_AAAA...EEEE';

const where: Record<By, string> = {
  'hint and user': '/user: { $locator: user }, /hint: { $derived: { first: 8, last: 4, between: "..." } }',
  hint: '/hint: { $derived: { first: 8, last: 4, between: "..." } }',
  digest: '/digest: { $derived: { hash: sha256, as: hex } }',
};
const paging: Record<Pages, string> = { next: '{ next: /next }', link: 'link', none: 'none' };

const fileOf = (pages: Pages, by: By) => `service: shelf
title: Shelf
url: https://shelf.test
sources: [ "https://shelf.test/docs" ]
identities: { admin: { title: Deletes tokens, permissions: [ administrator ] } }
kinds:
  shelf-token:
    title: Shelf token
    value: { prefixes: [ tok_ ], min: 20, max: 60 }
    locator: { user: { title: Its user, required: true } }
    lookups:
      - name: token
        request: { method: GET, path: [ tokens ], query: { per_page: 50 }, auth: { bearer: { $identity: admin } } }
        found: [ { status: 200 } ]
        list: /tokens
        pages: ${paging[pages]}
        where: { ${where[by]} }
        take: { id: /id }
    probe:
      request: { method: GET, path: [ me ], auth: { bearer: { $value: leaked } } }
      alive: [ { status: 200, body: { /id: { $id: id } } } ]
      refused: [ { status: 401 } ]
    revoke:
      title: Delete it
      request: { method: DELETE, path: [ tokens, { $id: id } ], auth: { bearer: { $identity: admin } } }
      done: [ { status: 204 } ]
      breaks: its clients
      who: an administrator
      reversible: false
`;

function answer(status: number, json?: Json, link: string | null = null): HttpAnswer {
  const body = json === undefined ? { json: undefined, empty: true } : { json, empty: false };
  return { status, contentType: 'application/json', ...body, unread: null, retryAfterMs: null, link, elsewhere: null };
}

function listed(shelf: Shelf, pages: Pages, request: HttpRequest): HttpAnswer {
  const page = Number(request.query.find(([name]) => name === 'page')?.[1] ?? 0);
  const size = pages === 'none' ? 50 : shelf.pageRows;
  const tokens = shelf.rows.slice(page * size, (page + 1) * size);
  const more = (page + 1) * size < shelf.rows.length;
  const last = !more;
  if (last && shelf.end === 'failing') return answer(500, { error: 'oops' });
  if (last && shelf.end === 'full') {
    // Rows of others up to the number that was asked for: nobody can know whether that is all.
    const filler = Array.from({ length: 50 - tokens.length }, (_, index) => ({
      id: `f${index}`,
      user: 'x',
      hint: 'x',
      digest: 'x',
    }));
    return answer(200, { tokens: [...tokens, ...filler] });
  }
  const onward = last && shelf.end === 'marked' ? 'https://elsewhere.test/tokens?page=9' : `/tokens?page=${page + 1}`;
  if (last && shelf.end === 'whole') return answer(200, { tokens, next: null });
  return pages === 'link' ? answer(200, { tokens }, `<${onward}>; rel="next"`) : answer(200, { tokens, next: onward });
}

function answered(shelf: Shelf, pages: Pages, request: HttpRequest): HttpAnswer {
  if (request.method === 'DELETE') {
    shelf.touched.push(decodeURIComponent(request.path.replace(/^\/tokens\//, '')));
    return answer(204);
  }
  if (request.path === '/tokens') return listed(shelf, pages, request);
  const known = request.headers.some(([, value]) => value === `Bearer ${leaked}`);
  return known && shelf.owner !== null ? answer(200, shelf.owner) : answer(401, { error: 'invalid' });
}

const services = new Map<string, ReturnType<typeof readService>>();

/** The kind as the engine makes it of its file; `shelf()` is the service at the moment it is asked. */
export function shelfKind(pages: Pages, by: By, shelf: () => Shelf): CredentialKind {
  const name = `${pages} ${by}`;
  const service = services.get(name) ?? readService(fileOf(pages, by), 'shelf.yml');
  services.set(name, service);
  const target = {
    name: 'shelf',
    http: { name: 'shelf', url: 'https://shelf.test', hosts: [], addresses: [], tls: 'verify' as const, timeoutMs: 1_000 },
    identities: new Map([['admin', { user: null, secret: async () => 'the-administrator' }]]),
    concurrency: 1,
    perHour: 600,
  };
  const ask = async (_target: unknown, request: HttpRequest) => answered(shelf(), pages, request);
  const [kind] = serviceKinds(service, { targets: new Map([['shelf', target]]), ask });
  if (kind === undefined) throw new Error('The file describes no kind.');
  return kind;
}
