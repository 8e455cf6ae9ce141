import type { View } from '../../../incident/view.ts';
import { alarmLines, asOrderer, closedLines } from './card.ts';
import { clean } from './clean.ts';
import { incidentName } from './command-line.ts';
import { columnsOf, cutTo, hang, padTo } from './measure.ts';
import type { Page, Tone } from './page.ts';
import { type Detail, details, practiceBody } from './practice-body.ts';
import { stopLines } from './stops.ts';
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

type Parts = { head: string[]; body: string[]; end: string[] };

/**
 * The practice screen: attacker against shop, the clock, what can be done with which key, then the proof. At most
 * `rows - 1` lines, since the cursor needs one; what is left out first is what the head of it says already. Ends without a line end.
 */
export function renderPractice(frame: PracticeFrame, page: Page, rows: number): string {
  const room = Math.max(rows - 1, 1);
  for (const detail of details) {
    const { head, body, end } = partsOf(frame, page, detail);
    const whole = [...head, '', ...body, ...end].join('\n').trimEnd().split('\n');
    if (whole.length <= room) return whole.join('\n');
    const close = whole.filter((line) => line.trim() !== '');
    if (close.length <= room) return close.join('\n');
  }
  return cutParts(partsOf(frame, page, 'least'), room).join('\n');
}

/** The head and the way out stay; the middle gives way. */
function cutParts({ head, body, end }: Parts, room: number): string[] {
  const close = (lines: string[]): string[] => lines.filter((line) => line.trim() !== '');
  const [top, middle, last] = [close(head), close(body), close(end)];
  const tail = last.slice(-Math.max(room - top.length - middle.length, 1));
  return [...[...top, ...middle].slice(0, Math.max(room - tail.length, 0)), ...tail];
}

function partsOf(frame: PracticeFrame, page: Page, detail: Detail): Parts {
  const { view } = frame;
  const banner = cutTo(' PRACTICE  made-up company, made-up leak; the database is real', page.columns);
  return {
    head: [
      page.paint('practice', padTo(banner, page.columns)),
      '',
      ...frame.tickers.map((ticker) => tickerLine(ticker, frame.tickers, page)),
      '',
      ...(view === null
        ? []
        : [titleLine({ ...view, practice: false }, page), clockLine(view, page), ...closedLines(view, page)]),
      ...(view === null ? [] : bannerLines(view, page)),
    ],
    body: [
      ...(view === null ? [] : practiceBody(view, page, detail)),
      ...(frame.message === null ? [] : oneOrMore('  ', frame.message, page, detail)),
    ],
    end: endLines(frame, page, detail),
  };
}

/** What the card shows above everything else stands above the choices here, too. */
function bannerLines(view: View, page: Page): string[] {
  const lines = [...stopLines(view.stopped, page, asOrderer(view, page)), ...alarmLines(view, page)];
  return lines.length === 0 ? [] : ['', ...lines.slice(0, -1)];
}

function tickerLine(ticker: Ticker, all: Ticker[], page: Page): string {
  const labelColumns = Math.max(...all.map(({ label }) => columnsOf(clean(label))));
  const tone: Tone = ticker.tone === 'neutral' ? 'dim' : ticker.tone;
  const dot = page.paint(tone, '●');
  return `  ${dot} ${padTo(clean(ticker.label), labelColumns)}  ${page.paint(tone, cutTo(clean(ticker.text), page.columns - labelColumns - 6))}`;
}

/** Wrapped where there is room for it; else one line, cut. */
function oneOrMore(label: string, text: string, page: Page, detail: Detail): string[] {
  // A command that is cut cannot be typed.
  return detail === 'least' && !text.includes(page.program)
    ? [cutTo(label + clean(text), page.columns)]
    : hang(label, clean(text), page.columns);
}

function endLines(frame: PracticeFrame, page: Page, detail: Detail): string[] {
  const { view, report, remains } = frame;
  const path = report === null ? [] : [page.paint('heading', 'Written down'), ...hang('  ', clean(report), page.columns), ''];
  const todo =
    remains.length === 0
      ? []
      : [page.paint('heading', 'What remains to do'), ...remains.flatMap((text) => oneOrMore('  · ', text, page, detail)), ''];
  const more =
    view === null || view.state === 'open'
      ? []
      : [page.paint('dim', `  All of it: ${page.program} status ${incidentName(view)}`), ''];
  return [...todo, ...path, ...more, page.paint('dim', '  [q] leave')];
}
