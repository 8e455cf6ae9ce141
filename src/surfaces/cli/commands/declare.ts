import { randomUUID } from 'node:crypto';
import type { Command } from '../../../incident/command.ts';
import type { View } from '../../../incident/view.ts';
import { actingPerson } from '../acting-person.ts';
import { afterWork, atDesk } from '../at-desk.ts';
import { exampleText, kindsOf, kindsText, neededBy } from '../help-text.ts';
import { parseInstant } from '../input/instant.ts';
import { checkWhole, parseKind, parseLocator } from '../input/locator.ts';
import { readValue } from '../input/value.ts';
import { renderCard } from '../render/card.ts';
import { incidentName } from '../render/command-line.ts';
import { checkedPayload, commandOf, sendOrRefuse } from '../send-command.ts';
import type { KindHelp, OpenedDesk } from '../terminal-composition.ts';
import { TerminalError } from '../terminal-error.ts';
import { answer, pageOf, type Turn, tell } from '../turn.ts';
import { type Add, asOption } from './add.ts';

type Options = {
  kind: string;
  locator?: string[];
  valueStdin?: boolean;
  detectedAt?: string;
  exposedSince?: string;
  public?: boolean;
  title?: string;
  request?: string;
  as?: string;
};

export const addDeclare: Add = (program, turn, run) => {
  const { program: name } = turn.composition;
  const kinds = () => kindsOf(() => turn.composition.kinds(turn.globals()));
  program
    .command('declare')
    .description('open an incident: this secret has leaked')
    .requiredOption('--kind <kind>', 'what kind of secret')
    .option('--locator <key=value>', 'where it opens what; repeat it for each key', (pair: string, pairs: string[] = []) => [
      ...pairs,
      pair,
    ])
    .option('--value-stdin', 'read the secret itself from standard input; with it the bot can prove the cut by use')
    .option('--detected-at <time>', 'when it was noticed: starts the 15 minutes (default: now)')
    .option('--exposed-since <time>', 'since when others could see it')
    .option('--public', 'it leaked in public')
    .option('--title <text>', 'what to call it')
    .option('--request <key>', 'your own key: the same key declares once, however often it is sent')
    .option(...asOption)
    .addHelpText('after', () => kindsText(kinds()))
    .addHelpText('after', () =>
      exampleText(`printf %s "$LEAKED" | ${name} declare ${exampleFlags(kinds())} --value-stdin --detected-at now-10m`),
    )
    .action((options: Options) => run(() => declare(turn, options)));
};

function exampleFlags([kind]: KindHelp[]): string {
  return [`--kind ${kind?.name ?? 'KIND'}`, ...neededBy(kind).map((key) => `--locator ${key}=VALUE`)].join(' ');
}

async function declare(turn: Turn, options: Options): Promise<number> {
  const command = await declareCommand(turn, options);
  const declared = async (opened: OpenedDesk) => {
    const { view, joined } = await sendOrRefuse(opened.desk, command);
    const credentials = view.credentials.map(({ id, kind, hint }) => ({ id, kind, hint }));
    const { incident, number, practice } = view;
    const json = { incident, number, credentials, ...(joined === true ? { joined } : {}), ...(practice ? { practice } : {}) };
    answer(turn, json, () => declaredText(turn, view, joined === true));
    return afterWork(turn, opened);
  };
  return atDesk(turn, declared, { opens: true });
}

/** Everything that can be wrong with the words is found here, before anything is opened. */
async function declareCommand(turn: Turn, options: Options): Promise<Command> {
  const now = turn.io.clock.now();
  const kind = parseKind(options.kind, turn.composition.kinds(turn.globals()));
  const locator = parseLocator(options.locator ?? [], kind);
  const detectedAt = options.detectedAt === undefined ? undefined : parseInstant(options.detectedAt, now, '--detected-at');
  const exposedSince =
    options.exposedSince === undefined ? undefined : parseInstant(options.exposedSince, now, '--exposed-since');
  checkOrder(exposedSince, detectedAt ?? now.toISOString());
  const dedupe = `declare:${requestKey(options.request)}`;
  const typed = { kind: kind.name, locator, detectedAt, exposedSince, public: options.public === true, title: options.title };
  checkedPayload('declare', { ...typed, value: undefined });
  const person = await actingPerson(turn, options.as ?? null);
  checkWhole(locator, kind);
  const value =
    options.valueStdin === true ? await readValue(turn.io.input, 'The leaked secret (not shown): ', valueHint) : undefined;
  const payload = checkedPayload('declare', { ...typed, value });
  // The engine derives the incident's id from the dedupe key.
  return commandOf(turn, { incident: '', type: 'declare', person, payload, dedupe });
}

const valueHint = 'Send it with: printf %s "$LEAKED" | …, or leave --value-stdin out.';

function checkOrder(exposedSince: string | undefined, detectedAt: string): void {
  if (exposedSince === undefined || exposedSince <= detectedAt) return;
  throw new TerminalError(
    'usage',
    `--exposed-since ${exposedSince} lies behind the detection at ${detectedAt}: a leak is seen after it began. Swap or correct them.`,
  );
}

function requestKey(request: string | undefined): string {
  if (request === undefined) return randomUUID();
  if (/^[\x21-\x7e]{1,200}$/.test(request)) return request;
  throw new TerminalError(
    'usage',
    '--request is 1 to 200 printable ASCII characters without spaces, for example a ticket number.',
  );
}

function declaredText(turn: Turn, view: View, joined: boolean): string {
  const page = pageOf(turn);
  if (joined) tell(turn, `This secret is already in ${incidentName(view)}: joined it.`);
  const next = view.waiting.length > 0 ? '' : `\nNext: ${page.paint('strong', `${page.program} plan ${incidentName(view)}`)}\n`;
  return renderCard(view, page) + next;
}
