import { atDesk, incidentId, viewOf } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { renderTimelineLine } from '../render/timeline.ts';
import { titleLine } from '../render/title.ts';
import { exitCodes } from '../terminal-error.ts';
import { answer, pageOf, type Turn } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

export const addTimeline: Add = (program, turn, run) => {
  program
    .command('timeline')
    .description('everything that was done and decided, one entry a line')
    .argument(...incidentArgument)
    .addHelpText('after', exampleText(`${turn.composition.program} timeline INC-7`))
    .action((reference: string) => run(() => timeline(turn, reference)));
};

async function timeline(turn: Turn, reference: string): Promise<number> {
  return atDesk(turn, async ({ desk }) => {
    const incident = await incidentId(turn, desk, reference);
    const lines = (await desk.timeline(incident)) ?? [];
    if (!turn.globals().json) turn.io.out(`${titleLine(await viewOf(desk, incident), pageOf(turn))}\n`);
    for (const line of lines) answer(turn, line, () => renderTimelineLine(line, pageOf(turn)));
    return exitCodes.yes;
  });
}
