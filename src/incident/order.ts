/** What a person can order for all incidents at once, and what is answered. */
import { z } from 'zod';
import { commandSchemas, type Refusal } from './command.ts';
import type { Brake } from './view.ts';

/** Whom calls go to, as staunch.yml names it; null means everybody. */
const provider = z.string().min(1, 'The provider is empty.').max(64, 'A provider has at most 64 characters.').nullable();
const actor = z.strictObject({ person: z.string().max(128).nullable(), account: z.string().max(256) });

export const stopOrder = z.strictObject({ provider, reason: commandSchemas.skip.shape.reason, actor });
export const resumeOrder = z.strictObject({ provider, actor });

export type StopOrder = z.infer<typeof stopOrder>;
export type ResumeOrder = z.infer<typeof resumeOrder>;

/** `already`: it was stopped before, by `brake.by`. */
export type Stopped = { ok: true; brake: Brake; already: boolean } | { ok: false; refusal: Refusal };
/** `left`: the brakes that are still on. */
export type Resumed = { ok: true; by: string; at: string; left: Brake[] } | { ok: false; refusal: Refusal };

const minuteMs = 60_000;
/** A raise is for the night at hand; the next shift decides anew. */
const longestRaiseMs = 24 * 60 * minuteMs;
/** Beyond this it is no budget any more. */
const mostPerHour = 10_000;

export const raiseOrder = z.strictObject({
  perHour: z
    .int('A budget is a whole number of strikes an hour.')
    .min(1, 'A budget is at least 1 strike an hour.')
    .max(mostPerHour, `A budget is at most ${mostPerHour} strikes an hour.`),
  /** How long it is raised, in milliseconds. */
  forMs: z.int().min(minuteMs, 'A raise is for a minute at least.').max(longestRaiseMs, 'A raise is for 24h at most.'),
  reason: commandSchemas.skip.shape.reason,
  actor,
});

export type RaiseOrder = z.infer<typeof raiseOrder>;
/** `until`: ISO 8601. */
export type BudgetRaise = { perHour: number; until: string; by: string; reason: string };
/** Strikes of all bots within the last hour. `freeAt`: when there is room again, ISO 8601; null while there is. */
export type Budget = {
  used: number;
  perHour: number;
  left: number;
  freeAt: string | null;
  raised: BudgetRaise | null;
};
export type Raised = { ok: true; budget: Budget } | { ok: false; refusal: Refusal };
