import type { StageView, StepView, View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { columnsOf, cutTo, hang, padTo } from './measure.ts';
import type { Page } from './page.ts';
import { marks } from './state-words.ts';
import { clockFace, since } from './time-words.ts';

const stateWords: Record<StageView['state'], string> = {
  pending: '',
  running: 'running',
  waiting: 'waits for you',
  stuck: 'stuck',
  done: '',
  skipped: 'skipped',
};

/** The stages in order with their own clocks; steps only where something goes on. */
export function stageLines(view: View, page: Page): string[] {
  if (view.stages.length === 0) return [];
  const titleColumns = Math.min(26, Math.max(...view.stages.map(({ title }) => columnsOf(clean(title)))));
  const lines = view.stages.flatMap((stage) => [stageLine(view, stage, titleColumns, page), ...stepLines(view, stage, page)]);
  return [page.paint('heading', view.state === 'closed' ? 'WHAT WAS DONE' : 'WHAT IS BEING DONE'), ...lines, ''];
}

/** What was under way when it was closed goes on no more. */
const endedByClosing = (view: View, { state }: { state: StageView['state'] }): boolean =>
  view.state === 'closed' && (state === 'running' || state === 'waiting' || state === 'stuck');

function stageLine(view: View, stage: StageView, titleColumns: number, page: Page): string {
  const ended = endedByClosing(view, stage);
  const mark = marks[ended ? 'skipped' : stage.state];
  const title = padTo(cutTo(clean(stage.title), titleColumns), titleColumns);
  const time =
    stage.startedAt === null ? `      ${clockFace(stage.within * 1_000)}` : spent(view, stage.startedAt, stage, page);
  const dim = stage.state === 'pending' || stage.state === 'skipped';
  const text = `${title}  ${time}  ${ended ? 'ended by closing' : stateWords[stage.state]}`.trimEnd();
  return `${page.paint(mark.tone, mark.text)} ${dim ? page.paint('dim', text) : text}`;
}

function spent(view: View, startedAt: string, stage: StageView, page: Page): string {
  const endedAt = stage.endedAt ?? view.closedAt;
  const used = since(startedAt, endedAt === null ? page.now : new Date(endedAt));
  const face = `${clockFace(used)}/${clockFace(stage.within * 1_000)}`;
  return used > stage.within * 1_000 ? page.paint('bad', face) : face;
}

/** Steps of a stage that is under way; of one that is over, only what was found. */
function stepLines(view: View, stage: StageView, page: Page): string[] {
  if (stage.state === 'pending' || stage.state === 'skipped') return [];
  const told = stage.state === 'done' ? stage.steps.filter(({ summary }) => summary !== null) : stage.steps;
  return told.flatMap((step) => stepLine(view, step, page));
}

function stepLine(view: View, step: StepView, page: Page): string[] {
  const ended = endedByClosing(view, step);
  const mark = marks[ended ? 'skipped' : step.state];
  const by = ended ? ' (not done: closing ended it)' : step.by === 'person' && step.state !== 'done' ? ' (by hand)' : '';
  const text = `${clean(step.title)}${by}${step.summary === null ? '' : `: ${clean(step.summary)}`}`;
  const [first = '', ...rest] = hang(`    ${mark.text} `, text, page.columns);
  return [`    ${page.paint(mark.tone, mark.text)} ${first.slice(6)}`, ...rest];
}
