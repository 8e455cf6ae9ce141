import { exampleText } from '../help-text.ts';
import { sendAndShow } from '../send-command.ts';
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
      run(() => sendAndShow(turn, { reference, type: 'accept', as: as ?? null, typed: () => ({ residual, reason }) })),
    );
};
