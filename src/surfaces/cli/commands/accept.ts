import type { View } from '../../../incident/view.ts';
import { exampleText } from '../help-text.ts';
import { clean } from '../render/clean.ts';
import { sendAndShow } from '../send-command.ts';
import { TerminalError } from '../terminal-error.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

export const addAccept: Add = (program, turn, run) => {
  program
    .command('accept')
    .description('take responsibility for something that still works')
    .argument(...incidentArgument)
    .requiredOption('--residual <id>', 'what is left over, as the status names it')
    .requiredOption('--reason <text>', 'why it may stay')
    .option(...asOption)
    .addHelpText(
      'after',
      exampleText(`${turn.composition.program} accept INC-7 --residual r1 --reason "read only, ends tonight"`),
    )
    .action((reference: string, { residual, reason, as }: { residual: string; reason: string; as?: string }) =>
      run(() => {
        const typed = (view: View) => ({ residual: knownResidual(view, residual), reason });
        return sendAndShow(turn, { reference, type: 'accept', as: as ?? null, typed });
      }),
    );
};

function knownResidual(view: View, id: string): string {
  const ids = view.credentials.flatMap(({ residuals }) => residuals.map((residual) => residual.id));
  if (ids.includes(id)) return id;
  const there = ids.length === 0 ? 'nothing is left over that is known' : `left over are ${ids.map(clean).join(', ')}`;
  throw new TerminalError('missing', `There is no residual "${clean(id)}": ${there}.`);
}
