/** The headers that stand in a bundle as the exact text that was hashed. */
import { z } from 'zod';
import type { Movement } from '../chain.ts';
import { type Entry, type EntryName, entryTypes } from '../entry.ts';
import { json } from '../shapes.ts';
import type { EntryLine } from './lines.ts';
import { canonicalOf, jsonOf } from './parse.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();

const registerHeader = z.strictObject({
  v: z.literal(1),
  number: z.int(),
  incident: z.uuid(),
  at: time,
  first: hash,
});
export type RegisterHeader = z.infer<typeof registerHeader>;

const entryHeader = z.strictObject({
  v: z.literal(1),
  incident: z.string(),
  seq: z.int(),
  at: time,
  type: z.string(),
  actor: z.string(),
  dedupe: z.string(),
  data: z.record(z.string(), json),
  digest: hash.nullable(),
  event: json.optional(),
  state: json.optional(),
});
export type EntryHeader = z.infer<typeof entryHeader>;

export const readRegisterHeader = (text: string): RegisterHeader | null => readAs(registerHeader, text);

/** The header of an entry; null when it is not canonical JSON of its shape. */
export function readEntryHeader(text: string): EntryHeader | null {
  const header = readAs(entryHeader, text);
  return header === null || (header.event === undefined) !== (header.state === undefined) ? null : header;
}

function readAs<T>(shape: z.ZodType<T>, text: string): T | null {
  const value = jsonOf(text);
  const read = shape.safeParse(value);
  return read.success && canonicalOf(value) === text ? read.data : null;
}

/** An entry with the move of the playbook that it says it caused; null when it says of none. */
export type Recorded = { entry: Entry; movement: Movement | null };

/** The entry behind a line, or why this version cannot read it, as the second half of a sentence. */
export function readRecorded(line: EntryLine, header: EntryHeader): Recorded | { fault: string } {
  const type = entryTypes[header.type as EntryName];
  if (type === undefined || !Object.hasOwn(entryTypes, header.type)) {
    return { fault: `this version knows no entry of the type "${header.type}": verify it with the version that wrote it` };
  }
  const data = type.data.safeParse(header.data);
  if (!data.success) return { fault: `its data does not have the shape of "${header.type}"` };
  const body = readBody(type.body, line.body, header.digest !== null);
  if (body === undefined) return { fault: `its words do not have the shape of "${header.type}"` };
  const { incident, seq, at, actor, event, state } = header;
  const entry = { incident, seq, at, actor, type: type.name, data: data.data, body } as Entry;
  return { entry, movement: event === undefined || state === undefined ? null : { event, state } };
}

/** Null where there are no words, or none any more; undefined where they are not of their type. */
function readBody(shape: z.ZodType | null, text: string | null, wasThere: boolean): unknown {
  if (shape === null) return wasThere ? undefined : null;
  if (text === null) return wasThere || shape.safeParse(null).success ? null : undefined;
  const value = jsonOf(text);
  const read = shape.safeParse(value);
  return read.success && canonicalOf(value) === text ? read.data : undefined;
}
