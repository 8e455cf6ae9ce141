/**
 * What our buttons are called and what they carry. An action id is `staunch:VERB` (a number behind it where one message has several);
 * the value is small JSON that names things by ids, never by what they say. It comes back from outside, so it is checked like any input.
 */
import { z } from 'zod';

export const buttonVerbs = [
  'approve',
  'reject',
  'alone',
  'undo',
  'retry',
  'skip',
  'by-hand',
  'accept',
  'hand-in',
  'close',
  'plans',
  'status',
  'declare',
  /** A menu inside the declare form: another kind was chosen. */
  'kind',
] as const;
export type ButtonVerb = (typeof buttonVerbs)[number];

export const buttonSchema = z.strictObject({
  incident: z.uuid().optional(),
  nonce: z.string().max(64).optional(),
  plan: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/)
    .optional(),
  credential: z.string().max(64).optional(),
  step: z.string().max(64).optional(),
  residual: z.string().max(64).optional(),
});
export type ButtonValue = z.infer<typeof buttonSchema>;

export const actionId = (verb: ButtonVerb, place?: number) => `staunch:${verb}${place === undefined ? '' : `:${place}`}`;

/** Which of our buttons was pressed; null for one that is none of ours. */
export function verbOf(id: string): ButtonVerb | null {
  const name = /^staunch:([a-z-]+)(?::[0-9]{1,3})?$/.exec(id)?.[1];
  return buttonVerbs.find((verb) => verb === name) ?? null;
}

export const buttonValue = (value: ButtonValue): string => JSON.stringify(value);

/** Null for what no button of ours carries. */
export function readButtonValue(text: string | null): ButtonValue | null {
  if (text === null || text === '') return {};
  try {
    return buttonSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
