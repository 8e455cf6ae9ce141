import { exampleText } from '../help-text.ts';
import { parseEntryNumber } from '../input/entry-number.ts';
import { parseInstant } from '../input/instant.ts';
import { checkedPayload, sendAndShow } from '../send-command.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

type Options = { entry: string; at?: string; exposedSince?: string; as?: string };

export const addCorrect: Add = (program, turn, run) => {
  const { program: name } = turn.composition;
  program
    .command('correct')
    .description('say what an entry of the timeline has wrong; it stays, and the correction stands beside it')
    .argument(...incidentArgument)
    .argument('<text>', 'what is right, in quotes; never a secret')
    .requiredOption('--entry <number>', 'which entry, by its number in the timeline')
    .option('--at <time>', 'the time that the correction speaks of')
    .option('--exposed-since <time>', 'since when others could see the secret, as it is known now')
    .option(...asOption)
    .addHelpText(
      'after',
      exampleText(
        `${name} correct INC-7 --entry 1 "it was in the image since Monday" --exposed-since 2026-11-23T08:00:00Z`,
        `${name} correct INC-7 --entry 9 "the backup job, not the shop"`,
      ),
    )
    .action((reference: string, text: string, options: Options) =>
      run(async () => {
        const now = turn.io.clock.now();
        const instant = (typed: string | undefined, option: string) =>
          typed === undefined ? undefined : parseInstant(typed, now, option);
        const typed = {
          entry: parseEntryNumber(options.entry),
          text,
          at: instant(options.at, '--at'),
          exposedSince: instant(options.exposedSince, '--exposed-since'),
        };
        checkedPayload('correct', typed);
        return sendAndShow(turn, { reference, type: 'correct', as: options.as ?? null, typed: () => typed });
      }),
    );
};
