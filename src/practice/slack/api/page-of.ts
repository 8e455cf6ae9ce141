/** One page of a list, and the cursor of the next. */

export type Page<T> = { items: T[]; next: string } | { error: 'invalid_cursor' };

/**
 * `keyOf` names an item in the cursor; `isPast(item, key)`: the item stands at or behind that key, so that a page begins rightly
 * even when the item of the cursor is gone. `next` is empty on the last page.
 */
export function pageOf<T>(
  items: readonly T[],
  given: {
    limit: number;
    cursor: string | null;
    keyOf: (item: T) => string;
    isPast: (item: T, key: string) => boolean;
  },
): Page<T> {
  const key = given.cursor === null ? null : decoded(given.cursor);
  if (key === undefined) return { error: 'invalid_cursor' };
  const from = key === null ? 0 : items.findIndex((item) => given.isPast(item, key));
  if (from < 0) return { items: [], next: '' };
  const page = items.slice(from, from + given.limit);
  const following = items[from + given.limit];
  return { items: page, next: following === undefined ? '' : encoded(given.keyOf(following)) };
}

const encoded = (key: string) => Buffer.from(`next:${key}`).toString('base64');

/** Undefined: not one of ours. */
function decoded(cursor: string): string | undefined {
  return /^next:(.+)$/s.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
}
