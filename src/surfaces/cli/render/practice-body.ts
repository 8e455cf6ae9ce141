import type { CredentialView, PlanView, View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { shortHash } from './command-line.ts';
import { proofLines, residualLines } from './credentials.ts';
import { cutTo, hang } from './measure.ts';
import type { Page } from './page.ts';
import { credentialWord, marks } from './state-words.ts';

/** How much a low screen can take, most first: with the calls of each plan, without them, titles alone. */
export const details = ['all', 'less', 'least'] as const;
export type Detail = (typeof details)[number];

/** While an answer is wanted: the choices. Otherwise what is going on, then what was proven. */
export function practiceBody(view: View, page: Page, detail: Detail): string[] {
  const choices = view.gate === null ? [] : view.plans.filter(({ state }) => state === 'waiting');
  if (choices.length > 0)
    return [
      page.paint('heading', 'The attacker is in. Press a key:'),
      '',
      ...choices.flatMap((plan, index) => choiceLines(plan, index + 1, page, detail)),
      '',
    ];
  const doing = doingLines(view, page);
  return [
    ...doing,
    ...(doing.length > 0 ? [''] : []),
    ...view.credentials.flatMap((credential) => resultLines(view, credential, page, detail)),
  ];
}

function doingLines(view: View, page: Page): string[] {
  if (view.state !== 'open') return [];
  const steps = view.stages.filter(({ state }) => state === 'running' || state === 'stuck').flatMap((stage) => stage.steps);
  return steps
    .filter(({ state }) => state === 'running' || state === 'stuck')
    .map(({ title, state, summary }) => {
      const text = `${clean(title)}${summary === null ? '' : `: ${clean(summary)}`}`;
      return `  ${page.paint(marks[state].tone, marks[state].text)} ${cutTo(text, page.columns - 4)}`;
    });
}

/** The number of the choice is the key to press: choices stand in the order of the plans still waiting. */
function choiceLines(plan: PlanView, key: number, page: Page, detail: Detail): string[] {
  const back = plan.reversible ? 'can be taken back' : 'CANNOT be taken back';
  const breaks = plan.breaks.length === 0 ? 'nothing that is known' : plan.breaks.map(clean).join('; ');
  const title = `  ${page.paint('strong', `[${key}]`)} ${page.paint('strong', cutTo(clean(plan.title), page.columns - 6))}`;
  if (detail === 'least') return [title];
  const about = hang('      ', `${back}; outage: ${clean(plan.expectedOutage)}; breaks: ${breaks}`, page.columns);
  if (detail === 'less') return [title, ...about];
  const calls = plan.calls.flatMap(({ order, call }) => hang(`      ${order}. `, clean(call), page.columns));
  return [title, ...about, ...[...calls, `      plan ${shortHash(plan.hash)}`].map((line) => page.paint('dim', line))];
}

/** With the least detail each look and each residual is one line, cut. */
function resultLines(view: View, credential: CredentialView, page: Page, detail: Detail): string[] {
  const word = credentialWord(view, credential);
  const head = `  ${page.paint('strong', clean(credential.hint))}  ${page.paint(word.tone, word.text)}`;
  const about = (width: Page): string[] => [
    ...proofLines(view, credential, width),
    ...residualLines(credential.residuals, width),
  ];
  if (detail !== 'least') return [head, ...about(page), ''];
  return [head, ...firstLines(about({ ...page, columns: page.columns - 2 })), ''];
}

/** What was wrapped stands under its label: only what begins with a label is kept, and shows that more followed. */
function firstLines(lines: string[]): string[] {
  const begins = (line: string | undefined): boolean => line === undefined || /^ {4}\S/.test(line);
  return lines.flatMap((line, index) => (begins(line) ? [begins(lines[index + 1]) ? line : `${line} …`] : []));
}
