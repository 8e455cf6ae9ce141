import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 25;

/** Looks until `look` answers something that is neither null nor false, at most `limitMs`; throws with `what` when it never did. */
export async function soon<T>(
  what: string,
  look: () => T | null | false | Promise<T | null | false>,
  limitMs = 20_000,
): Promise<T> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() >= giveUpAt) throw new Error(`Not within ${limitMs / 1000} s: ${what}`);
    await delay(lookEveryMs);
  }
}
