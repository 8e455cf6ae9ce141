/** Whether something has only such keys, and of such JSON types, as a sample of the real Slack has. */

type Place = { emitted: unknown; sample: unknown; path: string };

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** Keys whose contents are the app's own, or are checked by the schema of blocks. */
const opaque = new Set(['blocks', 'attachments', 'event_payload', 'values', 'args', 'state']);

/** What is emitted and no sample has: a line each, "path: what". */
export function strangeIn(emitted: unknown, sample: unknown): string[] {
  return [...new Set(strange({ emitted, sample, path: '' }))];
}

function strange({ emitted, sample, path }: Place): string[] {
  const type = typeOf(emitted);
  if (type !== typeOf(sample)) return [`${path}: ${type} where Slack has ${typeOf(sample)}`];
  if (Array.isArray(emitted)) {
    const known = (sample as unknown[]).reduce((all, one) => united(all, one), undefined as unknown);
    return emitted.flatMap((one) => strange({ emitted: one, sample: known, path: `${path}[]` }));
  }
  if (type !== 'object') return [];
  const known = sample as Record<string, unknown>;
  return Object.entries(emitted as object).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(known, key)) return [`${at}: Slack has no such key`];
    if (opaque.has(key))
      return typeOf(value) === typeOf(known[key]) ? [] : [`${at}: ${typeOf(value)} where Slack has ${typeOf(known[key])}`];
    return strange({ emitted: value, sample: known[key], path: at });
  });
}

/** Members of a list are of many kinds: each may have what any of them has. */
function united(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  if (typeOf(one) !== 'object' || typeOf(other) !== 'object') return one;
  const merged: Record<string, unknown> = { ...(one as object) };
  for (const [key, value] of Object.entries(other as object)) merged[key] = united(merged[key], value);
  return merged;
}
