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
  const lines = view.stages.flatMap((stage) => [stageLine(stage, titleColumns, page), ...stepLines(stage, page)]);
  return [page.paint('heading', 'WHAT IS BEING DONE'), ...lines, ''];
}

function stageLine(stage: StageView, titleColumns: number, page: Page): string {
  const mark = marks[stage.state];
  const title = padTo(cutTo(clean(stage.title), titleColumns), titleColumns);
  const time = stage.startedAt === null ? `      ${clockFace(stage.within * 1_000)}` : spent(stage.startedAt, stage, page);
  const dim = stage.state === 'pending' || stage.state === 'skipped';
  const text = `${title}  ${time}  ${stateWords[stage.state]}`.trimEnd();
  return `${page.paint(mark.tone, mark.text)} ${dim ? page.paint('dim', text) : text}`;
}

function spent(startedAt: string, stage: StageView, page: Page): string {
  const used = since(startedAt, stage.endedAt === null ? page.now : new Date(stage.endedAt));
  const face = `${clockFace(used)}/${clockFace(stage.within * 1_000)}`;
  return used > stage.within * 1_000 ? page.paint('bad', face) : face;
}

/** Steps of a stage that is under way; of one that is over, only what was found. */
function stepLines(stage: StageView, page: Page): string[] {
  if (stage.state === 'pending' || stage.state === 'skipped') return [];
  const told = stage.state === 'done' ? stage.steps.filter(({ summary }) => summary !== null) : stage.steps;
  return told.flatMap((step) => stepLine(step, page));
}

function stepLine(step: StepView, page: Page): string[] {
  const mark = marks[step.state];
  const by = step.by === 'person' && step.state !== 'done' ? ' (by hand)' : '';
  const text = `${clean(step.title)}${by}${step.summary === null ? '' : `: ${clean(step.summary)}`}`;
  const [first = '', ...rest] = hang(`    ${mark.text} `, text, page.columns);
  return [`    ${page.paint(mark.tone, mark.text)} ${first.slice(6)}`, ...rest];
}
