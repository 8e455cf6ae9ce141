/** One request of a service file, as a tree: nothing in it is text to be filled in. */
import { z } from 'zod';
import { constantShape, isSource, type Leaf, leafShape, sourceShape, type Tree } from './leaf.ts';

const deepestTree = 8;
const mostParts = 20;
const mostFields = 50;
const longestPart = 200;

/** A part of a path is one segment: it can neither climb nor add another. */
const partShape = z.union(
  [
    z
      .string()
      .min(1, 'is empty')
      .max(longestPart)
      .refine((part) => !/[/?#\\]/.test(part) && part !== '.' && part !== '..', 'is one part of a path: without / ? # and ..'),
    sourceShape,
  ],
  'is neither a part of a path nor a source such as { $id: key }',
);

const authShape = z.union(
  [
    z.strictObject({ bearer: leafShape }).describe('Authorization: Bearer …'),
    z
      .strictObject({ scheme: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,30}$/), with: leafShape })
      .describe('Authorization: scheme …'),
    z.strictObject({ basic: z.strictObject({ user: leafShape, password: leafShape }) }).describe('HTTP basic authentication.'),
    z
      .strictObject({ header: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/), with: leafShape })
      .describe('A header of its own.'),
    z.strictObject({ raw: leafShape }).describe('Authorization with nothing before the secret.'),
  ],
  'is none of { bearer }, { scheme, with }, { basic: { user, password } }, { header, with } and { raw }',
);

function treeFault(value: unknown, depth: number): string | null {
  if (depth > deepestTree) return `is nested more than ${deepestTree} deep`;
  if (isSource(value))
    return sourceShape.safeParse(value).success ? null : 'holds a source that is not one: { $value: leaked }, { $id: … }';
  if (Array.isArray(value)) return firstFault(value, depth);
  if (typeof value === 'object' && value !== null) return firstFault(Object.values(value), depth);
  return constantShape.safeParse(value).success ? null : 'holds something that is no JSON';
}

function firstFault(values: unknown[], depth: number): string | null {
  if (values.length > mostFields) return `has more than ${mostFields} parts in one place`;
  return values.map((value) => treeFault(value, depth + 1)).find((fault) => fault !== null) ?? null;
}

const withDefaults = (value: unknown): Tree => {
  if (isSource(value)) return sourceShape.parse(value);
  if (Array.isArray(value)) return value.map(withDefaults);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDefaults(inner)]));
  return value as Leaf;
};

const treeShape = z.unknown().transform((value, context): Tree => {
  const fault = treeFault(value, 0);
  if (fault === null) return withDefaults(value);
  context.addIssue({ code: 'custom', message: fault });
  return z.NEVER;
});

const fieldsShape = z
  .record(z.string().min(1).max(100), leafShape)
  .refine((fields) => Object.keys(fields).length <= mostFields, `has more than ${mostFields} fields`);

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'is no name of a header');

export const requestShape = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    host: z.string().min(1).optional().describe('Another exact host; it must stand in `hosts:` of the service.'),
    path: z.array(partShape).max(mostParts).describe('The parts of the path; each is encoded as one segment.'),
    query: fieldsShape.default({}).describe('Behind the question mark.'),
    auth: authShape.optional().describe('Who asks.'),
    headers: z.record(headerName, leafShape).default({}).describe('Further headers.'),
    json: treeShape.optional().describe('A JSON body.'),
    form: fieldsShape.optional().describe('A form body (application/x-www-form-urlencoded).'),
  })
  .refine((request) => request.json === undefined || request.form === undefined, 'has both `json` and `form`: keep one');

export type ServiceRequest = z.output<typeof requestShape>;
export type Auth = z.output<typeof authShape>;
