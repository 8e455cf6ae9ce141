import { exampleText } from '../help-text.ts';
import { parseInstant } from '../input/instant.ts';
import { checkedPayload, sendAndShow } from '../send-command.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

export const addNote: Add = (program, turn, run) => {
  program
    .command('note')
    .description('write something into the timeline')
    .argument(...incidentArgument)
    .argument('<text>', 'what to write, in quotes; never a secret')
    .option('--at <time>', 'when it happened, if not now')
    .option(...asOption)
    .addHelpText('after', exampleText(`${turn.composition.program} note INC-7 "shop was told by telephone" --at now-5m`))
    .action((reference: string, text: string, options: { at?: string; as?: string }) =>
      run(async () => {
        const at = options.at === undefined ? undefined : parseInstant(options.at, turn.io.clock.now(), '--at');
        checkedPayload('note', { text, at });
        return sendAndShow(turn, { reference, type: 'note', as: options.as ?? null, typed: () => ({ text, at }) });
      }),
    );
};
