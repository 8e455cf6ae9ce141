/** Orders that count for every incident: checked before they are given, a refusal told as the terminal tells it. */
import type { Refusal } from '../../incident/command.ts';
import { TerminalError } from './terminal-error.ts';

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } };

/** The order as its schema made it; throws a TerminalError (usage) with every fault. */
export function checkedOrder<T>(schema: { safeParse(given: unknown): Parsed<T> }, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new TerminalError('usage', parsed.error.issues.map(({ message }) => message).join(' '));
}

/** What was answered to an order that was carried out; throws a TerminalError for a refusal. */
export function orRefuse<T extends { ok: true }>(answered: T | { ok: false; refusal: Refusal }): T {
  if (answered.ok) return answered;
  throw new TerminalError(answered.refusal.class, answered.refusal.message);
}
