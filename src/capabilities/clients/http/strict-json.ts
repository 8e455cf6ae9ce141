/** JSON as an answer that decides over a credential must be: one way to read it, no digit lost, not too deep. Pure. */
import type { Json } from '../../../platform/canonical.ts';
import type { Unread } from './exchange.ts';
import { httpLimits } from './limits.ts';

class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly why: Unread;

  constructor(why: Unread) {
    super(why);
    this.why = why;
  }
}

/** The tokens of a text that is known to be JSON: then no part of it is looked at twice. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]|-?\d[\d.eE+-]*|true|false|null/g;

/** Identifiers of 64 bits do not fit a number: as such two of them could look the same. */
function numberOf(token: string): number | string {
  const value = Number(token);
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return exact ? value : token;
}

function textOf(token: string): string {
  const text: string = JSON.parse(token);
  // Neither has a canonical form or a place in the database.
  if (!text.isWellFormed() || text.includes('\u0000')) throw new Unreadable('invalid-json');
  return text;
}

function objectFrom(next: () => string, depth: number): Json {
  const members = new Map<string, Json>();
  for (let token = next(); token !== '}'; token = next()) {
    const name = textOf(token);
    if (members.has(name)) throw new Unreadable('name-twice');
    members.set(name, valueFrom(next(), next, depth));
  }
  return Object.fromEntries(members);
}

function listFrom(next: () => string, depth: number): Json {
  const items: Json[] = [];
  for (let token = next(); token !== ']'; token = next()) items.push(valueFrom(token, next, depth));
  return items;
}

const words = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function valueFrom(token: string, next: () => string, depth: number): Json {
  if (depth >= httpLimits.jsonDepth) throw new Unreadable('too-deep');
  if (token === '{') return objectFrom(next, depth + 1);
  if (token === '[') return listFrom(next, depth + 1);
  if (token.startsWith('"')) return textOf(token);
  const word = words.get(token);
  return word === undefined ? numberOf(token) : word;
}

/** The JSON in `bytes` (UTF-8, with or without a byte order mark), or why it cannot be trusted. */
export function strictJson(bytes: Uint8Array): { json: Json } | { unread: Unread } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    JSON.parse(text);
    const found = text.matchAll(tokens);
    const next = () => found.next().value?.[0] ?? '';
    return { json: valueFrom(next(), next, 0) };
  } catch (error) {
    return { unread: error instanceof Unreadable ? error.why : 'invalid-json' };
  }
}
