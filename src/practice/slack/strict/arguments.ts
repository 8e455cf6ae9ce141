/** Whether the arguments of a call fit its method. Slack takes text for a number or a flag, and ignores what it does not know. */
import type { Json } from '../../../platform/canonical.ts';
import type { JsonObject } from '../workspace/model.ts';
import { argumentSchemaFaults, argumentSchemas } from './schema-faults.ts';

/** Missing arguments that the page of the method lists a code of its own for, such as `no_item_specified`: the method answers. */
const answeredByMethod = new Set([
  'conversations.create name',
  'conversations.invite users',
  'conversations.kick user',
  'conversations.rename name',
  'files.getUploadURLExternal filename',
  'files.getUploadURLExternal length',
  'pins.add timestamp',
  'pins.remove timestamp',
  'reactions.add timestamp',
]);

/**
 * Sentences as Slack puts them behind "[ERROR] ", such as "missing required field: channel"; none: they fit. `args` have their JSON
 * fields parsed. Which of text, blocks and attachments a message needs, and who must be named one way or the other, methods say.
 */
export function argumentFaults(method: string, args: JsonObject): string[] {
  const known = argumentSchemas(method);
  if (known === undefined) return [];
  const given = Object.entries(args).flatMap(([name, value]): [string, Json][] =>
    Object.hasOwn(known, name) && !isAbsent(value) ? [[name, asTyped(known[name], value)]] : [],
  );
  const faults = argumentSchemaFaults(method, Object.fromEntries(given));
  return faults
    .filter(({ missing }) => !answeredByMethod.has(`${method} ${missing}`))
    .map(({ pointer, message }) => (pointer === '' ? message : `${message} [json-pointer:${pointer}]`));
}

/** Clients send nothing, null or an empty text for an argument that was left out. */
const isAbsent = (value: Json | undefined) => value === undefined || value === null || value === '';

function asTyped(schema: unknown, value: Json): Json {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined;
  if (type === 'number' && typeof value === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(value)) return Number(value);
  if (type === 'boolean') return { true: true, '1': true, false: false, '0': false }[String(value)] ?? value;
  if (type === 'string' && (typeof value === 'number' || isListOfText(value))) return String(value);
  return value;
}

/** "U1,U2" may come as ["U1", "U2"], too. */
const isListOfText = (value: Json) => Array.isArray(value) && value.every((each) => typeof each === 'string');
