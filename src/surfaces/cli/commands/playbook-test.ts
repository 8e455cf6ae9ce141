import type { Command } from 'commander';
import { exampleText } from '../help-text.ts';
import { renderWalked } from '../render/walked.ts';
import { exitCodes } from '../terminal-error.ts';
import { answer, pageOf, type Turn } from '../turn.ts';
import type { Add } from './add.ts';

/** `playbook`: the command that this one stands under. */
export function addPlaybookTest(playbook: Command, turn: Turn, run: Parameters<Add>[2]): void {
  playbook
    .command('test')
    .description('every path of a playbook, walked against a made-up world; 1 when one is a dead end')
    .argument('<file>', 'the playbook')
    .addHelpText('after', exampleText(`${turn.composition.program} playbook test playbooks/leak.yml`))
    .action((file: string) =>
      run(async () => {
        const walked = await turn.composition.walkPlaybook(file, turn.globals());
        const { faults, ...counts } = walked;
        if (turn.globals().json) for (const fault of faults) answer(turn, { file, ...fault }, () => '');
        answer(turn, { file, ...counts, faults: faults.length }, () => renderWalked(file, walked, pageOf(turn)));
        return faults.length === 0 ? exitCodes.yes : exitCodes.no;
      }),
    );
}
