import { type Block, cards } from '../document/block.ts';
import { type Said, say } from '../document/rich.ts';
import { lastCutOff } from '../story/credentials.ts';
import { firstOf } from '../story/pick.ts';
import type { StageRun } from '../story/stages.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { none } from '../words/prose.ts';
import { between, clockFace, limitWords, sinceDetection, verdictWords } from '../words/time-words.ts';
import { drawings } from './drawings.ts';

/** Each stage against its limit, counted from its own start, and the whole, from detection to the last cut-off. */
export function scorecard(story: Story, names: Names): Block[] {
  const titles = new Map(story.stages.map(({ id, title }) => [id, title]));
  const rows = story.stages.flatMap((stage) => {
    const runs = story.runs.filter((run) => run.stage === stage.id);
    const limit = limitWords(stage.withinMs);
    if (runs.length === 0) return [[names.stage(stage.id), limit, 'not begun', none, none]];
    return runs.map((run, index) => {
      const name = runs.length === 1 ? names.stage(stage.id) : say`${names.stage(stage.id)}, run ${index + 1}`;
      return [name, limit, ...measured(run, stage.withinMs, story), told(run, story)];
    });
  });
  return [
    ...drawings(story, (id) => titles.get(id) ?? id).map((drawing): Block => ({ type: 'drawing', drawing })),
    cards(['stage', 'limit', 'taken', 'result', 'warned'], [...rows, whole(story)]),
  ];
}

function measured(run: StageRun, withinMs: number, { asOf }: Story): [taken: Said, result: Said] {
  const ended = run.endedAt ?? run.leftAt;
  const ms = between(run.startedAt, ended ?? asOf) ?? 0;
  if (run.leftAt !== null) return [say`${clockFace(ms)}, then begun anew`, none];
  if (ended !== null) return [clockFace(ms), verdictWords(ms, withinMs)];
  return [say`${clockFace(ms)} so far`, soFar(ms, withinMs)];
}

const soFar = (ms: number, withinMs: number) => (ms <= withinMs ? 'within so far' : verdictWords(ms, withinMs));

function told({ warnedAt, overdueAt }: Pick<StageRun, 'warnedAt' | 'overdueAt'>, { detectedAt }: Story): string {
  const said = [
    ...(warnedAt === null ? [] : [`at 75 % (${sinceDetection(detectedAt, warnedAt)})`]),
    ...(overdueAt === null ? [] : [`at 100 % (${sinceDetection(detectedAt, overdueAt)})`]),
  ];
  return said.length === 0 ? none : said.join(', ');
}

function whole(story: Story): Said[] {
  const { credentials, detectedAt, withinMs, asOf, entries } = story;
  const stopped = lastCutOff(credentials);
  const ms = between(detectedAt, stopped ?? asOf) ?? 0;
  const marks = {
    warnedAt: firstOf(entries, 'clock.warned')?.at ?? null,
    overdueAt: firstOf(entries, 'clock.overdue')?.at ?? null,
  };
  const taken = stopped === null ? say`${clockFace(ms)} so far, not cut off` : say`**${clockFace(ms)}**`;
  const result = stopped === null ? soFar(ms, withinMs) : verdictWords(ms, withinMs);
  return [say`**from detection to the last cut-off**`, limitWords(withinMs), taken, result, told(marks, story)];
}
