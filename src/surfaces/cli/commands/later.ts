import { TerminalError } from '../terminal-error.ts';
import type { Add } from './add.ts';

/** What documents of the project speak of and this version does not have. Not in the help; whoever types one is told plainly. */
const later = ['doctor', 'audit', 'vault', 'rotation'];

export const addLater: Add = (program, { composition }, run) => {
  for (const name of later) {
    program
      .command(name, { hidden: true })
      .argument('[words...]')
      .allowUnknownOption()
      .helpOption(false)
      .action(() =>
        run(async () => {
          const there = `What there is: ${composition.program} --help`;
          throw new TerminalError('usage', `"${name}" does not exist yet in this version. ${there}`);
        }),
      );
  }
};
