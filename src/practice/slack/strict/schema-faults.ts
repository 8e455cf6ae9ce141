/** Checks by the schema that is made of the types of Slack's own SDK. Compiled at the first use, as it takes some 100 ms. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Fault } from './fault.ts';
import schema from './slack-types.schema.json' with { type: 'json' };

const compiledFrom = (() => {
  let ajv: Ajv | undefined;
  const known = new Map<string, ValidateFunction>();
  return (ref: string): ValidateFunction => {
    const before = known.get(ref);
    if (before) return before;
    ajv ??= new Ajv({ allErrors: true, verbose: true, strict: false, logger: false }).addSchema(schema, 'slack');
    const compiled = ajv.compile({ $ref: `slack#${ref}` });
    known.set(ref, compiled);
    return compiled;
  };
})();

export type Checked = 'KnownBlock' | 'ModalView' | 'HomeView';

/** What does not fit the definition, in Slack's words. */
export function schemaFaults(checked: Checked, value: unknown): Fault[] {
  return faultsOf(compiledFrom(`/definitions/${checked}`), value).map(({ pointer, message }) => ({ pointer, message }));
}

/** The same for the arguments of a method; none for a method that the schema does not know. */
export function argumentSchemaFaults(method: string, args: unknown): (Fault & { missing?: string })[] {
  return Object.hasOwn(schema.methods, method) ? faultsOf(compiledFrom(`/methods/${method}`), args) : [];
}

/** The arguments of a method that Slack's SDK types; undefined where it does not know the method. */
export function argumentSchemas(method: string): Readonly<Record<string, unknown>> | undefined {
  const methods: Readonly<Record<string, { properties: Readonly<Record<string, unknown>> }>> = schema.methods;
  return Object.hasOwn(methods, method) ? methods[method]?.properties : undefined;
}

/** `missing`: the field that is not there. */
function faultsOf(validate: ValidateFunction, value: unknown): (Fault & { missing?: string })[] {
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  // The errors of an alternative say less than that none of them fits.
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => schemaPath);
  const told = errors.filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(`${choice}/`)));
  const faults = told.map((error) => ({
    pointer: error.instancePath,
    message: words(error),
    ...(error.keyword === 'required' ? { missing: String(error.params.missingProperty) } : undefined),
  }));
  return faults.filter((fault, at) => faults.findIndex((other) => isSame(fault, other)) === at);
}

/** Each type that something might have been asks for the same. */
const isSame = (one: Fault, other: Fault) => one.pointer === other.pointer && one.message === other.message;

const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
};

function words({ keyword, params, instancePath, data, message }: ErrorObject): string {
  if (keyword === 'required') return `missing required field: ${params.missingProperty}`;
  if (keyword === 'additionalProperties') return `invalid additional property: ${params.additionalProperty}`;
  if (keyword === 'type') return `must provide ${kinds[params.type] ?? `a value of type ${params.type}`}`;
  if (keyword === 'enum' && instancePath.endsWith('/type')) return `unsupported type: ${String(data).slice(0, 50)}`;
  if (keyword === 'enum') return `must be one of: ${params.allowedValues.join(', ')}`;
  if (keyword === 'const') return `must be: ${params.allowedValue}`;
  if (keyword === 'minItems') return `must have at least ${params.limit} items`;
  if (keyword === 'anyOf') return 'failed to match all allowed schemas';
  return message ?? 'failed to match the schema';
}
