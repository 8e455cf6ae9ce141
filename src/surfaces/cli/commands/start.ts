import { exampleText } from '../help-text.ts';
import type { Add } from './add.ts';

export const addStart: Add = (program, { composition, globals }, run) => {
  program
    .command('start')
    .description('run the bot; without any configuration, a practice leak in the browser, on a real database')
    .option('--practice', 'practice, even where there is a configuration')
    .option('--terminal', 'practice in this terminal instead of in the browser')
    .option('--auto', 'practice without a person: takes the first plan, ends when contained')
    .addHelpText(
      'after',
      exampleText(`${composition.program} start --practice`, `${composition.program} start --auto --json --data ./practice`),
    )
    .action((options: { practice?: boolean; terminal?: boolean; auto?: boolean }) =>
      run(() => {
        const { practice = false, terminal = false, auto = false } = options;
        return composition.start({ ...globals(), practice, terminal, auto });
      }),
    );
};
