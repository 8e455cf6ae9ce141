import type { Story } from '../story/story.ts';
import { between } from '../words/time-words.ts';

/** The runs of stages that took longer than their limit, or have by now. Milliseconds. */
export function overrunsOf({
  runs,
  stages,
  asOf,
}: Pick<Story, 'runs' | 'stages' | 'asOf'>): { stage: string; overMs: number }[] {
  const limits = new Map(stages.map(({ id, withinMs }) => [id, withinMs]));
  return runs.flatMap(({ stage, startedAt, endedAt, leftAt }) => {
    const tookMs = between(startedAt, endedAt ?? leftAt ?? asOf);
    const limitMs = limits.get(stage);
    return tookMs === null || limitMs === undefined || tookMs <= limitMs ? [] : [{ stage, overMs: tookMs - limitMs }];
  });
}
