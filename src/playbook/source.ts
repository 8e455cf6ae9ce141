/** YAML text → plain data, and for every path in it the line and column. */
import { isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault, Position } from './fault.ts';

export const sourceLimits = {
  /** Two hundred pages: far beyond what anyone reads at 3 a.m. */
  fileBytes: 256 * 1024,
  /** Uses of `*anchors`, counted with what they repeat: enough for a shared gate, too few to blow up. */
  aliases: 100,
} as const;

export type Path = readonly PropertyKey[];

export type Source = {
  data: unknown;
  /** Where the key or the value at `path` stands; for what is missing, the nearest thing around it. */
  position(path: Path, at: 'key' | 'value'): Position;
};

const start: Position = { line: 1, column: 1 };

/** Reads YAML 1.2. Answers the faults of its syntax when it has any: then what it holds is not to be trusted. */
export function readSource(text: string): { source: Source; faults: [] } | { source: null; faults: Fault[] } {
  if (Buffer.byteLength(text) > sourceLimits.fileBytes) {
    const what = `The file is larger than ${sourceLimits.fileBytes / 1024} KiB.`;
    return {
      source: null,
      faults: [{ ...start, what, fix: 'Split it, or move long instructions to a page and name its address.' }],
    };
  }
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = [...syntaxFaults(document, positionOf), ...forbidden(document, positionOf)];
    if (faults.length > 0) return { source: null, faults };
    const data: unknown = document.toJS({ maxAliasCount: sourceLimits.aliases });
    const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
    return { source: { data, position: (path, at) => locate(document.contents, path, at, resolve, positionOf) }, faults: [] };
  } catch (cause) {
    return { source: null, faults: [{ ...start, ...unreadable(cause) }] };
  }
}

type Document = ReturnType<typeof parseDocument>;
type PositionOf = (offset: number) => Position;

function syntaxFaults(document: Document, positionOf: PositionOf): Fault[] {
  const faults = new Map<string, Fault>();
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    const position = positionOf(pos[0]);
    const words = syntaxWords[code] ?? { what: `This is not valid YAML: ${message}`, fix: anyFix };
    // One slip can be reported many times on its line: once is enough.
    const key = `${position.line} ${words.what}`;
    if (!faults.has(key)) faults.set(key, { ...position, ...words });
  }
  return [...faults.values()];
}

const anyFix = 'Check the indentation (spaces, no tabs) and put text that holds a colon or a # into quotes.';
const syntaxWords: Record<string, Pick<Fault, 'what' | 'fix'>> = {
  DUPLICATE_KEY: { what: 'This key stands here twice.', fix: 'Keep one of them.' },
  MULTIPLE_DOCS: { what: 'A second document begins here.', fix: 'Remove the line `---` and what follows it.' },
};

/** `__proto__` would vanish on the way to plain data instead of being refused; an alias needs its anchor. */
function forbidden(document: Document, positionOf: PositionOf): Fault[] {
  const faults: Fault[] = [];
  let aliases = 0;
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return;
      faults.push({ ...positionOf(key.range?.[0] ?? 0), what: 'Unknown key `__proto__`.', fix: 'Remove it.' });
    },
    Alias(_, alias) {
      aliases += 1;
      // Beyond the limit they are not looked up: each look-up walks the document.
      if (aliases > sourceLimits.aliases || alias.resolve(document) !== undefined) return;
      const what = `\`*${alias.source}\` repeats something that is not there.`;
      faults.push({
        ...positionOf(alias.range?.[0] ?? 0),
        what,
        fix: `Write \`&${alias.source}\` before what it repeats, or write it out.`,
      });
    },
  });
  return aliases > sourceLimits.aliases ? [...faults, { ...start, ...tooManyAliases }] : faults;
}

const tooManyAliases = { what: 'The aliases (`*name`) repeat too much.', fix: 'Write the repeated parts out.' };

function unreadable(cause: unknown): Pick<Fault, 'what' | 'fix'> {
  if (cause instanceof ReferenceError) return tooManyAliases;
  // The parser is recursive: only nesting without end brings it here.
  if (cause instanceof RangeError)
    return { what: 'The file is nested too deeply.', fix: 'A playbook is at most six levels deep.' };
  throw cause;
}

function locate(
  root: unknown,
  path: Path,
  at: 'key' | 'value',
  resolve: (node: unknown) => unknown,
  positionOf: (offset: number) => Position,
): Position {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const [depth, part] of path.entries()) {
    const inside = resolve(node);
    const { key, value } = child(inside, part);
    const last = depth === path.length - 1;
    const found = last && at === 'key' ? startOf(key ?? value) : (startOf(value) ?? startOf(key));
    if (found === null) break;
    offset = found;
    node = value;
  }
  return positionOf(offset);
}

function child(node: unknown, part: PropertyKey): { key: unknown; value: unknown } {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(part));
    return { key: pair?.key ?? null, value: pair?.value ?? null };
  }
  return { key: null, value: isCollection(node) ? (node.get(part, true) ?? null) : null };
}

function startOf(node: unknown): number | null {
  return (node as Node | null)?.range?.[0] ?? null;
}
