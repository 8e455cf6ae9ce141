/** One HTTP request to `/api/METHOD`, read: the token, and arguments with their JSON types back. */
import type { IncomingMessage } from 'node:http';
import type { Json } from '../../../platform/canonical.ts';
import type { JsonObject } from '../workspace/model.ts';

/** Bytes of a request: the largest view and message together are far below. */
export const mostBodyBytes = 1024 * 1024;

export type ReadCall =
  | { method: string; token: string | null; args: JsonObject; warning: 'missing_charset' | null }
  | { fault: 'invalid_json' | 'json_not_object' | 'invalid_post_type' | 'invalid_form_data' | 'too-large' };

/** Arguments that are structures, and come as JSON text in a form. */
const structured = new Set(['blocks', 'attachments', 'metadata', 'view', 'files', 'message']);
const flags = new Set([
  'as_user',
  'exclude_archived',
  'force',
  'full',
  'include_all_metadata',
  'include_count',
  'include_disabled',
  'include_locale',
  'include_num_members',
  'include_users',
  'inclusive',
  'is_private',
  'link_names',
  'mrkdwn',
  'prevent_creation',
  'reply_broadcast',
  'return_im',
  'unfurl_links',
  'unfurl_media',
]);
const numbers = new Set(['limit', 'length', 'count', 'page']);

export async function readCall(request: IncomingMessage): Promise<ReadCall> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await readBody(request);
  if (body === null) return { fault: 'too-large' };
  const given = readArguments(request.headers['content-type'] ?? '', body);
  if ('fault' in given) return given;
  const { token: named, ...args } = { ...typed(Object.fromEntries(url.searchParams)), ...given.args };
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (typeof named === 'string' && named !== '' ? named : null);
  return { method: url.pathname.replace(/^\/api\//, ''), token, args, warning: given.warning };
}

type Arguments = { args: JsonObject; warning: 'missing_charset' | null } | Extract<ReadCall, { fault: string }>;

function readArguments(contentType: string, body: string): Arguments {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (body === '') return { args: {}, warning: null };
  if (type === 'application/x-www-form-urlencoded') {
    return { args: typed(Object.fromEntries(new URLSearchParams(body))), warning: null };
  }
  if (type === 'multipart/form-data') return { fault: 'invalid_form_data' };
  if (type !== 'application/json') return { fault: 'invalid_post_type' };
  const value = parsed(body);
  if (value === undefined) return { fault: 'invalid_json' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'json_not_object' };
  return { args: typed(value), warning: /charset=/i.test(contentType) ? null : 'missing_charset' };
}

/** A form has text only: what a name says is a flag, a number or a structure becomes one. What cannot, stays as it came. */
function typed(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? typedValue(name, value) : value]),
  );
}

function typedValue(name: string, text: string): Json {
  if (structured.has(name)) return parsed(text) ?? text;
  if (flags.has(name)) return { true: true, '1': true, false: false, '0': false, '': false }[text] ?? text;
  if (numbers.has(name)) return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
  return text;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null: it is too large, and the rest of it was not read; the connection stays for the answer. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > mostBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
