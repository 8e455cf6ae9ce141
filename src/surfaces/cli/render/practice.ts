import type { CredentialView, PlanView, View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { incidentName, shortHash } from './command-line.ts';
import { proofLines, residualLines } from './credentials.ts';
import { columnsOf, cutTo, hang, padTo } from './measure.ts';
import type { Page, Tone } from './page.ts';
import { credentialWords, marks } from './state-words.ts';
import { clockLine, titleLine } from './title.ts';

/** The last thing one of the two clients outside the bot saw: "attacker" · bad · "login OK". */
export type Ticker = { label: string; tone: 'bad' | 'good' | 'neutral'; text: string };

export type PracticeFrame = {
  /** Null until the incident is declared. */
  view: View | null;
  /** One line each, in this order. */
  tickers: Ticker[];
  /** What goes on before there is a view, or what the last key did; null for nothing to say. */
  message: string | null;
  /** Absolute path of the report, once it is written. */
  report: string | null;
  /** What remains for people to do, one line each. */
  remains: string[];
};

/** The practice screen: attacker against shop, the clock, what can be done with which key, then the proof. Ends without a line end. */
export function renderPractice(frame: PracticeFrame, page: Page): string {
  const { view } = frame;
  const banner = page.paint('practice', padTo(' PRACTICE  made-up company, made-up leak; the database is real', page.columns));
  const lines = [
    banner,
    '',
    ...frame.tickers.map((ticker) => tickerLine(ticker, frame.tickers, page)),
    '',
    ...(view === null ? [] : [titleLine({ ...view, practice: false }, page), clockLine(view, page), '', ...middle(view, page)]),
    ...(frame.message === null ? [] : hang('  ', clean(frame.message), page.columns)),
    ...endLines(frame, page),
  ];
  return lines.join('\n').trimEnd();
}

function tickerLine(ticker: Ticker, all: Ticker[], page: Page): string {
  const labelColumns = Math.max(...all.map(({ label }) => columnsOf(clean(label))));
  const tone: Tone = ticker.tone === 'neutral' ? 'dim' : ticker.tone;
  const dot = page.paint(tone, '●');
  return `  ${dot} ${padTo(clean(ticker.label), labelColumns)}  ${page.paint(tone, cutTo(clean(ticker.text), page.columns - labelColumns - 6))}`;
}

/** While an answer is wanted: the choices. Otherwise what is going on, then what was proven. */
function middle(view: View, page: Page): string[] {
  const choices = view.gate === null ? [] : view.plans.filter(({ state }) => state === 'waiting');
  if (choices.length > 0)
    return [...choiceHead(page), ...choices.flatMap((plan, index) => choiceLines(plan, index + 1, page)), ''];
  const busy = view.stages.filter(({ state }) => state === 'running' || state === 'stuck');
  const doing =
    view.state === 'open'
      ? busy.flatMap(({ steps }) => steps.filter(({ state }) => state === 'running' || state === 'stuck'))
      : [];
  const lines = doing.map(({ title, state, summary }) => {
    const detail = summary === null ? '' : `: ${clean(summary)}`;
    return `  ${page.paint(marks[state].tone, marks[state].text)} ${cutTo(clean(title) + detail, page.columns - 4)}`;
  });
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...view.credentials.flatMap((credential) => resultLines(credential, page)),
  ];
}

function choiceHead(page: Page): string[] {
  return [page.paint('heading', 'The attacker is in. Press a key:'), ''];
}

/** The number of the choice is the key to press: choices stand in the order of the plans still waiting. */
function choiceLines(plan: PlanView, key: number, page: Page): string[] {
  const back = plan.reversible ? 'can be taken back' : 'CANNOT be taken back';
  const breaks = plan.breaks.length === 0 ? 'nothing that is known' : plan.breaks.map(clean).join('; ');
  return [
    `  ${page.paint('strong', `[${key}]`)} ${page.paint('strong', cutTo(clean(plan.title), page.columns - 6))}`,
    ...hang('      ', `${back}; outage: ${clean(plan.expectedOutage)}; breaks: ${breaks}`, page.columns),
    ...plan.calls
      .flatMap(({ order, call }) => hang(`      ${order}. `, clean(call), page.columns))
      .map((line) => page.paint('dim', line)),
    page.paint('dim', `      plan ${shortHash(plan.hash)}`),
  ];
}

function resultLines(credential: CredentialView, page: Page): string[] {
  const word = credentialWords[credential.state];
  return [
    `  ${page.paint('strong', clean(credential.hint))}  ${page.paint(word.tone, word.text)}`,
    ...proofLines(credential, page),
    ...residualLines(credential.residuals, page),
    '',
  ];
}

function endLines(frame: PracticeFrame, page: Page): string[] {
  const { view, report, remains } = frame;
  const path = report === null ? [] : [page.paint('heading', 'Written down'), `  ${clean(report)}`, ''];
  const todo =
    remains.length === 0
      ? []
      : [
          page.paint('heading', 'What remains to do'),
          ...remains.flatMap((text) => hang('  · ', clean(text), page.columns)),
          '',
        ];
  const more =
    view === null || view.state === 'open'
      ? []
      : [page.paint('dim', `  All of it: ${page.program} status ${incidentName(view)}`), ''];
  return [...path, ...todo, ...more, page.paint('dim', '  [q] leave')];
}
