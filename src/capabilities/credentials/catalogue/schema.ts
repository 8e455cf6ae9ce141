/** The grammar of a service file (`catalogue/*.yml`). Unknown keys are refused everywhere. */
import { z } from 'zod';
import { duration, durationOrNone } from '../../../platform/config/duration.ts';
import { answersShape } from './answer-shape.ts';
import { keyShape, leafShape, pointerShape, wordShape } from './leaf.ts';
import { requestShape } from './request-shape.ts';

const hourMs = 3_600_000;
const text = (max: number) => z.string().trim().min(1, 'is empty').max(max, `is longer than ${max} characters`);
const title = text(120);
const sentence = text(1_000);

const atMost = <T extends object>(most: number) =>
  [(map: T) => Object.keys(map).length <= most, `has more than ${most} entries`] as const;

export const lookupShape = z.strictObject({
  name: keyShape,
  request: requestShape,
  found: answersShape.describe('Exact answers that may be read.'),
  list: pointerShape.optional().describe('Where the list stands; without it the body is the one thing.'),
  pages: z
    .union(
      [z.literal('none'), z.literal('link'), z.strictObject({ next: pointerShape })],
      'is none, link or { next: /pointer }',
    )
    .default('none')
    .describe('How the list goes on: a Link header, or an address in the body. `none`: a list that goes on is refused.'),
  where: z.record(pointerShape, leafShape).default({}).describe('What must be equal. All must hold, and for exactly one.'),
  take: z
    .record(keyShape, pointerShape)
    .refine((take) => Object.keys(take).length > 0, 'takes no id')
    .describe('Ids that the service never gives again.'),
});

export const probeShape = z.strictObject({
  request: requestShape,
  alive: answersShape,
  refused: answersShape,
  facts: z.record(text(40), pointerShape).default({}).describe('Shown to people, from an answer "alive".'),
  control: z
    .enum(['same-form', 'none'])
    .default('same-form')
    .describe('A random value of the same form is asked too: where that is let in, the look proves nothing.'),
});

export const inspectShape = z.union(
  [
    z.strictObject({ lookup: keyShape, none: z.literal('cut-off') }).describe('The look-up finds it no more.'),
    z.strictObject({ request: requestShape, 'cut-off': answersShape, open: answersShape }),
  ],
  'is neither { lookup, none: cut-off } nor { request, cut-off, open }',
);

const leftShape = z.strictObject({
  what: sentence,
  for: duration(31 * 24 * hourMs, '744h')
    .optional()
    .describe('How long it works on; without it, until somebody ends it.'),
  'ended-by': sentence.optional(),
});

export const verbShape = z
  .strictObject({
    title,
    request: requestShape,
    done: answersShape.describe('Exact answers that mean "accepted". Never a proof.'),
    already: answersShape.optional().describe('Exact answers that mean "it was so before".'),
    breaks: sentence.describe('Who is out after it.'),
    who: sentence.describe('Who may call it.'),
    reversible: z.boolean(),
    until: sentence.optional().describe('Until when it can be taken back.'),
    undo: z.strictObject({ request: requestShape, done: answersShape, already: answersShape.optional() }).optional(),
    mass: z.boolean().default(false).describe('It ends more than this one credential.'),
    leaves: z.array(leftShape).max(5).default([]).describe('What works on after it.'),
    note: sentence.optional(),
  })
  .refine(({ reversible, undo }) => reversible === (undo !== undefined), 'is reversible exactly when it has an `undo`');

export const valueShape = z.strictObject({
  prefixes: z.array(z.string().min(1).max(40)).max(20).default([]),
  min: z.int().min(1).default(8),
  max: z.int().min(1).max(20_000).default(4_096),
  checksum: z.enum(['none', 'github-classic', 'github-fine-grained']).default('none'),
});

const settleShape = z.strictObject({
  looks: z.int().min(2, 'is at least 2: one look proves nothing').max(10).default(3),
  every: duration(60_000, '60s').default(2_000),
  lag: durationOrNone(10 * 60_000, '10m').default(0),
});

const mostLookups = 4;

export const kindShape = z
  .strictObject({
    title,
    detects: z.array(text(100)).max(20).default([]).describe('Names that other tools use for it.'),
    value: valueShape.optional().describe('What a value looks like; what does not fit is refused before any call.'),
    locator: z
      .record(keyShape, z.strictObject({ title, required: z.boolean().default(false) }))
      .refine((map) => !Object.hasOwn(map, 'target'), 'has a key `target`: every kind has that already')
      .refine(...atMost<object>(10))
      .default({}),
    lookups: z.array(lookupShape).max(mostLookups).default([]),
    probe: probeShape.optional(),
    inspect: inspectShape.optional(),
    proof: z
      .literal('by-hand')
      .optional()
      .describe('With neither `probe` nor `inspect`: only a person can say that it is dead.'),
    disable: verbShape.optional(),
    revoke: verbShape.optional(),
    settle: settleShape.prefault({}),
    exercised: z.enum(['real service', 'independent server', 'our stand-in', 'nothing yet']).default('nothing yet'),
    note: sentence.optional(),
  })
  .refine(({ disable, revoke }) => disable !== undefined || revoke !== undefined, 'has neither `disable` nor `revoke`')
  .refine(
    ({ probe, inspect, proof }) => (probe === undefined && inspect === undefined) === (proof === 'by-hand'),
    'must have `probe` or `inspect`, or `proof: by-hand` in place of both: else nothing could be proven',
  );

const identityShape = z.strictObject({ title, permissions: z.array(sentence).min(1).max(20) });

const httpAddress = z
  .string()
  .max(500)
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'is no address such as https://api.example.com',
  );

export const serviceShape = z.strictObject({
  service: wordShape,
  title,
  url: httpAddress.optional().describe('Where it is, unless a target says otherwise.'),
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'is no exact host, such as uploads.example.com'))
    .max(10)
    .default([]),
  sources: z.array(z.url()).min(1, 'names no source: say where the facts come from').max(20),
  guide: z.url().optional(),
  limits: z
    .strictObject({
      concurrency: z.int().min(1).max(64).default(4),
      'per-hour': z.int().min(1).max(1_000_000).default(600),
      timeout: duration(60_000, '60s').default(10_000),
    })
    .prefault({}),
  identities: z
    .record(keyShape, identityShape)
    .refine(...atMost<object>(12))
    .default({}),
  kinds: z
    .record(wordShape, kindShape)
    .refine((kinds) => Object.keys(kinds).length > 0, 'has no kind')
    .refine(...atMost<object>(30)),
});

export type Service = z.output<typeof serviceShape>;
export type ServiceKind = Service['kinds'][string];
export type Lookup = z.output<typeof lookupShape>;
export type Probe = z.output<typeof probeShape>;
export type Verb = z.output<typeof verbShape>;
export type ValueForm = z.output<typeof valueShape>;

/** As JSON Schema (draft 2020-12), for editors: what `catalogue/service.schema.json` holds. */
export function serviceJsonSchema(): unknown {
  const schema = z.toJSONSchema(serviceShape, { io: 'input', unrepresentable: 'any', reused: 'ref' });
  return { ...schema, title: 'A service of Staunch: how its leaked credentials are found, tried and ended' };
}
