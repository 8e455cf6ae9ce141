import type { Budget } from '../../../incident/order.ts';
import { clean } from './clean.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { timeOfDay } from './time-words.ts';

/** How much of the hourly budget is used, and what to do when it is used up. */
export function renderBudget({ used, perHour, left, freeAt, raised }: Budget, page: Page): string {
  const count = `${used} of ${perHour} strikes were begun within the last hour, by all bots together.`;
  const room = `${left} more may be begun now.`;
  const full = `None is begun before ${freeAt === null ? 'one of them is an hour old' : timeOfDay(freeAt, page.now)}: the steps that would are stuck.`;
  const lines = [`${page.paint(left > 0 ? 'good' : 'bad', count)} ${left > 0 ? room : full}`];
  if (raised !== null) {
    const { by, until, reason } = raised;
    const text = `Raised to ${raised.perHour} by ${clean(by)} until ${timeOfDay(until, page.now)}: ${clean(reason)}`;
    lines.push(...hang('', text, page.columns));
  }
  if (left === 0) lines.push(`Raise it: ${page.program} budget --raise ${perHour * 2} --for 1h --reason TEXT`);
  return `${lines.join('\n')}\n`;
}
