import { exampleText } from '../help-text.ts';
import { tellFindings } from '../tell-findings.ts';
import type { Add } from './add.ts';

export const addConfigCheck: Add = (program, turn, run) => {
  const config = program.command('config').description('check the configuration: config check');
  config
    .command('check')
    .description('faults of the configuration, one a line, with what to write')
    .addHelpText('after', exampleText(`${turn.composition.program} config check --config staunch.yml`))
    .action(() =>
      run(async () => {
        const place = turn.globals();
        return tellFindings(turn, place.config ?? 'staunch.yml', await turn.composition.checkConfig(place));
      }),
    );
};
