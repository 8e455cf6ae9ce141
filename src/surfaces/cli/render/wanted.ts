import type { CredentialView, View, Waiting } from '../../../incident/view.ts';
import { askedLines } from './asked.ts';
import { clean } from './clean.ts';
import { asSigner, asSomeone, incidentName, shellWord, shortHash } from './command-line.ts';
import { cutTo, hang } from './measure.ts';
import type { Page } from './page.ts';
import { roughly, since } from './time-words.ts';

/** `whole`: with instructions and every command. `brief`: what is done by hand elsewhere stands by its title alone. `titles`: everything does. */
export type WantedHow = 'whole' | 'brief' | 'titles';

/** What people must do, each with the exact command to type. Empty when nobody is wanted. */
export function wantedLines(view: View, page: Page, how: WantedHow = 'whole'): string[] {
  const wanted = wantedOf(view);
  if (wanted.length === 0) return [];
  const items = wanted.flatMap((waiting) =>
    how === 'titles' || (how === 'brief' && waiting.instructions !== null)
      ? [titleOf(waiting, page)]
      : item(view, waiting, page),
  );
  return [page.paint('heading', 'WANTED FROM YOU'), ...items, ''];
}

/** The same as one line each, at most `rows` lines with heading and blank line. Empty when nobody is wanted. */
export function wantedTitles(view: View, page: Page, rows: number): string[] {
  const wanted = wantedOf(view);
  if (wanted.length === 0) return [];
  const room = Math.max(rows - 2, 1);
  const all = wanted.map((waiting) => titleOf(waiting, page));
  const shown =
    all.length <= room ? all : [...all.slice(0, room - 1), page.paint('dim', `  … and ${all.length - room + 1} more`)];
  return [page.paint('heading', 'WANTED FROM YOU'), ...shown, ''];
}

/** A countdown stands above everything else, with its command. */
const wantedOf = (view: View): Waiting[] => view.waiting.filter(({ kind }) => kind !== 'alone');

function titleOf(waiting: Waiting, page: Page): string {
  const tone = waiting.kind === 'stuck' ? 'bad' : 'warn';
  return page.paint(tone, cutTo(`! ${clean(headline(waiting, page))}`, page.columns));
}

function headline(waiting: Waiting, page: Page): string {
  const where = [waiting.step, waiting.credential].filter((part) => part !== null).join(' · ');
  const who = [
    ...(waiting.for.length === 0 ? [] : [waiting.for.join(', ')]),
    `waiting ${roughly(since(waiting.since, page.now))}`,
  ].join('; ');
  return `${where === '' ? '' : `${where}: `}${waiting.what} (${who})`;
}

function item(view: View, waiting: Waiting, page: Page): string[] {
  const tone = waiting.kind === 'stuck' ? 'bad' : 'warn';
  const [first = '', ...rest] = linesUnder('! ', headline(waiting, page), page);
  const how = waiting.instructions === null ? [] : instructionLines(waiting.instructions, page);
  const isFirst = view.waiting.find(({ kind }) => kind === 'gate') === waiting;
  const asked = isFirst ? askedLines(view.gate, page) : [];
  const byHand =
    waiting.byHand === null
      ? []
      : byHandLines(waiting.byHand, waiting.kind === 'by-hand' ? 'run this yourself' : 'by hand', page);
  return [
    page.paint(tone, first),
    ...rest,
    ...asked,
    ...how,
    ...byHand,
    ...answers(view, waiting, page).flatMap((each) => answerLines(each, page)),
  ];
}

/** Several lines stand at the margin, as they are: a shell that reads to a mark at the margin must find it there. */
function byHandLines(text: string, label: string, page: Page): string[] {
  const lines = text.trimEnd().split('\n').map(clean);
  return lines.length === 1 ? linesUnder(`    ${label}: `, text, page) : [`    ${label}, to be copied as it stands:`, ...lines];
}

/** Lines stay lines: a statement to copy stands by itself, under the mark of the first. */
function linesUnder(mark: string, text: string, page: Page): string[] {
  const [first = '', ...rest] = text.split('\n');
  const under = ' '.repeat(mark.length);
  return [...hang(mark, clean(first), page.columns), ...rest.flatMap((line) => hang(under, clean(line), page.columns))];
}

