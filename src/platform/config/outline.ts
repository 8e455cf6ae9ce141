/** What a schema says about a path: which keys it knows there, and what a right value looks like. */
import { z } from 'zod';

type Path = readonly PropertyKey[];

/** The part of a JSON Schema (draft 2020-12) that is looked at here. */
type Outline = {
  properties?: Record<string, Outline>;
  additionalProperties?: Outline | boolean;
  items?: Outline;
  anyOf?: Outline[];
  required?: string[];
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
};

/** Reads a schema as data. A part that has no such form is an outline that says nothing. */
export function outlineOf(schema: z.ZodType): Outline {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    // Where a value is transformed, zod leaves our examples out: it takes them for results. They are what people write.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  }) as Outline;
}

/** The keys a map at `path` may have; empty when any may stand there. */
export function keysAt(outline: Outline, path: Path): string[] {
  return partsAt(outline, path).flatMap((part) => Object.keys(part.properties ?? {}));
}

/** Whether a secret's place, `{ env: NAME }`, is at `path`. */
export function isSecretPlace(outline: Outline, path: Path): boolean {
  return partsAt(outline, path).some((part) => Object.keys(part.properties ?? {}).join() === 'env');
}

/** A value that would be right at `path`. */
export function exampleAt(outline: Outline, path: Path): unknown {
  const [part] = partsAt(outline, path);
  return part === undefined ? '…' : exampleOf(part);
}

function exampleOf(part: Outline): unknown {
  const given = [part.examples?.[0], part.const, part.enum?.[0], part.default].find(
    (value) => value !== undefined && !isEmpty(value),
  );
  if (given !== undefined) return given;
  const [alternative] = part.anyOf ?? [];
  return alternative === undefined ? composed(part) : exampleOf(alternative);
}

function composed(part: Outline): unknown {
  const properties = Object.entries(part.properties ?? {});
  const required = properties.filter(([key]) => part.required?.includes(key));
  if (properties.length > 0) return Object.fromEntries(required.map(([key, inner]) => [key, exampleOf(inner)]));
  if (typeof part.additionalProperties === 'object') return { name: exampleOf(part.additionalProperties) };
  if (part.items !== undefined) return [exampleOf(part.items)];
  const plain: Record<string, unknown> = { integer: 1, number: 1, boolean: true };
  return plain[part.type ?? ''] ?? '…';
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** All outlines that may stand at `path`: several where the schema offers alternatives. */
function partsAt(outline: Outline, path: Path): Outline[] {
  let parts = [outline];
  for (const segment of path) {
    parts = parts.flatMap(alternatives).flatMap((part) => childrenAt(part, segment));
  }
  return parts.flatMap((part) => [part, ...alternatives(part).slice(1)]);
}

function alternatives(part: Outline): Outline[] {
  return [part, ...(part.anyOf ?? []).flatMap(alternatives)];
}

function childrenAt(part: Outline, segment: PropertyKey): Outline[] {
  if (typeof segment === 'number') return part.items === undefined ? [] : [part.items];
  const properties = part.properties ?? {};
  const named = Object.hasOwn(properties, String(segment)) ? properties[String(segment)] : undefined;
  if (named !== undefined) return [named];
  return typeof part.additionalProperties === 'object' ? [part.additionalProperties] : [];
}
