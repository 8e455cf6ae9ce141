/** The hourly budget of strikes: how much of it is used, and the order of a person that raises it for a while. */
import { draft } from '../timeline/entry.ts';
import { type EveryOpenParts, everywhere, tell } from './every-open.ts';
import { mayOrder, type OrderPeople } from './may-order.ts';
import type { Budget, BudgetRaise, Raised, RaiseOrder } from './order.ts';
import { countStrikes, putRaise, readRaise } from './rows/strike-row.ts';
import { type ScreenParts, screenedText } from './screen.ts';

/** Where nothing else is configured: a leak has a few credentials, and a bot that errs is noticed before it has cut more. */
export const usualStrikesPerHour = 20;

export type BudgetParts = Omit<ScreenParts, 'db' | 'values'> &
  EveryOpenParts &
  OrderPeople & {
    /** How many strikes all bots together may begin within an hour, by the configuration. */
    strikesPerHour: number;
  };

export async function budgetNow({ db, clock, strikesPerHour }: BudgetParts): Promise<Budget> {
  const at = clock.now();
  const { used, perHour, freeAt } = await countStrikes(db.query, { at, perHour: strikesPerHour });
  const raised = await readRaise(db.query, at);
  return { used, perHour, left: Math.max(perHour - used, 0), freeAt: freeAt?.toISOString() ?? null, raised };
}

export async function raiseBudget(parts: BudgetParts, order: RaiseOrder): Promise<Raised> {
  const person = mayOrder(parts, order.actor, 'not raise the budget');
  if (typeof person !== 'string') return { ok: false, refusal: person };
  const { perHour } = order;
  if (perHour <= parts.strikesPerHour) {
    const message = `The budget is ${parts.strikesPerHour} strikes an hour without any raise: give more than that. Nothing was changed.`;
    return { ok: false, refusal: { class: 'usage', message } };
  }
  const reason = await screenedText({ ...parts, values: parts.turn.values }, order.reason);
  await everywhere(parts, async (query, open, at) => {
    const raise: BudgetRaise = { perHour, until: new Date(at.getTime() + order.forMs).toISOString(), by: person, reason };
    await putRaise(query, raise);
    const entry = draft('budget.raised', { perHour, until: raise.until, person }, { reason });
    await tell(parts, open, { at, person, entry, key: 'budget' });
  });
  return { ok: true, budget: await budgetNow(parts) };
}
