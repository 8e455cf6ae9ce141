import { resolve } from 'node:path';
import type { Edition } from '../../../incident/desk.ts';
import { audiences, formats } from '../../../report/edition.ts';
import { atDesk, incidentId } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { writeOutput } from '../output-file.ts';
import { cleanDocument } from '../render/clean.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, type Turn, tell } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

type Options = { format: string; audience: string; output?: string };

/** How a report of ours begins, in any format. */
const ourReport = /^(?:$|# |<!doctype html>|\{)/i;

export const addReport: Add = (program, turn, run) => {
  program
    .command('report')
    .description('the post-mortem, as far as it goes')
    .argument(...incidentArgument)
    .option('--format <format>', formats.join(', '), 'md')
    .option('--audience <audience>', 'internal, or external: for a customer or auditor, without names and places', 'internal')
    .option('-o, --output <file>', 'write it to this file')
    .addHelpText('after', exampleText(`${turn.composition.program} report INC-7 --format html -o INC-7.html`))
    .action((reference: string, options: Options) => run(() => report(turn, reference, options)));
};

async function report(turn: Turn, reference: string, options: Options): Promise<number> {
  const edition: Edition = {
    format: oneOf('--format', options.format, formats),
    audience: oneOf('--audience', options.audience, audiences),
  };
  return atDesk(turn, async ({ desk }) => {
    const incident = await incidentId(turn, desk, reference);
    const text = await desk.report(incident, edition);
    if (text === null) throw new TerminalError('missing', `There is no report of ${incident} yet.`);
    const document = cleanDocument(text);
    if (options.output !== undefined) await put(turn, options.output, document, edition);
    answer(turn, { incident, ...edition, document, ...whereTo(options) }, () => (options.output === undefined ? document : ''));
    return exitCodes.yes;
  });
}

const whereTo = ({ output }: Options) => (output === undefined ? {} : { output: resolve(output) });

async function put(turn: Turn, output: string, document: string, { format, audience }: Edition): Promise<void> {
  const path = resolve(output);
  await writeOutput({ path, text: document, what: 'The report', isSuch: (beginning) => ourReport.test(beginning) });
  tell(turn, `Report (${format}, ${audience}) written to ${path}`);
}

function oneOf<T extends string>(flag: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => one === given);
  if (found === undefined) throw new TerminalError('usage', `${flag} knows no "${given}". Write one of: ${known.join(', ')}.`);
  return found;
}
