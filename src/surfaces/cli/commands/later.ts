import type { Command } from 'commander';
import { TerminalError } from '../terminal-error.ts';
import type { Add } from './add.ts';

/** What documents of the project speak of and this version does not have. Not in the help; whoever types one is told plainly. */
const later = ['doctor', 'audit', 'vault', 'rotation', 'practice'];

export const addLater: Add = (program, turn, run) => {
  for (const name of later) addLaterTo(program, { name, typed: name }, turn, run);
};

/** `typed`: all its words, such as "playbook graph". */
export function addLaterTo(
  parent: Command,
  { name, typed }: { name: string; typed: string },
  { composition }: Parameters<Add>[1],
  run: Parameters<Add>[2],
): void {
  parent
    .command(name, { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(() =>
      run(async () => {
        const there = `What there is: ${composition.program} --help`;
        throw new TerminalError('usage', `"${typed}" does not exist yet in this version. ${there}`);
      }),
    );
}
