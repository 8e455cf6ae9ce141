/** Whether somebody typed a secret where it does not belong. Errs to the careful side: they are asked to say it without. */

/** Shares of a key and random tokens: one run without a blank, of both cases and digits, or of hex beyond any commit's id. */
const leastMixedChars = 24;
const leastHexChars = 56;

/** `redact` masks every known format and every value that is held now. */
export function looksSecret(text: string, redact: (text: string) => string): boolean {
  return redact(text) !== text || text.split(borders).some(isRandom) || hexInParts(text);
}

/** What stands around a value: a name before it, quotes, brackets, a comma behind it. A base64's own "=" stands at its end. */
const borders = /[\s,;"'`<>()[\]{}|]+|=(?=[^=\s])|:(?!\/\/)|[?&]/;

/** Parts as long as this are commits' ids, not a share that was broken into lines or groups. */
const inParts = /(?<![\w-])[0-9a-f]{2,34}(?:\s+[0-9a-f]{2,34})+(?![\w-])/gi;

const hexInParts = (text: string): boolean =>
  (text.match(inParts) ?? []).some((parts) => /[0-9]/.test(parts) && parts.replace(/\s+/g, '').length >= leastHexChars);

function isRandom(word: string): boolean {
  const run = word.replace(/^[^A-Za-z0-9+/]+|[^A-Za-z0-9+/=]+$/g, '').replace(/^0x/, '');
  // Addresses, paths and names of hosts are words with borders in them.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(run) || run.includes('.')) return false;
  if (/^[0-9a-f]+$/i.test(run)) return run.length >= leastHexChars;
  if (!/^[A-Za-z0-9+/_=-]+$/.test(run) || run.length < leastMixedChars) return false;
  const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run);
  return mixed && longestPart(run) >= leastMixedChars / 2;
}

/** Kebab and snake names are long, and their parts are words. */
const longestPart = (run: string): number => Math.max(...run.split(/[-_/]/).map((part) => part.length));
