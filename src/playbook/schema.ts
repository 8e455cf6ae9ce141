/** The grammar of a playbook file: one strict schema a place. Messages finish the sentence "`key` …". */
import { z } from 'zod';
import { durationMs } from './duration.ts';

/** Upper bounds, so that a playbook fits on a screen, in a card and in the database. */
export const grammarLimits = {
  idChars: 64,
  titleChars: 200,
  /** One by-hand step: about two screens. */
  instructionsChars: 10_000,
  stages: 50,
  stepsPerStage: 50,
  ladders: 20,
  /** More people than ever agree on anything within minutes. */
  peoplePerRung: 20,
} as const;

const text = (maxChars: number) =>
  z
    .string('is not text')
    .trim()
    .min(1, 'is empty')
    .max(maxChars, `is longer than ${maxChars} characters`)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'holds a NUL character or half a character');

const id = z
  .string('is not a name')
  .max(grammarLimits.idChars, `is longer than ${grammarLimits.idChars} characters`)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is not a name of lower-case words joined by hyphens');

const notMap = 'is not a map of keys and values';

const duration = z.string('is not a duration').transform((value, context) => {
  const ms = durationMs(value);
  if (ms !== null) return ms;
  context.addIssue('is not a duration between 1s and 31 days');
  return z.NEVER;
});

export const rungShape = z.strictObject(
  {
    people: z
      .int('is not a whole number')
      .min(1, 'is less than one')
      .max(grammarLimits.peoplePerRung, `is more than ${grammarLimits.peoplePerRung}`),
    from: id,
    notRequester: z.boolean('is neither true nor false').default(false),
  },
  notMap,
);

export const ladderShape = z.strictObject({ reversible: rungShape, irreversible: rungShape, mass: rungShape }, notMap);

export const gateShape = z.strictObject(
  {
    plan: id,
    ladder: id,
    expires: duration,
    'on-expiry': z.enum(['ask', 'act'], 'is neither `ask` nor `act`').default('ask'),
  },
  notMap,
);

export const togetherShape = z.strictObject(
  {
    together: z
      .array(id, 'is not a list')
      .min(2, 'names fewer than two stages')
      .max(grammarLimits.stages, 'names too many stages'),
    // biome-ignore lint/suspicious/noThenProperty: the playbook's own word; its value is text, so nothing can await it.
    then: id,
  },
  notMap,
);

export const doShape = z.strictObject(
  {
    do: z
      .string('is not the name of an action')
      .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'is not two words joined by a dot'),
    each: z.literal('credential', 'can only be `credential`').optional(),
    id: id.optional(),
    title: text(grammarLimits.titleChars).optional(),
  },
  notMap,
);

export const handShape = z.strictObject(
  {
    'by-hand': text(grammarLimits.titleChars),
    who: id,
    instructions: text(grammarLimits.instructionsChars),
    id,
    title: text(grammarLimits.titleChars).optional(),
  },
  notMap,
);

/** Either of two shapes, chosen by what was written, so that faults speak of the one that was meant. */
function chosen<A extends z.ZodType, B extends z.ZodType>(isFirst: (value: unknown) => boolean, first: A, second: B) {
  return z.unknown().transform((value, context): z.output<A> | z.output<B> => {
    const result = (isFirst(value) ? first : second).safeParse(value);
    if (result.success) return result.data as z.output<A> | z.output<B>;
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as never);
    return z.NEVER;
  });
}

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, key);

export const isHandStep = (step: unknown): boolean => has(step, 'by-hand') || (!has(step, 'do') && has(step, 'instructions'));

export const stepShape = chosen(isHandStep, handShape, doShape);
export const nextShape = chosen((next) => typeof next === 'object' && next !== null, togetherShape, id);

export const stageShape = z.strictObject(
  {
    title: text(grammarLimits.titleChars).optional(),
    within: duration,
    gate: gateShape.optional(),
    steps: z
      .array(stepShape, 'is not a list')
      .min(1, 'has no step')
      .max(grammarLimits.stepsPerStage, `has more than ${grammarLimits.stepsPerStage} steps`),
    next: nextShape.optional(),
  },
  notMap,
);

const atMost = (max: number) => (map: object) => Object.keys(map).length <= max;

export const playbookShape = z.strictObject(
  {
    playbook: id,
    title: text(grammarLimits.titleChars),
    within: duration,
    ladders: z
      .record(id, ladderShape, notMap)
      .refine(atMost(grammarLimits.ladders), `has more than ${grammarLimits.ladders} ladders`)
      .default({}),
    stages: z
      .record(id, stageShape, notMap)
      .refine((map) => Object.keys(map).length > 0, 'has no stage')
      .refine(atMost(grammarLimits.stages), `has more than ${grammarLimits.stages} stages`),
  },
  notMap,
);

export type PlaybookShape = z.output<typeof playbookShape>;
export type StageShape = PlaybookShape['stages'][string];
export type StepShape = StageShape['steps'][number];
export type NextShape = NonNullable<StageShape['next']>;
