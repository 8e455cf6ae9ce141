/**
 * Makes the JSON Schema of the practice Slack out of the types of Slack's own SDK: blocks and views as definitions, the arguments of
 * each method flat. Where a thing is one of many by its `type`, the schema says "if it is this type, it is so", so that a fault names
 * the field and not twenty alternatives.
 */
import { resolve } from 'node:path';
import { type Config, createGenerator, type Schema } from 'ts-json-schema-generator';

/** Of a schema: what this generator reads. */
type Node = Schema & { properties?: Record<string, Schema>; anyOf?: Schema[] };

export type SlackTypesSchema = { definitions: Record<string, Schema>; methods: Record<string, Schema> };

/** Arguments that code checks by the definitions of blocks and views: here they are told by their outermost shape only. */
const checkedElsewhere: Record<string, Schema> = {
  blocks: { type: 'array' },
  attachments: { type: 'array' },
  view: { type: 'object' },
  message: { type: 'object' },
  metadata: { type: 'object' },
};

const refStart = '#/definitions/';
/** Names of generic types stand escaped in references. */
const named = (ref: string) => decodeURIComponent(ref.slice(refStart.length));
const typesFile = resolve(import.meta.dirname, 'slack-types.ts');

function schemaOf(type: string, expose: NonNullable<Config['expose']>): Schema {
  const tsconfig = resolve(import.meta.dirname, '../../../../tsconfig.json');
  const config: Config = { path: typesFile, tsconfig, type, expose, jsDoc: 'none', skipTypeCheck: true, topRef: false };
  return createGenerator({ ...config, additionalProperties: false }).createSchema(type);
}

/** One object that allows what any alternative allows, and asks for what all of them ask for. */
function merged(alternatives: readonly Node[]): Schema {
  const properties: Record<string, Schema> = {};
  for (const one of alternatives)
    for (const [name, schema] of Object.entries(one.properties ?? {})) properties[name] = wider(properties[name], schema);
  const required = alternatives
    .map((one) => one.required ?? [])
    .reduce((all, names) => all.filter((name) => names.includes(name)));
  return { type: 'object', properties, required: required.toSorted(), additionalProperties: false };
}

/** `never` in one alternative stands as `{ not: {} }`: another alternative's shape is the one that holds. */
function wider(one: Schema | undefined, other: Schema): Schema {
  if (one === undefined || one.not !== undefined || sameText(one, other)) return other;
  if (other.not !== undefined) return one;
  const both = [one, other].flatMap((schema) => (schema as Node).anyOf ?? [schema]) as Schema[];
  const plain = both.every((schema) => schema.type === both[0]?.type);
  return plain && both[0]?.type !== 'object' ? { type: both[0]?.type as 'string' } : { anyOf: distinct(both) };
}

const sameText = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const distinct = (schemas: readonly Schema[]) =>
  schemas.filter((schema, at) => schemas.findIndex((other) => sameText(schema, other)) === at);

const typeOf = (schema: Node): string | undefined => {
  const type = schema.properties?.type;
  return typeof type === 'object' && typeof type.const === 'string' ? type.const : undefined;
};

/** Follows references and nested alternatives down to objects; undefined where something else is among them. */
function objectsOf(schema: Node, definitions: Record<string, Schema>): { at: Schema; node: Node }[] | undefined {
  if (schema.$ref !== undefined) {
    const node = definitions[named(schema.$ref)] as Node;
    return node.anyOf === undefined
      ? node.type === 'object'
        ? [{ at: schema, node }]
        : undefined
      : objectsOf(node, definitions);
  }
  if (schema.anyOf === undefined) return schema.type === 'object' ? [{ at: schema, node: schema }] : undefined;
  const found = schema.anyOf.map((one) => objectsOf(one as Node, definitions));
  return found.some((one) => one === undefined) ? undefined : found.flatMap((one) => one ?? []);
}

/** Alternatives as a choice by `type`; null where they are not told apart by it. */
function choice(alternatives: { at: Schema; node: Node }[]): Schema | null {
  const byType = new Map<string, { at: Schema; node: Node }[]>();
  for (const one of alternatives) {
    const type = typeOf(one.node);
    if (type === undefined) return null;
    byType.set(type, [...(byType.get(type) ?? []), one]);
  }
  const [only] = byType.values();
  if (byType.size === 1 && only !== undefined) return merged(only.map(({ node }) => node));
  const allOf = [...byType].map(([type, ones]) => ({
    if: { properties: { type: { const: type } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: ones.length === 1 ? ones[0]?.at : merged(ones.map(({ node }) => node)),
  }));
  return { type: 'object', required: ['type'], properties: { type: { enum: [...byType.keys()] } }, allOf } as Schema;
}

function told(schema: unknown, definitions: Record<string, Schema>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => told(one, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { anyOf } = schema as Node;
  const objects = anyOf === undefined ? undefined : objectsOf(schema as Node, definitions);
  const chosen = objects === undefined ? schema : (choice(objects) ?? schema);
  return Object.fromEntries(Object.entries(chosen).map(([key, value]) => [key, told(value, definitions)]));
}

/** The definitions that can be reached from these roots. */
function reachable(roots: readonly string[], definitions: Record<string, Schema>): Record<string, Schema> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"\$ref":"([^"]+)"/g)) visit(named(next as string));
  };
  roots.forEach(visit);
  return Object.fromEntries([...seen].toSorted().map((name) => [name, definitions[name] as Schema]));
}

const withoutShapes = (schema: Node): Schema => {
  const flat = schema.anyOf === undefined ? (schema as Schema) : merged(schema.anyOf as Node[]);
  const properties = Object.entries((flat as Node).properties ?? {}).map(([name, one]) => [
    name,
    checkedElsewhere[name] ?? one,
  ]);
  return { type: 'object', properties: Object.fromEntries(properties), required: flat.required ?? [] };
};

/** Takes seconds: the compiler reads Slack's types twice. */
export function generateSchema(): SlackTypesSchema {
  const blocks = schemaOf('BlockTypes', 'all').definitions as Record<string, Schema>;
  const views = ['HomeView', 'ModalView'] as const;
  for (const view of views) Object.assign((blocks[view] as Node).properties ?? {}, { blocks: { type: 'array' } });
  const chosen = Object.entries(blocks).map(([name, schema]) => [name, told(schema, blocks)]);
  const definitions = reachable(['KnownBlock', ...views], Object.fromEntries(chosen));
  const methods = Object.entries((schemaOf('MethodArguments', 'none') as Node).properties ?? {});
  return { definitions, methods: Object.fromEntries(methods.map(([name, schema]) => [name, withoutShapes(schema as Node)])) };
}
