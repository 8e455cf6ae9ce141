import { exampleText } from '../help-text.ts';
import { parseEntryNumber } from '../input/entry-number.ts';
import { sendAndShow } from '../send-command.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

type Options = { entry: string; reason: string; as?: string };

export const addPurge: Add = (program, turn, run) => {
  program
    .command('purge')
    .description('delete the text of one entry for good; that it was, by whom and why, stays in the record')
    .argument(...incidentArgument)
    .requiredOption('--entry <number>', 'which entry, by its number in the timeline')
    .requiredOption('--reason <text>', 'why; it stands in the report: do not repeat what is to go')
    .option(...asOption)
    .addHelpText(
      'after',
      exampleText(`${turn.composition.program} purge INC-7 --entry 12 --reason "a customer's name was in it"`),
    )
    .action((reference: string, options: Options) =>
      run(async () => {
        const typed = { entry: parseEntryNumber(options.entry), reason: options.reason };
        return sendAndShow(turn, { reference, type: 'purge', as: options.as ?? null, typed: () => typed });
      }),
    );
};
