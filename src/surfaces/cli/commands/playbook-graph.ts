import type { Command } from 'commander';
import { exampleText } from '../help-text.ts';
import { clean } from '../render/clean.ts';
import { exitCodes } from '../terminal-error.ts';
import { answer } from '../turn.ts';
import type { Add } from './add.ts';

/** `playbook`: the command that this one stands under. */
export function addPlaybookGraph(playbook: Command, turn: Parameters<Add>[1], run: Parameters<Add>[2]): void {
  playbook
    .command('graph')
    .description('a playbook as a drawing: Mermaid text, to paste where Markdown is shown')
    .argument('<file>', 'the playbook')
    .option('--detail', 'each step as a box of its own')
    .addHelpText('after', exampleText(`${turn.composition.program} playbook graph playbooks/leak.yml`))
    .action((file: string, { detail = false }: { detail?: boolean }) =>
      run(async () => {
        const mermaid = await turn.composition.drawPlaybook(file, detail);
        answer(turn, { mermaid }, () => mermaid.split('\n').map(clean).join('\n'));
        return exitCodes.yes;
      }),
    );
}
