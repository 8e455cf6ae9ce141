/** The lines of a bundle, version 1: one canonical JSON object (RFC 8785) a line, in this order. `docs/evidence.md` explains it. */
import { z } from 'zod';

export const bundleLimits = {
  /** Of the whole file, in bytes: hundreds of times the longest incident so far, and it still fits into memory. */
  fileBytes: 256 * 1024 * 1024,
  /** Of one line, in bytes: a body holds at most some calls and what was answered. */
  lineBytes: 8 * 1024 * 1024,
  /** Of objects and lists within each other: several times what is recorded, and far below where a reader runs out of stack. */
  depth: 100,
} as const;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
const place = z.int().positive();

export const openingLine = z.strictObject({
  line: z.literal('bundle'),
  v: z.literal(1),
  incident: z.uuid(),
  number: place,
  practice: z.boolean(),
  recordKey: z.string(),
  playbook: z.strictObject({ name: z.string(), hash, compiler: z.int(), text: z.string() }),
});

/** One incident in the register of all: its header tells number, id, time and the hash of its first entry. */
export const registerLine = z.strictObject({ line: z.literal('register'), number: place, header: z.string(), hash });

/** `salt` and `body` are null where there never was a body, and where it was purged. */
export const entryLine = z.strictObject({
  line: z.literal('entry'),
  seq: place,
  header: z.string(),
  hash,
  salt: hash.nullable(),
  body: z.string().nullable(),
});

export const usageLine = z.strictObject({
  line: z.literal('usage'),
  seq: place,
  place: z.int().nonnegative(),
  row: z.string(),
});

export const witnessedLine = z.strictObject({ line: z.literal('witness'), text: z.string() });

export const checkpointLine = z.strictObject({
  line: z.literal('checkpoint'),
  text: z.string(),
  signature: z.string(),
});

export const bundleLine = z.discriminatedUnion('line', [
  openingLine,
  registerLine,
  entryLine,
  usageLine,
  witnessedLine,
  checkpointLine,
]);

export type BundleLine = z.infer<typeof bundleLine>;
export type OpeningLine = z.infer<typeof openingLine>;
export type RegisterLine = z.infer<typeof registerLine>;
export type EntryLine = z.infer<typeof entryLine>;
export type UsageLine = z.infer<typeof usageLine>;
export type CheckpointLine = z.infer<typeof checkpointLine>;

/** In the order in which they must stand. */
export const lineOrder = ['bundle', 'register', 'entry', 'usage', 'witness', 'checkpoint'] as const;
