import type { CredentialView, ResidualView, View } from '../../../incident/view.ts';
import type { Look } from '../../../timeline/proof.ts';
import { clean } from './clean.ts';
import { asSigner, asSomeone, incidentName, shellWord } from './command-line.ts';
import { columnsOf, hang } from './measure.ts';
import type { Page } from './page.ts';
import { credentialWord, gradeWords, lookWords } from './state-words.ts';
import { timeOfDay } from './time-words.ts';

/** Each credential: does it still work, how that is known, what outlives it. */
export function credentialLines(view: View, page: Page): string[] {
  if (view.credentials.length === 0) return [];
  return [page.paint('heading', 'WHAT LEAKED'), ...view.credentials.flatMap((credential) => one(view, credential, page)), ''];
}

/** The same without what can be read up: does it still work, how that is known, what outlives it. */
export function verdictLines(view: View, page: Page): string[] {
  if (view.credentials.length === 0) return [];
  return [
    page.paint('heading', 'WHAT LEAKED'),
    ...view.credentials.flatMap((credential) => verdict(view, credential, page)),
    '',
  ];
}

function verdict(view: View, credential: CredentialView, page: Page): string[] {
  const word = credentialWord(view, credential);
  const head = `${clean(credential.id)}  ${clean(credential.hint)}  (${clean(credential.kind)})`;
  return [
    ...(columnsOf(head) + columnsOf(word.text) + 2 > page.columns
      ? [page.paint('strong', head), `    ${page.paint(word.tone, word.text)}`]
      : [`${page.paint('strong', head)}  ${page.paint(word.tone, word.text)}`]),
    ...modeLines(credential, page),
    ...proofLines(view, credential, page),
    ...residualLines(credential.residuals, page),
  ];
}

function one(view: View, credential: CredentialView, page: Page): string[] {
  return [
    ...verdict(view, credential, page),
    ...credential.breaks.flatMap((breaks) => hang('    in use      ', clean(breaks), page.columns)),
    ...remarkLines(credential, page),
    ...undoLines(view, credential, page),
  ];
}

/** Nothing where it is as usual. */
function modeLines({ mode }: CredentialView, page: Page): string[] {
  return mode === 'ask' ? [] : hang('    mode        ', `${mode}: ${modeWords[mode]}`, page.columns);
}

const modeWords: Record<Exclude<CredentialView['mode'], 'ask'>, string> = {
  watch: 'Staunch reads only; a person ends it by their own means',
  guide: 'a person runs the command that is shown, Staunch proves it',
  act: 'a public leak of it may be cut off at once, where that can be taken back',
};

/** The proof pair: what was answered before the strike, and after it. */
export function proofLines(view: View, credential: CredentialView, page: Page): string[] {
  const { grade, before, after } = credential.proof;
  return [
    ...(before === null ? [] : lookLines('before', before, page)),
    ...(after === null ? [] : lookLines('after ', after, page)),
    ...(grade === null ? [] : hang('    proof       ', `${grade}: ${gradeWords[grade]}`, page.columns)),
    ...(grade === null && !credential.held ? valueLines(view, credential, page) : []),
  ];
}

/** Why its value cannot be tried: it never came, or it is gone again. */
function valueLines(view: View, { id, destroyed }: CredentialView, page: Page): string[] {
  if (destroyed === null) return ['    value       not handed in: it cannot be tried, only looked up'];
  const gone = `destroyed at ${timeOfDay(destroyed.at, page.now)}: ${clean(destroyed.why)}`;
  if (view.state === 'closed') return hang('    value       ', gone, page.columns);
  const stuck = view.waiting.find(({ kind, credential }) => kind === 'stuck' && credential === id)?.for ?? [];
  const command = `${page.program} hand-in ${incidentName(view)} ${shellWord(id)}${asSomeone(view, stuck, page)}`;
  return [
    ...hang('    value       ', `${gone}; to try it again:`, page.columns),
    page.paint('dim', `                ${command}`),
  ];
}

function lookLines(label: string, look: Look, page: Page): string[] {
  const word = lookWords[look.result];
  const detail = look.detail === '' ? '' : `: ${clean(look.detail)}`;
  const [first = '', ...rest] = hang(
    `    ${label}      `,
    `${timeOfDay(look.at, page.now)}  ${word.text}${detail}`,
    page.columns,
  );
  return [first.replace(word.text, () => page.paint(word.tone, word.text)), ...rest];
}

/** What outlives the kill: until when, or who accepted it. */
export function residualLines(residuals: ResidualView[], page: Page): string[] {
  return residuals.flatMap((residual) => {
    const until =
      residual.until === null ? 'still works, no end by itself' : `still works until ${timeOfDay(residual.until, page.now)}`;
    const ended = residual.endedBy === null ? '' : `; ended by: ${clean(residual.endedBy)}`;
    const accepted = residual.acceptedBy === null ? '' : `; accepted by ${clean(residual.acceptedBy)}`;
    return hang(
      '    left over   ',
      `${clean(residual.what)} (${clean(residual.id)}): ${until}${ended}${accepted}`,
      page.columns,
    );
  });
}

function remarkLines(credential: CredentialView, page: Page): string[] {
  return credential.remarks.flatMap(({ severity, text, grant }) => {
    const tone = severity === 'note' ? 'dim' : severity === 'warning' ? 'warn' : 'bad';
    const label = severity === 'note' ? '    note        ' : severity === 'warning' ? '    careful     ' : '    blocked     ';
    const lines = hang(label, clean(text), page.columns).map((line) => page.paint(tone, line));
    return grant === undefined ? lines : [...lines, `                ${clean(grant)}`];
  });
}

function undoLines(view: View, credential: CredentialView, page: Page): string[] {
  if (credential.undo === null) return [];
  // Whoever agreed to the cut may take it back.
  const agreed = view.plans.find(({ hash }) => hash === credential.undo?.plan)?.have ?? [];
  const as = asSigner(view, agreed.length === 0 ? ['PERSON'] : agreed, page);
  const command = `${page.program} undo ${incidentName(view)} --credential ${shellWord(credential.id)}${as}`;
  return [
    `    take back   until ${timeOfDay(credential.undo.until, page.now)} with:`,
    page.paint('dim', `                ${command}`),
  ];
}
