import type { Command } from 'commander';
import { exampleText } from '../help-text.ts';
import { checkReason, sendAndShow } from '../send-command.ts';
import { exitCodes } from '../terminal-error.ts';
import type { Turn } from '../turn.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

type Options = { credential?: string; reason?: string; as?: string };

/** What a person may say to a step that is stuck or theirs: again, without it, or done by hand. */
export const addStepAnswers: Add = (program, turn, run) => {
  const { program: name } = turn.composition;
  stepCommand(program, 'retry', 'try a stuck step again')
    .addHelpText('after', exampleText(`${name} retry INC-7 strike --credential c1`))
    .action((reference: string, step: string, options: Options) => run(() => retry(turn, reference, step, options)));
  stepCommand(program, 'skip', 'go on without a step; needs --reason')
    .addHelpText('after', exampleText(`${name} skip INC-7 tell-owners --reason "nobody outside is affected"`))
    .action((reference: string, step: string, { as, credential, reason }: Options) =>
      run(() =>
        sendAndShow(turn, {
          reference,
          type: 'skip',
          as: as ?? null,
          typed: () => ({ step, credential, reason: reason ?? '' }),
        }),
      ),
    );
  stepCommand(program, 'by-hand', 'say that you did a step yourself')
    .addHelpText('after', exampleText(`${name} by-hand INC-7 strike --credential c1 --reason "ran ALTER ROLE in psql"`))
    .action((reference: string, step: string, { as, credential, reason }: Options) =>
      run(() => sendAndShow(turn, { reference, type: 'by-hand', as: as ?? null, typed: () => ({ step, credential, reason }) })),
    );
};

function stepCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument(...incidentArgument)
    .argument('<step>', 'the id of the step, as the status shows it')
    .option('--credential <id>', 'only for this credential')
    .option('--reason <text>', 'why, or what you did')
    .option(...asOption);
}

/** A retry carries no reason of its own; one that is given goes into the timeline before it. */
async function retry(turn: Turn, reference: string, step: string, { as, credential, reason }: Options): Promise<number> {
  const person = as ?? null;
  checkReason(reason);
  if (reason !== undefined) {
    const quiet: Turn = { ...turn, io: { ...turn.io, out: () => undefined } };
    const code = await sendAndShow(quiet, {
      reference,
      type: 'note',
      as: person,
      typed: () => ({ text: `Retry of ${step}: ${reason}`, at: undefined }),
    });
    if (code !== exitCodes.yes) return code;
  }
  return sendAndShow(turn, { reference, type: 'retry', as: person, typed: () => ({ step, credential }) });
}
