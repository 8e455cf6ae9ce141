import type { Entry } from '../../timeline/entry.ts';
import type { ReportInput } from './report-input.ts';

/** One walk through a stage. It can be walked again: when a plan no longer fits, it is made anew. */
export type StageRun = {
  stage: string;
  startedAt: string;
  endedAt: string | null;
  /** Left before its end, because an earlier stage began anew. */
  leftAt: string | null;
  warnedAt: string | null;
  overdueAt: string | null;
};

export function stageRunsOf({ entries, stages }: Pick<ReportInput, 'entries' | 'stages'>): StageRun[] {
  const order = new Map(stages.map(({ id }, index) => [id, index]));
  const runs: StageRun[] = [];
  for (const entry of entries) {
    if (entry.type === 'stage.started') start(runs, order, entry.data.stage, entry.at);
    else mark(runs, entry);
  }
  return runs;
}

function start(runs: StageRun[], order: ReadonlyMap<string, number>, stage: string, at: string): void {
  const from = order.get(stage) ?? Number.POSITIVE_INFINITY;
  for (const run of runs) {
    const isLeft = run.endedAt === null && run.leftAt === null && (order.get(run.stage) ?? -1) >= from;
    if (isLeft) run.leftAt = at;
  }
  runs.push({ stage, startedAt: at, endedAt: null, leftAt: null, warnedAt: null, overdueAt: null });
}

function mark(runs: StageRun[], entry: Entry): void {
  if (entry.type !== 'stage.done' && entry.type !== 'stage.warned' && entry.type !== 'stage.overdue') return;
  const run = runs.findLast(({ stage }) => stage === entry.data.stage);
  if (run === undefined) return;
  if (entry.type === 'stage.done') run.endedAt = entry.at;
  else if (entry.type === 'stage.warned') run.warnedAt = entry.at;
  else run.overdueAt = entry.at;
}
