import type { Misplaced } from './destination.ts';
import type { HttpRequest } from './exchange.ts';

/** Ours alone: how the message is framed, where it goes, and who we say we are. */
const reserved = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'accept-encoding',
  'user-agent',
  'proxy-authorization',
  'proxy-connection',
]);

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

const bodyTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** The header fields of one request, in the flat form that undici takes; the fault names a field, never its value. Pure. */
export function headersOf(request: HttpRequest): string[] | Misplaced {
  const fields = new Map<string, string>();
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (!token.test(name) || reserved.has(key) || fields.has(key)) {
      return {
        fault: `its request cannot set the header ${JSON.stringify(name)}`,
        next: 'Take it out of the service file, or name it once.',
      };
    }
    if (!fieldValue.test(value) || value.trim() !== value) {
      return {
        fault: `what its request would put into the header ${name} holds characters that no header can carry`,
        next: 'Nothing was sent. A value of this service does not look like that: check what was declared, or the secret of the identity.',
      };
    }
    fields.set(key, value);
  }
  if (!fields.has('accept')) fields.set('accept', 'application/json');
  if (request.body !== null && !fields.has('content-type')) fields.set('content-type', bodyTypes[request.body.type]);
  fields.set('accept-encoding', 'identity');
  fields.set('user-agent', 'Staunch');
  return [...fields].flat();
}
