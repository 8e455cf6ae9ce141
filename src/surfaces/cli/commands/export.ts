import { resolve } from 'node:path';
import { verifyBundle } from '../../../incident/verify/verify-bundle.ts';
import { sshSignatureFault } from '../../../platform/ssh-signature.ts';
import { parseBundle } from '../../../timeline/bundle/parse.ts';
import { atDesk, incidentId } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { writeOutput } from '../output-file.ts';
import { clean } from '../render/clean.ts';
import { shellWord } from '../render/command-line.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, programOf, type Turn } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

type Options = { output: string };

/** How a bundle of ours begins. */
const ourBundle = /^(?:$|\{"incident":"[^"]+","line":"bundle")/;

export const addExport: Add = (program, turn, run) => {
  program
    .command('export')
    .description('the signed record in one file, which anybody can check without us')
    .argument(...incidentArgument)
    .requiredOption('-o, --output <file>', 'where to write it')
    .addHelpText('after', exampleText(`${turn.composition.program} export INC-7 -o INC-7.ndjson`))
    .action((reference: string, options: Options) => run(() => exportBundle(turn, reference, options)));
};

async function exportBundle(turn: Turn, reference: string, { output }: Options): Promise<number> {
  return atDesk(turn, async ({ desk }) => {
    const incident = await incidentId(turn, desk, reference);
    const text = await desk.bundle(incident);
    if (text === null) throw new TerminalError('missing', `There is no record of ${incident}.`);
    const bundle = resolve(output);
    await writeOutput({ path: bundle, text, what: 'The bundle', isSuch: (beginning) => ourBundle.test(beginning) });
    // A record that does not hold is exported all the same: the file is what convicts.
    const verdict = await verifyBundle(
      text,
      { key: keyNamedIn(text), witness: [], people: null },
      { personSignature: sshSignatureFault },
    );
    const { ok, entries, head, outsideAnchors, firstFault } = verdict;
    const check = `${programOf(turn)} verify ${shellWord(output)} --key record-key.pub.pem`;
    answer(turn, { incident, bundle, ok, entries, head, outsideAnchors, firstFault }, () =>
      ok
        ? `Written to ${clean(bundle)}: ${entries} entries, and they verify. Anybody can check it: ${check}\n`
        : `Written to ${clean(bundle)}, but THE RECORD DOES NOT HOLD. ${clean(firstFault?.what ?? '')}\nAll of it: ${check}\n`,
    );
    return ok ? exitCodes.yes : exitCodes.no;
  });
}

/** It comes from the bot that holds the private half, not from a stranger's file. */
function keyNamedIn(bundle: string): string | null {
  const read = parseBundle(bundle);
  return 'fault' in read ? null : read.bundle.opening.recordKey;
}
