import { exampleText } from '../help-text.ts';
import { tellFindings } from '../tell-findings.ts';
import type { Add } from './add.ts';
import { addPlaybookGraph } from './playbook-graph.ts';
import { addPlaybookTest } from './playbook-test.ts';

export const addPlaybookLint: Add = (program, turn, run) => {
  const playbook = program
    .command('playbook')
    .description('playbooks: playbook lint FILE, playbook graph FILE, playbook test FILE');
  playbook
    .command('lint')
    .description('faults of a playbook, one a line, with line and column')
    .argument('<file>', 'the playbook')
    .addHelpText('after', exampleText(`${turn.composition.program} playbook lint playbooks/leak.yml`))
    .action((file: string) =>
      run(async () => tellFindings(turn, file, await turn.composition.lintPlaybook(file, turn.globals()))),
    );
  addPlaybookGraph(playbook, turn, run);
  addPlaybookTest(playbook, turn, run);
};
