/**
 * The grammar of a playbook file: one strict schema a place. Messages finish the sentence "`key` …". What `says` adds is shown
 * by editors: `json-schema.ts` publishes it.
 */
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

/** What an editor shows of a key, and what it offers to write there. */
const says = (description: string, ...examples: unknown[]) =>
  examples.length === 0 ? { description } : { description, examples };

const notMap = 'is not a map of keys and values';

const durationShape = z
  .string('is not a duration')
  .transform((value, context) => {
    const ms = durationMs(value);
    if (ms !== null) return ms;
    context.addIssue('is not a duration between 1s and 31 days');
    return z.NEVER;
  })
  .meta({ pattern: '^[1-9][0-9]{0,6}[smh]$' });

export const rungShape = z.strictObject(
  {
    people: z
      .int('is not a whole number')
      .min(1, 'is less than one')
      .max(grammarLimits.peoplePerRung, `is more than ${grammarLimits.peoplePerRung}`)
      .meta(says('How many people must say yes. The same person counts once.', 1, 2)),
    from: id.meta(says('The group of staunch.yml that they must be in.', 'on-call', 'approvers')),
    notRequester: z
      .boolean('is neither true nor false')
      .default(false)
      .meta(
        says('Whoever declared the incident does not count. Where nobody is known to have declared it, one more is needed.'),
      ),
  },
  notMap,
);

export const ladderShape = z.strictObject(
  {
    reversible: rungShape.meta(says('Plans whose every call can be taken back.', { people: 1, from: 'on-call' })),
    irreversible: rungShape.meta(
      says('Plans with a call that cannot be taken back.', { people: 1, from: 'approvers', notRequester: true }),
    ),
    mass: rungShape.meta(
      says('Plans that end more than the leaked credential, or touch more than five targets.', {
        people: 2,
        from: 'approvers',
        notRequester: true,
      }),
    ),
  },
  notMap,
);

export const gateShape = z.strictObject(
  {
    plan: id.meta(says('What the question is about, in a word; shown to people.', 'containment')),
    ladder: id.meta(says('Who must agree: a name from `ladders:`.', 'standard')),
    expires: durationShape.meta(
      says(
        'A question that nobody answered for so long is asked anew, of the next people in turn. At most the stage’s limit.',
        '3m',
      ),
    ),
    'on-expiry': z
      .enum(['ask', 'act'], 'is neither `ask` nor `act`')
      .default('ask')
      .meta(
        says(
          '`act`: when nobody answered, the first plan that can be taken back is carried out, unless somebody said no.',
          'act',
        ),
      ),
    'public-leak': z
      .enum(['ask', 'act'], 'is neither `ask` nor `act`')
      .default('ask')
      .meta(
        says(
          '`act`: of an incident declared public the first plan is carried out at once, and people are told, where all of it can be taken back and `modes:` in staunch.yml says `act` for each of its credentials.',
          'act',
        ),
      ),
  },
  notMap,
);

export const togetherShape = z.strictObject(
  {
    together: z
      .array(id, 'is not a list')
      .min(2, 'names fewer than two stages')
      .max(grammarLimits.stages, 'names too many stages')
      .meta(says('Stages that run at the same time. They have no `next:` of their own.', ['invalidate', 'notify'])),
    // biome-ignore lint/suspicious/noThenProperty: the playbook's own word; its value is text, so nothing can await it.
    then: id.meta(says('The stage that follows when all of them are over, or `end`.', 'post-mortem', 'end')),
  },
  notMap,
);

const actionExamples = [
  'credential.identify',
  'credential.probe',
  'leak.plan',
  'credential.strike',
  'credential.prove',
  'report.write',
];

export const doShape = z.strictObject(
  {
    do: z
      .string('is not the name of an action')
      .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'is not two words joined by a dot')
      .meta(says('What the bot does, by the name of the action.', ...actionExamples)),
    each: z
      .literal('credential', 'can only be `credential`')
      .meta(says('Done once for every credential of the incident.', 'credential'))
      .optional(),
    id: id.meta(says('What the step is called in commands. Without it, the last word of `do:`.', 'prove-again')).optional(),
    title: text(grammarLimits.titleChars).meta(says('What people read.', 'Prove that it is refused')).optional(),
  },
  notMap,
);

export const handShape = z.strictObject(
  {
    'by-hand': text(grammarLimits.titleChars).meta(says('What a person does, as people read it.', 'Search the logs')),
    who: id.meta(says('The group of staunch.yml that is asked to do it.', 'on-call')),
    instructions: text(grammarLimits.instructionsChars).meta(
      says('How, line by line: shown on the card.', '1. Look at the audit log.\n'),
    ),
    id: id.meta(says('What the step is called in commands.', 'search-logs')),
    title: text(grammarLimits.titleChars).meta(says('Read instead of `by-hand:`, where both are wanted.')).optional(),
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

/** A step that the bot does or one that a person does. What it takes is said in `json-schema.ts`. */
export const stepShape = chosen(isHandStep, handShape, doShape);
export const nextShape = chosen((next) => typeof next === 'object' && next !== null, togetherShape, id);

export const stageShape = z.strictObject(
  {
    title: text(grammarLimits.titleChars)
      .meta(says('What people read. Without it, the stage’s name.', 'Cut it off'))
      .optional(),
    within: durationShape.meta(
      says(
        'The stage’s limit, counted from its own start. At 75 % and 100 % of it people are told; nothing is ever stopped.',
        '5m',
      ),
    ),
    gate: gateShape
      .meta(
        says('People must agree to the plan before the first step of this stage.', {
          plan: 'containment',
          ladder: 'standard',
          expires: '3m',
        }),
      )
      .optional(),
    steps: z
      .array(stepShape, 'is not a list')
      .min(1, 'has no step')
      .max(grammarLimits.stepsPerStage, `has more than ${grammarLimits.stepsPerStage} steps`)
      .meta(says('One after another.', [{ do: 'credential.probe', each: 'credential' }])),
    next: nextShape.optional(),
  },
  notMap,
);

const atMost = (max: number) => (map: object) => Object.keys(map).length <= max;

export const playbookShape = z.strictObject(
  {
    playbook: id.meta(says('The playbook’s name.', 'leak')),
    title: text(grammarLimits.titleChars).meta(says('What people read.', 'Leaked secret')),
    within: durationShape.meta(
      says('The limit for the containment, counted from detection. At 75 % and 100 % of it people are told.', '15m'),
    ),
    ladders: z
      .record(id, ladderShape, notMap)
      .refine(atMost(grammarLimits.ladders), `has more than ${grammarLimits.ladders} ladders`)
      .default({})
      .meta(says('By name: who must agree to which sort of plan. A gate names one.')),
    stages: z
      .record(id, stageShape, notMap)
      .refine((map) => Object.keys(map).length > 0, 'has no stage')
      .refine(atMost(grammarLimits.stages), `has more than ${grammarLimits.stages} stages`)
      .meta(says('By name. The first is where it starts; `next:` of each says what follows.')),
  },
  notMap,
);

export type PlaybookShape = z.output<typeof playbookShape>;
export type StageShape = PlaybookShape['stages'][string];
export type StepShape = StageShape['steps'][number];
export type NextShape = NonNullable<StageShape['next']>;
