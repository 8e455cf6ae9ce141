/** Where a part of a request or a comparison comes from: a constant, or exactly one source. */
import { z } from 'zod';

/** A derived part of a value must leave enough of it unknown. In characters. */
const mostShown = 12;
const digests = ['md5', 'sha256', 'sha512'] as const;

const count = z.int().min(0).max(mostShown);

/** What can be computed from the leaked value: how a service shows or stores it. */
export const derivedShape = z.union(
  [
    z
      .strictObject({ first: count, last: count, between: z.string().max(10) })
      .describe('The first and last characters with what the service puts between them.'),
    z.strictObject({ hash: z.enum(digests), as: z.enum(['hex', 'base64']) }).describe('A digest of the whole value.'),
    z
      .strictObject({ part: z.int().min(0).max(9), of: z.string().length(1) })
      .describe('One part of a value that a character divides; the first is 0.'),
  ],
  'is none of { first, last, between }, { hash, as } and { part, of }',
);

/** A name that people type and that stands in records. */
export const wordShape = z
  .string()
  .max(64, 'is longer than 64 characters')
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is not a name of lower-case words joined by hyphens');

/** The name of an id, a locator key or an identity. */
export const keyShape = z
  .string()
  .max(64, 'is longer than 64 characters')
  .regex(/^[a-z][a-zA-Z0-9_-]*$/, 'is not a short name that begins with a small letter');

export const sourceShape = z.union(
  [
    z.strictObject({ $value: z.literal('leaked') }).describe('The leaked value.'),
    z.strictObject({ $id: keyShape }).describe('An id that a look-up took.'),
    z.strictObject({ $locator: keyShape }).describe('What the person who declared the leak gave for this key.'),
    z
      .strictObject({ $identity: keyShape, part: z.enum(['user', 'secret']).default('secret') })
      .describe('The secret (or the user name) of an account of Staunch at this service.'),
    z.strictObject({ $derived: derivedShape }).describe('Computed from the leaked value.'),
  ],
  'is neither a constant nor one of { $value }, { $id }, { $locator }, { $identity } and { $derived }',
);

export type Derived = z.output<typeof derivedShape>;
export type Source = z.output<typeof sourceShape>;
export type Constant = string | number | boolean | null;
export type Leaf = Constant | Source;

const longestConstant = 2_000;
export const constantShape = z.union([z.string().max(longestConstant), z.number(), z.boolean(), z.null()]);
export const leafShape: z.ZodType<Leaf, unknown> = z.union([constantShape, sourceShape]);

/** Every JSON body is a tree of these. */
export type Tree = Leaf | Tree[] | { [key: string]: Tree };

export function isSource(value: unknown): value is Source {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).some((key) => key.startsWith('$'));
}

/** RFC 6901; '' is the whole. */
export const pointerShape = z
  .string()
  .max(200)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'is no JSON Pointer: write it as /key/other, or "" for the whole body');
