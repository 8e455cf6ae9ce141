import { atDesk, incidentId, viewOf } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { renderCard } from '../render/card.ts';
import { exitCodes } from '../terminal-error.ts';
import { answer, pageOf, type Turn } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

export const addStatus: Add = (program, turn, run) => {
  program
    .command('status')
    .description('the whole incident at a glance, with what is wanted from you')
    .argument(...incidentArgument)
    .addHelpText('after', exampleText(`${turn.composition.program} status INC-7`))
    .action((reference: string) => run(() => status(turn, reference)));
};

async function status(turn: Turn, reference: string): Promise<number> {
  return atDesk(turn, async ({ desk }) => {
    const view = await viewOf(desk, await incidentId(turn, desk, reference));
    answer(turn, view, () => renderCard(view, pageOf(turn)));
    return exitCodes.yes;
  });
}
