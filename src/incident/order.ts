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
