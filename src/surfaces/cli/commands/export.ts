import { resolve } from 'node:path';
import { writeWhole } from '../../../platform/whole-file.ts';
import { atDesk, incidentId } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, programOf, type Turn } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

type Options = { output: string };

/** It names people and what was done: for its owner alone. */
const ownerOnly = 0o600;

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
    await written(bundle, text);
    const check = `${programOf(turn)} verify ${output} --key record-key.pub.pem`;
    answer(turn, { incident, bundle }, () => `Written to ${bundle}. Anybody can check it: ${check}\n`);
    return exitCodes.yes;
  });
}

async function written(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text, ownerOnly);
  } catch (cause) {
    const why = `The bundle could not be written to ${file}: ${(cause as Error).message}.`;
    throw new TerminalError('usage', `${why} Nothing was changed; name another file with -o.`, { cause });
  }
}
