/** What a schema refuses, said in words, with the place in the file and the fix. */
import { stringify } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import type { ConfigFault } from './fault.ts';
import { exampleAt, isSecretPlace, keysAt, outlineOf } from './outline.ts';
import type { YamlSource } from './yaml-source.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** A fault at `path`. */
export function faultAt(source: YamlSource, path: Path, what: string, fix: string): ConfigFault {
  return { ...source.positionOf(path), key: path.map(String).join('.'), what, fix };
}

/** A YAML snippet in which `value` stands at `path`. */
export function snippet(path: Path, value: unknown): string {
  const nested = path.reduceRight(
    (inner, segment) => (typeof segment === 'number' ? [inner] : { [String(segment)]: inner }),
    value,
  );
  return stringify(nested, { lineWidth: 0 });
}

/** Faults of the part of the file under `base`, which `schema` refused. */
export function shapeFaults(source: YamlSource, schema: z.ZodType, issues: readonly Issue[], base: Path = []): ConfigFault[] {
  const outline = outlineOf(schema);
  return issues.flatMap((issue) => {
    const at = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(outline, issue.path);
      return issue.keys.map((key) =>
        unknownKey(source, [...at, key], key, known, (near) => exampleAt(outline, [...issue.path, near])),
      );
    }
    if (isSecretPlace(outline, issue.path) && isScalarValue(valueAt(source.value, at))) return secretInFile(source, at);
    return faultAt(source, at, inWords(issue, valueAt(source.value, at)), snippet(at, exampleAt(outline, issue.path)));
  });
}

function unknownKey(
  source: YamlSource,
  at: Path,
  key: string,
  known: string[],
  example: (key: string) => unknown,
): ConfigFault {
  const near = didYouMean(key, known);
  const parent = at.slice(0, -1);
  if (near !== null)
    return faultAt(source, at, `is not a known key. Did you mean ${near}?`, snippet([...parent, near], example(near)));
  const here = known.length === 0 ? '' : ` Known here: ${known.join(', ')}`;
  return faultAt(source, at, 'is not a known key.', `# remove it.${here}`);
}

function secretInFile(source: YamlSource, at: Path): ConfigFault {
  const what = 'a secret never stands in this file: write the name of an environment variable that holds it';
  const variable = at.slice(1).map(String).join('_').replace(/\W/g, '_').toUpperCase();
  return faultAt(source, at, what, snippet(at, { env: variable }));
}

function inWords(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code !== 'invalid_key') return 'is missing';
  if (issue.code === 'invalid_type') return `must be ${words[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'is no possible key';
  return issue.message;
}

function isScalarValue(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

const words: Record<string, string> = {
  string: 'text (put it in quotes)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'text' : typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

/** The value at `path`, or undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const segment of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, segment)) return undefined;
    inner = (inner as Record<PropertyKey, unknown>)[segment];
  }
  return inner;
}
