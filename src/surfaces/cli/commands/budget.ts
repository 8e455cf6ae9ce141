import { raiseOrder } from '../../../incident/order.ts';
import { duration } from '../../../platform/config/duration.ts';
import { claimedPerson } from '../acting-person.ts';
import { atDesk } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { renderBudget } from '../render/budget.ts';
import { checkedOrder, orRefuse } from '../send-order.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, type Turn, tell } from '../turn.ts';
import { type Add, asOption } from './add.ts';

type Options = { raise?: string; for?: string; reason?: string; as?: string };

export const addBudget: Add = (program, turn, run) => {
  const name = turn.composition.program;
  program
    .command('budget')
    .description('how many strikes may still be begun within this hour, by all bots together; raises that for a while')
    .option('--raise <count>', 'so many an hour instead')
    .option('--for <time>', 'for how long: 30m, 1h, at most 24h')
    .option('--reason <text>', 'why')
    .option(...asOption)
    .addHelpText(
      'after',
      exampleText(`${name} budget`, `${name} budget --raise 50 --for 1h --reason "thirty keys in one commit"`),
    )
    .action((options: Options) => run(() => (options.raise === undefined ? show(turn, options) : raise(turn, options))));
};

async function show(turn: Turn, options: Options): Promise<number> {
  if (options.for !== undefined || options.reason !== undefined)
    throw new TerminalError('usage', '--for and --reason belong to a raise: say how many, with --raise COUNT.');
  return atDesk(
    turn,
    async ({ desk }) => {
      const budget = await desk.budget();
      answer(turn, budget, () => renderBudget(budget, pageOf(turn)));
      return exitCodes.yes;
    },
    { idle: true },
  );
}

async function raise(turn: Turn, options: Options): Promise<number> {
  const order = checkedOrder(raiseOrder, {
    perHour: /^\d+$/.test(options.raise ?? '') ? Number(options.raise) : options.raise,
    forMs: lengthOf(options.for),
    reason: options.reason ?? missing('--reason TEXT: it stands in the record of every open incident'),
    actor: { person: await claimedPerson(turn, options.as ?? null), account: turn.composition.account },
  });
  return atDesk(turn, async ({ desk }) => {
    const { budget } = orRefuse(await desk.raiseBudget(order));
    answer(turn, budget, () => renderBudget(budget, pageOf(turn)));
    tell(turn, `A step that is stuck on it goes on with: ${turn.composition.program} retry INCIDENT STEP`);
    return exitCodes.yes;
  });
}

/** The most that is read here; the order itself says what is too long. */
const hundredDaysMs = 100 * 24 * 3_600_000;

function lengthOf(text: string | undefined): number {
  if (text === undefined) return missing('--for TIME, such as --for 1h: then it is over by itself');
  const parsed = duration(hundredDaysMs, '100 days').safeParse(text);
  if (parsed.success) return parsed.data;
  throw new TerminalError('usage', `--for ${text} ${parsed.error.issues.map(({ message }) => message).join(' ')}.`);
}

function missing(what: string): never {
  throw new TerminalError('usage', `A raise needs ${what}.`);
}
