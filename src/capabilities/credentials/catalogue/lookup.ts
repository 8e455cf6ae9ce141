/** Finds exactly one thing at a service, seen whole, or says why not. Nothing is ever taken because it stands first. */
import type { Json } from '../../../platform/canonical.ts';
import type { HttpAnswer, HttpRequest } from '../../clients/http/exchange.ts';
import type { Call } from '../kind.ts';
import { type AskOnce, send, unexpected } from './ask.ts';
import { buildRequest } from './build-request.ts';
import { at, equals, isOneOf } from './judge-answer.ts';
import { isSource } from './leaf.ts';
import { type Known, plainValue } from './leaf-value.ts';
import type { Lookup } from './schema.ts';
import type { ServiceTarget } from './target.ts';

/**
 * `unclear`: the list could not be seen whole, or what matched has no id that could be trusted. `still`: nothing matches, but what
 * has the known ids is listed all the same, with other words about it: that is no end.
 */
export type Found =
  | { kind: 'one'; ids: Record<string, string> }
  | { kind: 'none'; still: boolean }
  | { kind: 'many'; count: number }
  | { kind: 'unclear'; why: string };

/** A list that goes on for longer is not read: an account with so many tokens wants a narrower question. */
const mostPages = 20;
const longestId = 200;

type Spending = Pick<Call, 'signal' | 'now' | 'spend'>;

/** `before`: ids that were found earlier in the incident. Throws ProviderError for an answer that is not one of `found`. */
export async function findOne(
  once: AskOnce,
  target: ServiceTarget,
  lookup: Lookup,
  known: Known,
  call: Spending,
  before: Known['ids'] = known.ids,
): Promise<Found> {
  const items: Json[] = [];
  const seen = new Set<string>();
  let next: HttpRequest | null = await buildRequest(lookup.request, {
    known,
    identities: target.identities,
    signal: call.signal,
  });
  while (next !== null) {
    const address = JSON.stringify([next.path, next.query]);
    if (seen.has(address)) return unclear('its pages lead in a circle');
    if (seen.size >= mostPages) return unclear(`it has more than ${mostPages} pages`);
    seen.add(address);
    const answer = await send(once, target, next, call);
    if (!isOneOf(answer, lookup.found, known)) throw unexpected(target, lookup.request, next.shown, answer);
    const page = pageOf(answer, lookup);
    if ('why' in page) return unclear(page.why);
    if (isFull(page.items.length, lookup)) return unclear('the list is as long as was asked for, so there may be more');
    items.push(...page.items);
    const onward = onwardOf(answer, lookup, next, target);
    if (onward !== null && 'why' in onward) return unclear(onward.why);
    next = onward;
  }
  return chosen(items, lookup, known, before);
}

const unclear = (why: string): Found => ({ kind: 'unclear', why });

function pageOf({ json }: HttpAnswer, { list }: Lookup): { items: Json[] } | { why: string } {
  if (json === undefined) return { why: 'the answer is no JSON' };
  // A list where one thing should be: its first is nobody's.
  if (list === undefined)
    return Array.isArray(json) ? { why: 'it answered a list where one thing should be' } : { items: [json] };
  const items = at(json, list);
  return Array.isArray(items) ? { items } : { why: 'there is no list where it should be' };
}

const pageSize = /^(per_?page|page_?size|limit|max_?results|count|size)$/i;

/** A list that nobody pages, of exactly as many as were asked for. */
function isFull(length: number, { list, pages, request }: Lookup): boolean {
  if (list === undefined || pages !== 'none') return false;
  return Object.entries(request.query).some(([name, leaf]) => pageSize.test(name) && leaf === length);
}

/** The request for the next page, null at the end, or why the rest cannot be seen. */
function onwardOf(
  answer: HttpAnswer,
  lookup: Lookup,
  before: HttpRequest,
  target: ServiceTarget,
): HttpRequest | { why: string } | null {
  if (lookup.list === undefined) return null;
  const linked = nextLink(answer.link);
  const { pages } = lookup;
  if (pages === 'none')
    return linked === null && !goesOn(answer.json) ? null : { why: 'the list goes on, and its service file does not say how' };
  const address = pages === 'link' ? linked : at(answer.json ?? null, pages.next);
  if (address === undefined || address === null || address === '') {
    // An address at another place than the file says is a page all the same.
    return pages !== 'link' && linked !== null ? { why: 'the list goes on at another place than its service file says' } : null;
  }
  return typeof address === 'string' ? pageRequest(address, before, target) : { why: 'the next page has no address' };
}

