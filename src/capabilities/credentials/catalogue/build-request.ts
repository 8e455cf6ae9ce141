/** A request of a service file and what is known → the request that is sent. Every leaf is encoded here, none by hand. */

import type { HttpRequest } from '../../clients/http/exchange.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import { type Constant, isSource, type Leaf, type Tree } from './leaf.ts';
import { type Known, plainValue, shownLeaf } from './leaf-value.ts';
import type { Auth, ServiceRequest } from './request-shape.ts';
import type { Identity } from './target.ts';

export type Secrets = { known: Known; identities: ReadonlyMap<string, Identity>; signal: AbortSignal };

/** "DELETE /tokens/7": what plans, errors and logs say of a request. Holds no secret. */
export function shownRequest(request: ServiceRequest, known: Known): string {
  const path = request.path.map((part) => shownLeaf(part, known)).join('/');
  const names = Object.keys(request.query);
  const query =
    names.length === 0 ? '' : `?${names.map((name) => `${name}=${shownLeaf(request.query[name] ?? null, known)}`).join('&')}`;
  const body = request.json ?? request.form;
  const shownBody = body === undefined ? '' : ` ${JSON.stringify(shownTree(body, known))}`;
  return `${request.method} ${request.host === undefined ? '' : request.host}/${path}${query}${shownBody}`;
}

function shownTree(tree: Tree, known: Known): unknown {
  if (isSource(tree)) return shownLeaf(tree, known);
  if (Array.isArray(tree)) return tree.map((inner) => shownTree(inner, known));
  if (typeof tree === 'object' && tree !== null)
    return Object.fromEntries(Object.entries(tree).map(([key, inner]) => [key, shownTree(inner, known)]));
  return tree;
}

/** Throws ProviderError where a source is not known: a request with a hole is never sent. */
export async function buildRequest(request: ServiceRequest, secrets: Secrets): Promise<HttpRequest> {
  const shown = shownRequest(request, secrets.known);
  const text = async (leaf: Leaf) => String(await resolved(leaf, secrets, shown));
  const fields = async (map: Record<string, Leaf>) =>
    Promise.all(Object.entries(map).map(async ([name, leaf]) => [name, await text(leaf)] as const));
  const path = await Promise.all(request.path.map(async (part) => segment(await text(part), shown)));
  const auth = request.auth === undefined ? [] : [await authHeader(request.auth, text)];
  return {
    method: request.method,
    host: request.host ?? null,
    path: `/${path.join('/')}`,
    query: await fields(request.query),
    headers: [...(await fields(request.headers)), ...auth],
    body: await bodyOf(request, secrets, shown, fields),
    shown,
  };
}

async function bodyOf(
  request: ServiceRequest,
  secrets: Secrets,
  shown: string,
  fields: (map: Record<string, Leaf>) => Promise<(readonly [string, string])[]>,
): Promise<HttpRequest['body']> {
  if (request.json !== undefined) return { type: 'json', text: JSON.stringify(await treeOf(request.json, secrets, shown)) };
  if (request.form === undefined) return null;
  const form = new URLSearchParams((await fields(request.form)).map(([name, value]): [string, string] => [name, value]));
  return { type: 'form', text: form.toString() };
}

async function treeOf(tree: Tree, secrets: Secrets, shown: string): Promise<unknown> {
  if (isSource(tree) || typeof tree !== 'object' || tree === null) return resolved(tree, secrets, shown);
  if (Array.isArray(tree)) return Promise.all(tree.map((inner) => treeOf(inner, secrets, shown)));
  const entries = await Promise.all(
    Object.entries(tree).map(async ([key, inner]) => [key, await treeOf(inner, secrets, shown)] as const),
  );
  return Object.fromEntries(entries);
}

async function resolved(leaf: Leaf, { known, identities, signal }: Secrets, shown: string): Promise<Constant> {
  if (!isSource(leaf)) return leaf;
  if ('$identity' in leaf) {
    const identity = identities.get(leaf.$identity);
    const part = leaf.part === 'user' ? (identity?.user ?? null) : ((await identity?.secret(signal)) ?? null);
    if (part === null) throw hole(shown, `the identity "${leaf.$identity}" is not configured`);
    if (leaf.part === 'secret' && part === known.value) throw ownSecret(leaf.$identity);
    return part;
  }
  const value = plainValue(leaf, known);
  if (value === null) throw hole(shown, `${shownLeaf(leaf, known)} is not known`);
  return value;
}

const hole = (shown: string, what: string) => new ProviderError('fatal', `${shown} was not sent: ${what}.`);

/** Whoever declares the bot's own secret must not make it saw off the branch that it sits on. */
const ownSecret = (identity: string) =>
  new ProviderError(
    'denied',
    `The leaked value is the secret of Staunch's own identity "${identity}": Staunch does not end its own. Nothing was sent. Give it another secret, restart it, then retry, or end this one by hand.`,
  );

/** A segment that climbs or vanishes would name something else. */
function segment(text: string, shown: string): string {
  if (text === '' || text === '.' || text === '..') throw hole(shown, 'a part of its path would be empty or climb');
  return encodeURIComponent(text);
}

async function authHeader(auth: Auth, text: (leaf: Leaf) => Promise<string>): Promise<readonly [string, string]> {
  if ('bearer' in auth) return ['authorization', `Bearer ${await text(auth.bearer)}`];
  if ('scheme' in auth) return ['authorization', `${auth.scheme} ${await text(auth.with)}`];
  if ('raw' in auth) return ['authorization', await text(auth.raw)];
  if ('header' in auth) return [auth.header.toLowerCase(), await text(auth.with)];
  const pair = `${await text(auth.basic.user)}:${await text(auth.basic.password)}`;
  return ['authorization', `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`];
}
