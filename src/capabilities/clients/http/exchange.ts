import type { Json } from '../../../platform/canonical.ts';

export type HttpRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** null: the target's own host, below the path of its base address. Else one of the target's `hosts`, from its root. */
  host: string | null;
  /** Begins with "/", each segment already encoded, without query. */
  path: string;
  /** Names and values as they are meant; they are encoded here. */
  query: readonly (readonly [name: string, value: string])[];
  headers: readonly (readonly [name: string, value: string])[];
  body: { type: 'json' | 'form'; text: string } | null;
  /** How errors and logs may name this request ("DELETE /tokens/{key}"): without secrets. */
  shown: string;
};

/** Why a body that is there was not read as JSON. */
export type Unread =
  /** Its content type is another one, such as the page of a proxy. */
  | 'not-json'
  | 'invalid-json'
  /** Longer than `httpLimits.bodyBytes`; the rest was not taken. */
  | 'too-long'
  | 'too-deep'
  /** An object has one name twice: it could be read in two ways. */
  | 'name-twice'
  /** Compressed, though that was not asked for. */
  | 'encoded';

export type HttpAnswer = {
  status: number;
  /** In lower case, without parameters; null when none was sent. */
  contentType: string | null;
  /** undefined: no body, or one that is not JSON. A number that would lose digits is text with all of them. */
  json: Json | undefined;
  /** There was no body. */
  empty: boolean;
  unread: Unread | null;
  /** How long the service asked to be left alone, at most `httpLimits.retryAfterMs`. */
  retryAfterMs: number | null;
  link: string | null;
  /** Where a redirect wanted to go, its host only. It was not followed. */
  elsewhere: string | null;
};
