import { exampleText } from '../help-text.ts';
import { tellFindings } from '../tell-findings.ts';
import type { Add } from './add.ts';
import { addLaterTo } from './later.ts';

export const addPlaybookLint: Add = (program, turn, run) => {
  const playbook = program.command('playbook').description('check a playbook: playbook lint FILE');
  playbook
    .command('lint')
    .description('faults of a playbook, one a line, with line and column')
    .argument('<file>', 'the playbook')
    .addHelpText('after', exampleText(`${turn.composition.program} playbook lint playbooks/leak.yml`))
    .action((file: string) =>
      run(async () => tellFindings(turn, file, await turn.composition.lintPlaybook(file, turn.globals()))),
    );
  for (const name of ['graph', 'test']) addLaterTo(playbook, { name, typed: `playbook ${name}` }, turn, run);
};