/** The command is not wrapped, so that it can be copied. */
function answerLines({ means, command }: Answer, page: Page): string[] {
  const meaning = means === null ? [] : hang('    ', clean(means), page.columns);
  return [...meaning, `    ${page.paint('strong', `${page.program} ${command}`)}`];
}

/** One thing to type; `means` says what it would do where the command alone does not. */
type Answer = { means: string | null; command: string };

const plainly = (command: string): Answer => ({ means: null, command });

/** What can be typed in answer, the likeliest first. */
function answers(view: View, waiting: Waiting, page: Page): Answer[] {
  const name = incidentName(view);
  const as = asSomeone(view, waiting.for, page);
  const signer = asSigner(view, waiting.for, page);
  const step = `${waiting.step === null ? 'STEP' : shellWord(waiting.step)}${onlyFor(waiting)}`;
  switch (waiting.kind) {
    case 'alone':
      return [plainly(`reject ${name} --plan ${shortHash(waiting.plan ?? '')} --reason '…'${signer}`)];
    case 'gate':
      return gateAnswers(view, waiting, signer);
    case 'stuck':
      return [
        ...handIn(view, waiting, as),
        ...(seenAlive(view, waiting) ? [plainly(`retry ${name} strike${onlyFor(waiting)}${as}`)] : []),
        plainly(`retry ${name} ${step}${as}`),
        ...(seenAlive(view, waiting) ? [] : [plainly(`by-hand ${name} ${step} --reason '…'${as}`)]),
        plainly(`skip ${name} ${step} --reason '…'${as}`),
      ];
    case 'by-hand':
      return [plainly(`by-hand ${name} ${step} --reason '…'${as}`)];
    case 'residual':
      return [plainly(`accept ${name} --residual ${shellWord(waiting.residual ?? 'ID')} --reason '…'${as}`)];
  }
}

/** An item that names its plan answers for that plan alone; one that names none, for all that are offered. */
function gateAnswers(view: View, waiting: Waiting, as: string): Answer[] {
  const name = incidentName(view);
  const offered = view.plans.filter(
    ({ hash, state }) => state === 'waiting' && (waiting.plan === null || waiting.plan === hash),
  );
  const first = offered[0];
  if (first === undefined) return [plainly(`plan ${name}`)];
  const yes = offered.map(({ hash, title, reversible, expectedOutage }) => ({
    means: `${waiting.plan === null ? `${title}; ` : ''}${reversible ? 'can be taken back' : 'CANNOT be taken back'}; outage: ${expectedOutage}`,
    command: `approve ${name} --plan ${shortHash(hash)}${as}`,
  }));
  return [...yes, plainly(`reject ${name} --plan ${shortHash(first.hash)} --reason '…'${as}`)];
}

const onlyFor = ({ credential }: Waiting): string => (credential === null ? '' : ` --credential ${shellWord(credential)}`);

/** A person's word does not outrank a look that found it alive: it is struck again, and looked at again. */
function seenAlive(view: View, waiting: Waiting): boolean {
  return waiting.step === 'prove' && credentialOf(view, waiting)?.proof.after?.result === 'alive';
}

/** Handing the value in helps only where it is not held, and only a step that tries it. */
function handIn(view: View, waiting: Waiting, as: string): Answer[] {
  const credential = credentialOf(view, waiting);
  const tries = waiting.step === 'probe' || waiting.step === 'prove';
  return !tries || credential === undefined || credential.held
    ? []
    : [plainly(`hand-in ${incidentName(view)} ${shellWord(credential.id)}${as}`)];
}

/** Line by line as it was written; what belongs to a numbered line stays under it. */
function instructionLines(instructions: string, page: Page): string[] {
  return instructions.split('\n').flatMap((line) => {
    const text = clean(line.trim());
    const indent = /^[0-9]+\. /.test(text) || !line.startsWith(' ') ? '    ' : '       ';
    return hang(indent, text, page.columns).map((part) => page.paint('dim', part));
  });
}

function credentialOf(view: View, waiting: Waiting): CredentialView | undefined {
  return view.credentials.find(({ id }) => id === waiting.credential);
}
