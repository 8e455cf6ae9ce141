/** A bundle taken apart and put together again, from docs/evidence.md alone: nothing of ours is imported. */
import { createHash } from 'node:crypto';

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Fields = { [key: string]: Value };
export type BundleParts = {
  top: Fields;
  register: { header: Fields }[];
  entries: { header: Fields; salt: string | null; body: string | null }[];
  usage: { seq: number; place: number; row: string }[];
  witness: string[];
};
/** The signature of a text in base64. */
export type Sign = (text: string) => string;

type Line = Fields & { line: string };

/** Keys in order, no spaces. Enough of RFC 8785 for keys and numbers as a bundle has them. */
export function inOrder(value: Value): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${inOrder(value[key] ?? null)}`).join(',')}}`;
}

export const sha256 = (...data: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const piece of data) hash.update(piece);
  return hash.digest('hex');
};

const parsed = (text: unknown) => JSON.parse(String(text)) as Fields;

export function takeApart(bundle: string): BundleParts {
  const lines = bundle
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const of = (kind: string) => lines.filter(({ line }) => line === kind);
  return {
    top: of('bundle')[0] ?? {},
    register: of('register').map(({ header }) => ({ header: parsed(header) })),
    entries: of('entry').map(({ header, salt, body }) => ({
      header: parsed(header),
      salt: salt as string | null,
      body: body as string | null,
    })),
    usage: of('usage').map(({ seq, place, row }) => ({ seq: Number(seq), place: Number(place), row: String(row) })),
    witness: of('witness').map(({ text }) => String(text)),
  };
}

/** Headers in the order of their chain; each with the hash that fits. */
function chain(headers: Fields[]): { header: string; hash: string }[] {
  let prev: Uint8Array = Buffer.alloc(32);
  return headers.map((fields) => {
    const header = inOrder(fields);
    const hash = sha256(prev, header);
    prev = Buffer.from(hash, 'hex');
    return { header, hash };
  });
}

export const registerHashes = (parts: BundleParts) => chain(parts.register.map(({ header }) => header)).map(({ hash }) => hash);
export const entryHashes = (parts: BundleParts) => chain(parts.entries.map(({ header }) => header)).map(({ hash }) => hash);

/** The bundle of these parts, with every hash and count made anew: only what is inside a header stays as it is. */
export function putTogether(parts: BundleParts, sign: Sign): string {
  const register = chain(parts.register.map(({ header }) => header));
  const entries = chain(parts.entries.map(({ header }) => header));
  const lines: Fields[] = [
    parts.top,
    ...register.map((row, index) => ({ line: 'register', number: index + 1, ...row })),
    ...entries.map((link, index) => {
      const { salt, body } = parts.entries[index] ?? { salt: null, body: null };
      return { line: 'entry', seq: index + 1, ...link, salt, body };
    }),
    ...parts.usage.map((row) => ({ line: 'usage', ...row })),
    ...parts.witness.map((text) => ({ line: 'witness', text })),
  ];
  return sealed(
    lines.map((line) => inOrder(line)),
    sign,
  );
}

/** Lines without a checkpoint, whatever they hold, with a checkpoint that fits them. */
export function sealed(lines: string[], sign: Sign): string {
  const before = lines.map((line) => `${line}\n`).join('');
  const of = (kind: string) => lines.filter((line) => line.includes(`"line":"${kind}"`));
  const last = (kind: string) => /"hash":"([^"]*)"/.exec(of(kind).at(-1) ?? '')?.[1];
  const first = lines[0] ?? '';
  const text = [
    'staunch bundle v1',
    `incident ${/"incident":"([^"]*)"/.exec(first)?.[1]}`,
    `number ${/"number":(\d+)/.exec(first)?.[1]}`,
    `entries ${of('entry').length}`,
    `head ${last('entry')}`,
    `register ${of('register').length} ${last('register')}`,
    `usage ${of('usage').length}`,
    `lines ${sha256(before)}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
  return `${before}${inOrder({ line: 'checkpoint', text, signature: sign(text) })}\n`;
}

/** A signed line for a witness file about entry `seq` of the bundle, or with other words in it. */
export function witnessLine(parts: BundleParts, seq: number, sign: Sign, other: Fields = {}): string {
  const words: Fields = {
    v: 1,
    at: '2026-11-24T03:30:00.000Z',
    incident: parts.top.incident ?? null,
    number: parts.top.number ?? null,
    seq,
    head: entryHashes(parts)[seq - 1] ?? '0'.repeat(64),
    register: registerHashes(parts)[Number(parts.top.number) - 1] ?? null,
    ...other,
  };
  return inOrder({ ...words, signature: sign(inOrder(words)) });
}

/** The keys of entries that were written together, without a gap again: nobody sees from them that one is missing. */
export function keysAnew(entries: BundleParts['entries']): void {
  const places = new Map<string, number>();
  for (const { header } of entries) {
    const key = String(header.dedupe).replace(/^[1-9][0-9]*#/, '');
    const place = places.get(key) ?? 0;
    header.dedupe = place === 0 ? key : `${place}#${key}`;
    places.set(key, place + 1);
  }
}
