import { exitCodes, TerminalError } from '../terminal-error.ts';
import type { Add } from './add.ts';

/** `help` and `help COMMAND`, for whoever does not think of `--help`. */
export const addHelp: Add = (program, { composition }, run) => {
  program
    .command('help', { hidden: true })
    .argument('[command]')
    .action((name: string | undefined) =>
      run(async () => {
        const about = name === undefined ? program : program.commands.find((command) => command.name() === name);
        if (about === undefined)
          throw new TerminalError('usage', `There is no command "${name}". What there is: ${composition.program} --help`);
        about.outputHelp();
        return exitCodes.yes;
      }),
    );
};
