/** An exact answer: what is not on a list of these could not be told. */
import { z } from 'zod';
import { constantShape, pointerShape, sourceShape } from './leaf.ts';

const conditionShape = z.union(
  [
    z.strictObject({ present: z.literal(true) }).describe('Something stands there: not null, not empty.'),
    z.strictObject({ absent: z.literal(true) }).describe('Nothing stands there, or null.'),
    constantShape,
    sourceShape,
  ],
  'is neither a constant nor { present: true }, { absent: true } or a source',
);

export const answerShape = z.strictObject({
  status: z.int().min(200, 'is no final status').max(599),
  body: z.record(pointerShape, conditionShape).optional().describe('JSON Pointer → what must stand there. All must hold.'),
  type: z
    .enum(['json', 'empty', 'any'])
    .optional()
    .describe('Without it: JSON or nothing. `any` lets a page of HTML count, too.'),
});

const mostAnswers = 10;
export const answersShape = z.array(answerShape).min(1, 'names no answer').max(mostAnswers);

export type Condition = z.output<typeof conditionShape>;
export type Answer = z.output<typeof answerShape>;
