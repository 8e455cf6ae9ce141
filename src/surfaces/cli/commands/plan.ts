import type { View } from '../../../incident/view.ts';
import { atDesk, incidentId, viewOf } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { isStuck, planWait, poll, stuckSentence } from '../poll.ts';
import { renderCard } from '../render/card.ts';
import { incidentName } from '../render/command-line.ts';
import { renderPlans } from '../render/plans.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, plainPageOf, programOf, type Turn } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

export const addPlan: Add = (program, turn, run) => {
  program
    .command('plan')
    .description('what will happen: the alternatives, what they break, who may say yes')
    .argument(...incidentArgument)
    .addHelpText('after', exampleText(`${turn.composition.program} plan INC-7`))
    .action((reference: string) => run(() => plan(turn, reference)));
};

async function plan(turn: Turn, reference: string): Promise<number> {
  return atDesk(turn, async ({ desk, botAlive }) => {
    const incident = await incidentId(turn, desk, reference);
    const limitMs = botAlive ? planWait.limitMs : 0;
    const view = await poll(turn, { desk, incident, everyMs: planWait.everyMs, limitMs }, settled);
    if (view === null) throw notYet(programOf(turn), botAlive, await viewOf(desk, incident));
    if (view.plans.length === 0) {
      turn.io.err(renderCard(view, plainPageOf(turn)));
      throw new TerminalError('no', `There is no plan for ${incidentName(view)} yet. ${stuckSentence(view) ?? ''}`.trim());
    }
    answer(turn, plansJson(view), () => renderPlans(view, pageOf(turn)));
    return exitCodes.yes;
  });
}

function settled(view: View): View | null {
  return view.plans.length > 0 || view.waiting.some(isStuck) || view.state === 'closed' ? view : null;
}

function notYet(program: string, botAlive: boolean, view: View): TerminalError {
  const name = incidentName(view);
  if (!botAlive) {
    return new TerminalError(
      'unreachable',
      `${name} has no plan yet, and no bot has shown a sign of life for 10 s. Start one (${program} start), or add --work.`,
    );
  }
  return new TerminalError(
    'no',
    `${name} has no plan after ${planWait.limitMs / 1_000} s; the bot is still at it. Type it again, or look: ${program} status ${name}`,
  );
}

function plansJson(view: View): unknown {
  const { incident, number, practice, gate } = view;
  return { incident, number, practice, plans: view.plans, gate };
}
