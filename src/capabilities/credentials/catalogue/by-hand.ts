/** The request of a verb as a command for a person's shell. Secrets come from variables and stand on no command line. */
import type { PlanTarget } from '../../../timeline/plan.ts';
import { type Described, unknownTarget } from './described.ts';
import { isSource, type Leaf, type Tree } from './leaf.ts';
import { type Known, plainValue } from './leaf-value.ts';
import type { Auth, ServiceRequest } from './request-shape.ts';

const variableOf = (name: string) => name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();

/** A curl command that reads its settings from its standard input: what the shell fills in there, no process list shows. */
export function byHand(described: Described, agreed: PlanTarget): string {
  const target = described.targets.get(agreed.locator.target ?? '');
  const verb = agreed.verb === 'disable' || agreed.verb === 'revoke' ? described.kind[agreed.verb] : undefined;
  if (target === undefined) return `# ${unknownTarget(described, agreed.locator.target ?? '')}`;
  if (verb === undefined) return `# The service file of ${described.name} does not say how any more.`;
  const known: Known = { value: null, ids: agreed.ids, locator: agreed.locator };
  const variables = new Map<string, string>();
  const text: Text = (leaf, encode) => inShell(leaf, known, variables, encode ?? String);
  const { url, tls } = target.http;
  const lines = curlLines(verb.request, url, text);
  if (typeof tls === 'object') lines.push(`cacert = "${safe(tls.ca)}"`);
  const reads = [...variables].map(([name, what]) => `read -rsp '${what}: ' ${name}; echo`);
  return [...reads, 'curl --config - <<END', ...lines, 'END'].join('\n');
}

/** A leaf as it may stand in a setting; `encode` is for what is known of it already. */
type Text = (leaf: Leaf, encode?: (plain: string) => string) => string;

function curlLines(request: ServiceRequest, url: string, text: Text): string[] {
  const base = request.host === undefined ? url.replace(/\/$/, '') : `${new URL(url).protocol}//${request.host}`;
  const path = request.path.map((part) => text(part, encodeURIComponent)).join('/');
  const pairs = (fields: Record<string, Leaf>, encode?: typeof encodeURIComponent) =>
    Object.entries(fields).map(([name, leaf]) => `${encodeURIComponent(name)}=${text(leaf, encode)}`);
  const query = pairs(request.query, encodeURIComponent);
  const setting = (name: string, value: string) => `${name} = "${value}"`;
  const headers = Object.entries(request.headers).map(([name, leaf]) => setting('header', `${name}: ${text(leaf)}`));
  const body =
    request.json === undefined
      ? request.form === undefined
        ? []
        : pairs(request.form).map((pair) => setting('data-urlencode', pair))
      : [setting('header', 'content-type: application/json'), setting('data-binary', quotedTree(request.json, text))];
  return [
    setting('request', request.method),
    setting('url', `${base}/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`),
    ...(request.auth === undefined ? [] : [authLine(request.auth, text)]),
    ...headers,
    ...body,
    'globoff',
    'fail-with-body',
  ];
}

function authLine(auth: Auth, text: Text): string {
  if ('basic' in auth) return `user = "${text(auth.basic.user)}:${text(auth.basic.password)}"`;
  if ('header' in auth) return `header = "${auth.header}: ${text(auth.with)}"`;
  if ('bearer' in auth) return `header = "authorization: Bearer ${text(auth.bearer)}"`;
  if ('scheme' in auth) return `header = "authorization: ${auth.scheme} ${text(auth.with)}"`;
  return `header = "authorization: ${text(auth.raw)}"`;
}

/** A JSON tree within a quoted setting: its own quotes are escaped for curl, and the backslashes for the shell. */
function quotedTree(tree: Tree, text: Text): string {
  const quote = String.raw`\\"`;
  if (isSource(tree)) return `${quote}${text(tree, inJson)}${quote}`;
  if (Array.isArray(tree)) return `[${tree.map((inner) => quotedTree(inner, text)).join(',')}]`;
  if (typeof tree === 'object' && tree !== null)
    return `{${Object.entries(tree)
      .map(([key, inner]) => `${quote}${safe(inJson(key))}${quote}:${quotedTree(inner, text)}`)
      .join(',')}}`;
  return typeof tree === 'string' ? `${quote}${safe(inJson(tree))}${quote}` : String(tree);
}

function inShell(leaf: Leaf, known: Known, variables: Map<string, string>, encode: (plain: string) => string): string {
  if (!isSource(leaf)) return safe(encode(String(leaf)));
  if ('$value' in leaf || '$derived' in leaf) {
    const [name, what] =
      '$value' in leaf ? ['LEAKED', 'the leaked value'] : ['PART', 'the part of the leaked value that the service shows'];
    variables.set(name, what);
    return `$${name}`;
  }
  if ('$identity' in leaf) {
    const name = variableOf(leaf.part === 'user' ? `${leaf.$identity}_user` : leaf.$identity);
    variables.set(name, `the ${leaf.part === 'user' ? 'user name' : 'secret'} of ${leaf.$identity}`);
    return `$${name}`;
  }
  return safe(encode(String(plainValue(leaf, known) ?? '')));
}

/** As it stands between the quotes of a JSON text. */
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** Text of a file or a locator may neither end a quote of curl's nor make the shell run anything. */
const safe = (text: string) =>
  text
    .replace(/[\r\n]/g, ' ')
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\\$`]/g, '\\$&');
