import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { ConfigFault } from './fault.ts';

export type Position = { line: number; column: number };

/** A YAML text: its plain value, and where each key of it stands. */
export type YamlSource = { value: unknown; positionOf(path: readonly PropertyKey[]): Position };

/** More aliases than this is a bomb, no configuration. */
const maxAliases = 100;

// The library's own sentences can quote the text, and the text can hold a secret.
const sentences: Record<string, string> = {
  BAD_INDENT: 'the indentation does not fit the lines above',
  TAB_AS_INDENT: 'a tab stands where only spaces may indent',
  DUPLICATE_KEY: 'this key stands twice in the same map',
  MULTIPLE_DOCS: 'a second document begins here: keep one',
  MISSING_CHAR: 'a character is missing, mostly a closing quote or bracket, or the space after a colon',
  BAD_ALIAS: 'this alias names no anchor',
  TAG_RESOLVE_FAILED: 'tags ("!…") are not used here: write the plain value',
  NON_STRING_KEY: 'a key must be a plain word',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line, with its colon: is a colon missing?',
  BLOCK_AS_IMPLICIT_KEY: 'a second "key: value" stands on one line: quote the value, or begin a new line',
  BAD_SCALAR_START: 'a value cannot begin with this character: put it in quotes',
  UNEXPECTED_TOKEN: 'this does not belong here: put the value in quotes, or begin a new line',
};

/** Parses a YAML text; every error becomes a fault. */
export function parseYaml(text: string): { source: YamlSource } | { faults: ConfigFault[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, stringKeys: true });
  const errors: YAMLError[] = [...document.errors, ...document.warnings];
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (errors.length > 0) return { faults: errors.map((error) => ({ ...at(error.pos[0]), key: '', ...inWords(error) })) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    return {
      source: { value, positionOf: (path) => at(offsetOf(document.contents, path, (alias) => alias.resolve(document))) },
    };
  } catch {
    const what = `has more than ${maxAliases} aliases, or one inside itself`;
    return { faults: [{ line: 1, column: 1, key: '', what, fix: '# write the values out instead of using & and *' }] };
  }
}

function inWords(error: YAMLError): { what: string; fix: string } {
  const what = sentences[error.code] ?? `this is no YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`;
  return { what, fix: 'key: "value"   # one key a line, indented with spaces, text with special characters in quotes' };
}

type Resolve = (alias: Alias) => Node | undefined;
type Step = { at: Node; value: Node | null };

/** Where the last key of `path` that exists stands: a missing key is shown at the map it is missing from. */
function offsetOf(root: Node | null, path: readonly PropertyKey[], resolve: Resolve): number {
  let offset = root?.range?.[0] ?? 0;
  let node = root;
  for (const segment of path) {
    const step: Step | null = stepInto(isAlias(node) ? (resolve(node) ?? null) : node, segment);
    if (step === null) break;
    offset = step.at.range?.[0] ?? offset;
    node = step.value;
  }
  return offset;
}

function stepInto(node: Node | null, segment: PropertyKey): Step | null {
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return isNode(item) ? { at: item, value: item } : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
  if (pair === undefined || !isNode(pair.key)) return null;
  return { at: pair.key, value: isNode(pair.value) ? pair.value : null };
}
