import type { Resumed, Stopped } from '../../../incident/order.ts';
import { resumeOrder, stopOrder } from '../../../incident/order.ts';
import { claimedPerson } from '../acting-person.ts';
import { afterWork, atDesk } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { clean } from '../render/clean.ts';
import { asPerson } from '../render/command-line.ts';
import { resumeCommand, stopLines } from '../render/stops.ts';
import { checkedOrder, orRefuse } from '../send-order.ts';
import { exitCodes } from '../terminal-error.ts';
import { answer, pageOf, type Turn } from '../turn.ts';
import { type Add, asOption } from './add.ts';

type Options = { provider?: string; reason?: string; as?: string };

const providerOption = '--provider <name>';

export const addBrake: Add = (program, turn, run) => {
  program
    .command('stop')
    .description('halt every call that changes anything, in every incident, at once')
    .option(providerOption, 'only the calls to it, as staunch.yml names it')
    .requiredOption('--reason <text>', 'why')
    .option(...asOption)
    .addHelpText('after', exampleText(`${turn.composition.program} stop --reason "we cut the wrong role"`))
    .action((options: Options) => run(() => stop(turn, options)));
  program
    .command('resume')
    .description('end a stop: what it held goes on')
    .option(providerOption, 'the stop of this provider (without it, the stop of everything)')
    .option(...asOption)
    .addHelpText('after', exampleText(`${turn.composition.program} resume`))
    .action((options: Options) => run(() => resume(turn, options)));
};

async function stop(turn: Turn, options: Options): Promise<number> {
  const person = await claimedPerson(turn, options.as ?? null);
  const provider = options.provider ?? null;
  const order = checkedOrder(stopOrder, {
    provider,
    reason: options.reason,
    actor: { person, account: turn.composition.account },
  });
  // Nothing may be begun between the opening of the desk and the stop.
  return atDesk(
    turn,
    async ({ desk }) => {
      const { brake, already } = orRefuse(await desk.stop(order));
      const { by, at, reason } = brake;
      answer(turn, { stopped: true, provider, by, at, reason, already }, () => stoppedText(turn, brake, already));
      return exitCodes.yes;
    },
    { idle: true, opens: true },
  );
}

async function resume(turn: Turn, options: Options): Promise<number> {
  const person = await claimedPerson(turn, options.as ?? null);
  const provider = options.provider ?? null;
  const order = checkedOrder(resumeOrder, { provider, actor: { person, account: turn.composition.account } });
  return atDesk(turn, async (opened) => {
    const { by, at, left } = orRefuse(await opened.desk.resume(order));
    answer(turn, { stopped: false, provider, by, at, left: left.map((brake) => brake.provider) }, () =>
      resumedText(turn, provider, left),
    );
    return afterWork(turn, opened);
  });
}

function stoppedText(turn: Turn, brake: Extract<Stopped, { ok: true }>['brake'], already: boolean): string {
  const before = already ? 'It was stopped before, and stays so.\n' : '';
  const page = pageOf(turn);
  const rest =
    'Looks, timers, questions and decisions go on. What was on its way may still have taken effect: it is looked at before it is tried again.\n';
  return `${before}${stopLines([brake], page, asPerson([], page)).join('\n')}${rest}`;
}

function resumedText(turn: Turn, provider: string | null, left: Extract<Resumed, { ok: true }>['left']): string {
  const what = provider === null ? 'The stop of everything is over' : `The stop of ${clean(provider)} is over`;
  const page = pageOf(turn);
  if (left.length === 0) return `${what}: what it held goes on.\n`;
  const still = left.map((brake) => `  ${page.program} ${resumeCommand(brake.provider)}${asPerson([], page)}`).join('\n');
  return `${what}, but not all goes on. Still stopped; to go on there too:\n${still}\n`;
}
