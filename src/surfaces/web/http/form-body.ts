/** A small form as a browser sends it (`application/x-www-form-urlencoded`), read strictly. */
import type { IncomingMessage } from 'node:http';

/** The longest value percent-encoded is 48 KiB; the rest is room. */
export const formBytes = 65_536;
/** Ours has two; a crowd of them is no form of ours. */
const mostFields = 8;

/** long: more than `formBytes`. broken: the sender went away. unreadable: not such a form, or not UTF-8. */
export type ReadForm = { fields: ReadonlyMap<string, string> } | { fault: 'long' | 'unreadable' | 'broken' };

export async function readForm(request: IncomingMessage): Promise<ReadForm> {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(request.headers['content-type'] ?? ''))
    return { fault: 'unreadable' };
  if (Number(request.headers['content-length'] ?? 0) > formBytes) return { fault: 'long' };
  const read = await readBytes(request);
  if ('fault' in read) return read;
  try {
    const fields = decodeForm(read.bytes.toString('latin1'));
    return fields === null ? { fault: 'unreadable' } : { fields };
  } finally {
    read.bytes.fill(0);
  }
}

async function readBytes(request: IncomingMessage): Promise<{ bytes: Buffer } | { fault: 'long' | 'broken' }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left early, the iterator would end the connection before anybody is told why.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).byteLength;
      if (size > formBytes) return { fault: 'long' };
      chunks.push(chunk as Buffer);
    }
    return { bytes: Buffer.concat(chunks) };
  } catch {
    return { fault: 'broken' };
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** Null for a name that comes twice, a percent sign that says nothing, or bytes that are no UTF-8. */
export function decodeForm(body: string): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  const pairs = body.split('&').filter((pair) => pair !== '');
  if (pairs.length > mostFields) return null;
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = decoded(at < 0 ? '' : pair.slice(at + 1));
    if (name === null || value === null || fields.has(name)) return null;
    fields.set(name, value);
  }
  return fields;
}

/** `decodeURIComponent` throws on what is malformed and on what is no UTF-8, so nothing is replaced silently. */
function decoded(text: string): string | null {
  if (/[^\x20-\x7e]/.test(text)) return null;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
