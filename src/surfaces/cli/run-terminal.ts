import { Command, CommanderError } from 'commander';
import { unnamedHere } from './acting-person.ts';
import { addAccept } from './commands/accept.ts';
import type { Add } from './commands/add.ts';
import { addAddCredential } from './commands/add-credential.ts';
import { addBrake } from './commands/brake.ts';
import { addBudget } from './commands/budget.ts';
import { addClose } from './commands/close.ts';
import { addConfigCheck } from './commands/config-check.ts';
import { addCorrect } from './commands/correct.ts';
import { addCredentials } from './commands/credentials.ts';
import { addDecide } from './commands/decide.ts';
import { addDeclare } from './commands/declare.ts';
import { addExport } from './commands/export.ts';
import { addHandIn } from './commands/hand-in.ts';
import { addHelp } from './commands/help.ts';
import { addLater } from './commands/later.ts';
import { addList } from './commands/list.ts';
import { addNote } from './commands/note.ts';
import { addPlan } from './commands/plan.ts';
import { addPlaybookLint } from './commands/playbook-lint.ts';
import { addPracticeSlack } from './commands/practice-slack.ts';
import { addPurge } from './commands/purge.ts';
import { addReport } from './commands/report.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { addStepAnswers } from './commands/step-answers.ts';
import { addTimeline } from './commands/timeline.ts';
import { addUndo } from './commands/undo.ts';
import { addVerify } from './commands/verify.ts';
import { addWait } from './commands/wait.ts';
import { exitCodesText, kindsOf, openingText } from './help-text.ts';
import { jsonLine } from './json-text.ts';
import { cleanDocument } from './render/clean.ts';
import type { Unnamed } from './render/page.ts';
import type { KindHelp, TerminalComposition } from './terminal-composition.ts';
import { type ErrorClass, exitCodes, TerminalError } from './terminal-error.ts';
import type { TerminalIo } from './terminal-io.ts';
import type { Globals } from './turn.ts';

/** In the order of a leak; help lists them so. */
const commands: Add[] = [
  addStart,
  addDeclare,
  addPlan,
  addDecide,
  addWait,
  addStatus,
  addList,
  addTimeline,
  addNote,
  addHandIn,
  addStepAnswers,
  addUndo,
  addBrake,
  addBudget,
  addAccept,
  addAddCredential,
  addCorrect,
  addClose,
  addPurge,
  addReport,
  addExport,
  addVerify,
  addPlaybookLint,
  addConfigCheck,
  addCredentials,
  addPracticeSlack,
  addHelp,
  addLater,
];

/**
 * Carries out one command line (`argv` without the program's own name) and answers its exit code, 0 to 5.
 * Never rejects and never ends the process; with `--json` even an error leaves one JSON object on standard output.
 */
export async function runTerminal(argv: string[], io: TerminalIo, composition: TerminalComposition): Promise<number> {
  const program = programOf(io, composition, () => kindsOf(() => composition.kinds(globals())));
  const globals = (): Globals => {
    const { config, data, json, work } = program.opts<{ config?: string; data?: string; json?: boolean; work?: boolean }>();
    return { config: config ?? null, data: data ?? null, json: json === true, work: work === true };
  };
  let code: number = exitCodes.yes;
  const run = async (work: () => Promise<number>): Promise<void> => {
    code = await work();
  };
  let unnamed: Unnamed | null = null;
  program.hook('preAction', async (_, command) => {
    unnamed = await unnamedHere(composition, globals(), command.opts<{ as?: string }>().as ?? null);
  });
  for (const add of commands) add(program, { io, composition, globals, unnamed: () => unnamed }, run);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // Commander stops at the first fault, perhaps before it came to --json.
    return endWith(error, argv.includes('--json'), io);
  }
}

function programOf(io: TerminalIo, composition: TerminalComposition, kinds: () => KindHelp[]): Command {
  const program = new Command('staunch');
  return program
    .version(composition.version)
    .option('--config <file>', 'configuration (default: staunch.yml)')
    .option('--data <dir>', 'folder of the embedded database; DATABASE_URL wins over it')
    .option('--json', 'one JSON object on standard output, words for people on standard error')
    .option('--work', 'with DATABASE_URL: let this command do the work that is due, like a bot')
    .exitOverride()
    .helpCommand(false)
    .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHelpWidth: io.screen.columns, outputError: () => undefined })
    .addHelpText('before', () => openingText(composition.program, kinds()))
    .addHelpText('after', exitCodesText);
}

function endWith(error: unknown, json: boolean, io: TerminalIo): number {
  if (error instanceof CommanderError) return commanderEnd(error, json, io);
  const known = error instanceof TerminalError;
  const message = known ? error.message : `Staunch itself failed: ${error instanceof Error ? error.message : String(error)}`;
  return refuse(known ? error.class : 'unreachable', message, json, io);
}

function commanderEnd(error: CommanderError, json: boolean, io: TerminalIo): number {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return exitCodes.yes;
  // The help that stands in for a missing command was already written.
  if (error.code === 'commander.help') return exitCodes.usage;
  const sentence = error.message.replace(/^error: /, '').replace(/^./, (letter) => letter.toUpperCase());
  const quotes = error.code === 'commander.excessArguments' ? ' Text with spaces stands in quotes.' : '';
  return refuse(
    'usage',
    `${sentence}${/[.?)]$/.test(sentence) ? '' : '.'}${quotes} Add --help to see how it is used.`,
    json,
    io,
  );
}

function refuse(errorClass: ErrorClass, message: string, json: boolean, io: TerminalIo): number {
  const exit = exitCodes[errorClass];
  if (json) io.out(jsonLine({ error: { exit, class: errorClass, message } }));
  io.err(`${cleanDocument(message)}\n`);
  return exit;
}
