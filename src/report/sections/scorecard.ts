import { lastCutOff } from '../story/credentials.ts';
import { firstOf } from '../story/pick.ts';
import type { StageRun } from '../story/stages.ts';
import type { Story } from '../story/story.ts';
import { none, table } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { between, clockFace, limitWords, sinceDetection, verdictWords } from '../words/time-words.ts';

/** Each stage against its limit, counted from its own start, and the whole, from detection to the last cut-off. */
export function scorecard(story: Story, names: Names): string[] {
  const rows = story.stages.flatMap((stage) => {
    const runs = story.runs.filter((run) => run.stage === stage.id);
    const limit = limitWords(stage.withinMs);
    if (runs.length === 0) return [[names.stage(stage.id), limit, 'not begun', none, none]];
    return runs.map((run, index) => {
      const name = runs.length === 1 ? names.stage(stage.id) : `${names.stage(stage.id)}, run ${index + 1}`;
      return [name, limit, ...measured(run, stage.withinMs, story), told(run, story)];
    });
  });
  return table(['stage', 'limit', 'taken', 'result', 'warned'], [...rows, whole(story)]);
}

function measured(run: StageRun, withinMs: number, { asOf }: Story): [taken: string, result: string] {
  const ended = run.endedAt ?? run.leftAt;
  const ms = between(run.startedAt, ended ?? asOf) ?? 0;
  if (run.leftAt !== null) return [`${clockFace(ms)}, then begun anew`, none];
  if (ended !== null) return [clockFace(ms), verdictWords(ms, withinMs)];
  return [`${clockFace(ms)} so far`, soFar(ms, withinMs)];
}

const soFar = (ms: number, withinMs: number) => (ms <= withinMs ? 'within so far' : verdictWords(ms, withinMs));

function told({ warnedAt, overdueAt }: Pick<StageRun, 'warnedAt' | 'overdueAt'>, { detectedAt }: Story): string {
  const said = [
    ...(warnedAt === null ? [] : [`at 75 % (${sinceDetection(detectedAt, warnedAt)})`]),
    ...(overdueAt === null ? [] : [`at 100 % (${sinceDetection(detectedAt, overdueAt)})`]),
  ];
  return said.length === 0 ? none : said.join(', ');
}

function whole(story: Story): string[] {
  const { credentials, detectedAt, withinMs, asOf, entries } = story;
  const stopped = lastCutOff(credentials);
  const ms = between(detectedAt, stopped ?? asOf) ?? 0;
  const marks = {
    warnedAt: firstOf(entries, 'clock.warned')?.at ?? null,
    overdueAt: firstOf(entries, 'clock.overdue')?.at ?? null,
  };
  const taken = stopped === null ? `${clockFace(ms)} so far, not cut off` : `**${clockFace(ms)}**`;
  const result = stopped === null ? soFar(ms, withinMs) : verdictWords(ms, withinMs);
  return ['**from detection to the last cut-off**', limitWords(withinMs), taken, result, told(marks, story)];
}
