import { exampleText } from '../help-text.ts';
import { sendAndShow } from '../send-command.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

export const addClose: Add = (program, turn, run) => {
  program
    .command('close')
    .description('end an incident that was mistaken, or that is handled elsewhere; nothing more is done about it')
    .argument(...incidentArgument)
    .requiredOption('--reason <text>', 'why; it stands in the report')
    .option(...asOption)
    .addHelpText('after', exampleText(`${turn.composition.program} close INC-7 --reason "a test password, never in use"`))
    .action((reference: string, { reason, as }: { reason: string; as?: string }) =>
      run(() => sendAndShow(turn, { reference, type: 'close', as: as ?? null, typed: () => ({ reason }) })),
    );
};
