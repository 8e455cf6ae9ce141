/** What is being done: a line for each stage, with its own clock. */
import type { StageView, View } from '../../../incident/view.ts';
import { firstOf, type Shown } from './shown.ts';
import { bold, escapeText, type Mrkdwn, md } from './text.ts';
import { at, clockFace, howLong, msBetween } from './time-words.ts';

const marks = {
  pending: md`○`,
  running: md`●`,
  waiting: md`●`,
  stuck: md`⚠`,
  done: md`✓`,
  skipped: md`–`,
} as const satisfies Record<StageView['state'], Mrkdwn>;

const shownStages = 20;
/** From here on nobody counts seconds. */
const longSeconds = 3_600;

export function stageLines(view: View, shown: Shown): Mrkdwn[] {
  if (view.stages.length === 0) return [];
  return [
    view.state === 'closed' ? md`*What was done*` : md`*What is being done*`,
    ...firstOf(
      view.stages,
      shownStages,
      (stage) => stageLine(view, stage, shown),
      (more) => md`and ${more} more stages`,
    ),
  ];
}

function stageLine(view: View, stage: StageView, shown: Shown): Mrkdwn {
  const ended = view.state === 'closed' && (stage.state === 'running' || stage.state === 'waiting' || stage.state === 'stuck');
  const title = escapeText(stage.title, 80);
  const name = stage.state === 'pending' || stage.state === 'skipped' ? title : bold(title);
  return md`${marks[ended ? 'skipped' : stage.state]} ${name}  ${timeWords(stage, shown)}${ended ? md`, ended by closing` : stateWords(stage)}`;
}

/** "done in 15 s of 2 m 0 s", "since 03:15:55, limit 05:00 until 03:20:55". */
function timeWords({ state, startedAt, endedAt, within }: StageView, shown: Shown): Mrkdwn {
  const limit = md`limit ${within < longSeconds ? clockFace(within * 1_000) : howLong(within * 1_000)}`;
  if (startedAt === null) return limit;
  if (endedAt !== null) {
    const took = msBetween(startedAt, endedAt);
    return md`${state === 'skipped' ? md`skipped after` : md`took`} ${howLong(took)}, ${limit}${took > within * 1_000 ? md` *overrun*` : md``}`;
  }
  const until = new Date(Date.parse(startedAt) + within * 1_000);
  const over = shown.now.getTime() > until.getTime() ? md` *overrun*` : md``;
  return md`since ${at(startedAt, shown)}, ${limit} until ${at(until.toISOString(), shown)}${over}`;
}

/** What goes on in it, or holds it up. */
function stateWords({ state, steps }: StageView): Mrkdwn {
  if (state === 'waiting') return md`: *waits for you*`;
  if (state === 'stuck') return md`: *stuck*${stepName(steps.find((step) => step.state === 'stuck'))}`;
  return state === 'running' ? stepName(steps.find((step) => step.state === 'running')) : md``;
}

const stepName = (step: StageView['steps'][number] | undefined): Mrkdwn =>
  step === undefined
    ? md``
    : md`: ${escapeText(step.title, 80)}${step.summary === null ? md`` : md` (${escapeText(step.summary, 160)})`}`;
