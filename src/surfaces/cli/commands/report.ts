import { atDesk, incidentId } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { cleanDocument } from '../render/clean.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, type Turn } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

type Options = { format: string; audience: string };

export const addReport: Add = (program, turn, run) => {
  program
    .command('report')
    .description('the post-mortem, as far as it goes')
    .argument(...incidentArgument)
    .option('--format <format>', 'md', 'md')
    .option('--audience <audience>', 'internal', 'internal')
    .addHelpText('after', exampleText(`${turn.composition.program} report INC-7 > report.md`))
    .action((reference: string, options: Options) => run(() => report(turn, reference, options)));
};

async function report(turn: Turn, reference: string, options: Options): Promise<number> {
  refuseLater('--format', options.format, 'md', ['html', 'json']);
  refuseLater('--audience', options.audience, 'internal', ['external']);
  return atDesk(turn, async ({ desk }) => {
    const incident = await incidentId(turn, desk, reference);
    const text = await desk.report(incident);
    if (text === null) throw new TerminalError('missing', `There is no report of ${incident} yet.`);
    const document = cleanDocument(text);
    answer(turn, { incident, format: 'md', document }, () => (document.endsWith('\n') ? document : `${document}\n`));
    return exitCodes.yes;
  });
}

function refuseLater(flag: string, given: string, now: string, later: string[]): void {
  if (given === now) return;
  const what = later.includes(given) ? `${flag} ${given} does not exist yet` : `${flag} knows no "${given}"`;
  throw new TerminalError('usage', `${what}. Write ${flag} ${now}, or leave it out.`);
}
