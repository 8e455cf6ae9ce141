import { didYouMean } from '../../../platform/config/did-you-mean.ts';
import type { KindHelp } from '../terminal-composition.ts';
import { TerminalError } from '../terminal-error.ts';

/** The kind of that name; refuses (usage) an unknown one and names those there are. */
export function parseKind(name: string, kinds: KindHelp[]): KindHelp {
  const kind = kinds.find((candidate) => candidate.name === name);
  if (kind !== undefined) return kind;
  const names = kinds.map((candidate) => candidate.name);
  const guess = didYouMean(name, names);
  throw new TerminalError(
    'usage',
    `There is no kind "${name}"${guess === null ? '.' : `; did you mean ${guess}?`} Nothing was opened. Kinds: ${names.join(', ')}.`,
  );
}

/** KEY=VALUE pairs → a locator of that kind. Refuses (usage) a pair without "=", an unknown key and a key given twice. */
export function parseLocator(pairs: string[], kind: KindHelp): Record<string, string> {
  const locator: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(at, 0));
    if (at < 1) throw unusable(`--locator "${pair}" has no "=". Write --locator ${kind.locator[0] ?? 'key'}=VALUE.`);
    if (!kind.locator.includes(key)) throw unknownKey(key, kind);
    if (Object.hasOwn(locator, key))
      throw unusable(`--locator ${key}= stands there twice. One leak is one ${key}: keep one of them.`);
    locator[key] = pair.slice(at + 1);
  }
  return locator;
}

/** Refuses (usage) a locator that does not say all of where it is. */
export function checkWhole(locator: Record<string, string>, kind: KindHelp): void {
  const missing = kind.locator.filter((key) => !kind.optional.includes(key) && !Object.hasOwn(locator, key));
  if (missing.length === 0) return;
  const flags = missing.map((key) => `--locator ${key}=${key === 'target' ? 'NAME' : key.toUpperCase()}`).join(' ');
  throw unusable(`${flags} ${missing.length === 1 ? 'is' : 'are'} missing. Nothing was opened.`);
}

function unknownKey(key: string, kind: KindHelp): TerminalError {
  const guess = didYouMean(key, kind.locator);
  const hint = guess === null ? '.' : `; did you mean ${guess}?`;
  return unusable(`${kind.name} has no locator key "${key}"${hint} Nothing was opened. Its keys: ${kind.locator.join(', ')}.`);
}

function unusable(message: string): TerminalError {
  return new TerminalError('usage', message);
}
