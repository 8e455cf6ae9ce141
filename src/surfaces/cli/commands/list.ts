import type { View } from '../../../incident/view.ts';
import { atDesk } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { asPerson } from '../render/command-line.ts';
import { renderListLine } from '../render/list.ts';
import { stopLines } from '../render/stops.ts';
import { exitCodes } from '../terminal-error.ts';
import { answer, pageOf, type Turn, tell } from '../turn.ts';
import type { Add } from './add.ts';

export const addList: Add = (program, turn, run) => {
  program
    .command('list')
    .description('all incidents, one a line')
    .addHelpText('after', exampleText(`${turn.composition.program} list`))
    .action(() => run(() => list(turn)));
};

async function list(turn: Turn): Promise<number> {
  return atDesk(turn, async ({ desk }) => {
    const views = await desk.list();
    const brakes = await desk.brakes();
    const page = pageOf(turn);
    const orderers = brakes.map(({ by }) => by);
    if (!turn.globals().json)
      turn.io.out(
        stopLines(brakes, page, asPerson(orderers, page))
          .map((line) => `${line}\n`)
          .join(''),
      );
    for (const view of views) answer(turn, summary(view), () => renderListLine(view, pageOf(turn)));
    if (views.length === 0) tell(turn, `There is no incident yet. How to open one: ${turn.composition.program} declare --help`);
    return exitCodes.yes;
  });
}

/** A status without stages, plans and proofs; its fields are those of `status`. */
function summary(view: View): unknown {
  const { incident, number, title, practice, state, detectedAt, deadline, containedAt, closedAt, waiting, stopped } = view;
  const credentials = view.credentials.map(({ id, kind, hint, state: credentialState }) => ({
    id,
    kind,
    hint,
    state: credentialState,
  }));
  return {
    incident,
    number,
    title,
    practice,
    state,
    detectedAt,
    deadline,
    containedAt,
    closedAt,
    credentials,
    waiting,
    stopped,
  };
}
