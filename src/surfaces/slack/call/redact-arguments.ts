/** Redacts what is sent to Slack without breaking its form: names of things stay, words are redacted. */

/** What Slack itself made or what names a part of a message; redacted, it would name nothing. */
const names = new Set([
  'type',
  'action_id',
  'block_id',
  'callback_id',
  'channel',
  'channels',
  'channel_id',
  'user',
  'users',
  'ts',
  'message_ts',
  'thread_ts',
  'trigger_id',
  'view_id',
  'hash',
  'cursor',
  'style',
  'emoji',
  'response_action',
  'event_type',
]);
/** Nothing of ours nests so deep. */
const mostDepth = 40;

/** Every text in it redacted; keys, numbers and names as they were. A value deeper than 40 levels is left out. */
export function redactArguments<T>(value: T, redact: (text: string) => string): T {
  return redacted(value, redact, null, 0) as T;
}

function redacted(value: unknown, redact: (text: string) => string, key: string | null, depth: number): unknown {
  if (depth > mostDepth) return undefined;
  if (typeof value === 'string') return key !== null && names.has(key) ? value : redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact, key, depth + 1));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redacted(item, redact, name, depth + 1)]));
}