/** The usual ways in which a body says that there is more. */
function goesOn(json: Json | undefined): boolean {
  if (json === undefined) return false;
  const pointers = [
    '/next',
    '/next_page',
    '/nextPage',
    '/next_page_token',
    '/nextPageToken',
    '/next_cursor',
    '/nextCursor',
    '/urls/next',
    '/links/next',
    '/has_more',
    '/hasMore',
  ];
  return pointers.some((pointer) => {
    const found = at(json, pointer);
    return found !== undefined && found !== null && found !== '' && found !== false;
  });
}

/** `rel="next"` of a Link header (RFC 8288), unread further; null when there is none. */
function nextLink(link: string | null): string | null {
  for (const part of (link ?? '').split(/,\s*(?=<)/)) {
    const [, address, parameters = ''] = /^<([^>]*)>(.*)$/s.exec(part.trim()) ?? [];
    if (address !== undefined && /;\s*rel\s*=\s*("[^"]*\bnext\b[^"]*"|next\b)/i.test(parameters)) return address;
  }
  return null;
}

/** Only at the very same place: a list that sends us elsewhere would get our secret there. */
function pageRequest(address: string, before: HttpRequest, target: ServiceTarget): HttpRequest | { why: string } {
  const base = new URL(before.host === null ? target.http.url : `https://${before.host}`);
  const prefix = before.host === null ? base.pathname.replace(/\/$/, '') : '';
  const from = `${base.origin}${prefix}${before.path}`;
  if (!URL.canParse(address, from)) return { why: 'the address of the next page cannot be read' };
  const url = new URL(address, from);
  if (url.origin !== base.origin || url.pathname !== new URL(from).pathname)
    return { why: 'the next page is at another place' };
  return { ...before, query: [...url.searchParams.entries()] };
}

function chosen(items: Json[], lookup: Lookup, known: Known, before: Known['ids']): Found {
  const matching = items.filter((item) => matches(item, lookup, known));
  const [only] = matching;
  if (only === undefined) return { kind: 'none', still: items.some((item) => isStill(item, lookup, before)) };
  if (matching.length > 1) return { kind: 'many', count: matching.length };
  const ids: Record<string, string> = {};
  for (const [name, pointer] of Object.entries(lookup.take)) {
    const id = idFrom(at(only, pointer));
    if (id === null) return unclear(`what matches has no usable "${name}"`);
    ids[name] = id;
  }
  return { kind: 'one', ids };
}

/** The thing with the ids that were found before, but for what is not said of it by a constant (`revoked: false`). */
function isStill(item: Json, { take, where }: Lookup, before: Known['ids']): boolean {
  const same = Object.entries(take).every(([name, pointer]) => equals(at(item, pointer), before[name] ?? null));
  return same && Object.entries(where).every(([pointer, leaf]) => isSource(leaf) || at(item, pointer) === leaf);
}

function matches(item: Json, { where }: Lookup, known: Known): boolean {
  return Object.entries(where).every(([pointer, leaf]) => {
    const found = at(item, pointer);
    // A constant may be anything, `false` and null too; what comes from a source must be there.
    return isSource(leaf) ? equals(found, plainValue(leaf, known)) : found === leaf;
  });
}

/** An id as it may stand in a path or body: no empty one, none that climbs, none that could be read as two. */
function idFrom(found: Json | undefined): string | null {
  if (typeof found === 'number') return Number.isSafeInteger(found) && found >= 0 ? String(found) : null;
  if (typeof found !== 'string' || found === '' || found.length > longestId) return null;
  return /^[^\s/\\?#%\p{Cc}]+$/u.test(found) && !/^\.+$/.test(found) ? found : null;
}
