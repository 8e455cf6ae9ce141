/** What happened when, as a drawing: the moments and stages against the time that they should have taken. */
import type { Drawing, DrawingRow } from '../document/drawing.ts';
import { keyMoments } from '../story/key-moments.ts';
import type { Story } from '../story/story.ts';
import { between, clockFace, limitWords, sinceDetection } from '../words/time-words.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** Behind this many times the limit the axis would squeeze what matters: what lies there is an open end. */
const mostLimits = 4;
/** An axis without any length cannot be drawn. */
const leastMs = 5 * secondMs;
/** Where everything happened in this part of the axis, a second drawing enlarges it. */
const enlargeBelow = 1 / 5;
const mostTicks = 5;
/** Seconds between ticks that people can read. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

/** One drawing against the whole limit; where it all went fast, another of just that time. None before a declaration. */
export function drawings(story: Story, stageTitle: (id: string) => string): Drawing[] {
  const { withinMs, asOf, detectedAt } = story;
  if (detectedAt === null) return [];
  const moments = keyMoments(story);
  const sinceMs = (at: string | null) => between(detectedAt, at);
  const settledMs = Math.max(0, ...moments.map(({ at }) => sinceMs(at) ?? 0));
  const isOver = moments.every(({ at }) => at !== null);
  const untilMs = isOver ? settledMs : Math.max(settledMs, sinceMs(asOf) ?? 0);
  const wholeMs = Math.min(Math.max(withinMs, untilMs), withinMs * mostLimits);
  const whole = drawing(story, stageTitle, `From detection, against the limit of ${limitWords(withinMs)}`, wholeMs);
  const closeMs = Math.max(leastMs, settledMs);
  if (!isOver || closeMs >= wholeMs * enlargeBelow) return [whole];
  return [
    whole,
    drawing(story, stageTitle, `The first ${clockFace(Math.ceil(closeMs / secondMs) * secondMs)}, enlarged`, closeMs),
  ];
}

function drawing(story: Story, stageTitle: (id: string) => string, title: string, endMs: number): Drawing {
  const toMs = endMs * 1.04;
  const limit = story.withinMs > toMs ? null : { atMs: story.withinMs, label: `limit ${limitWords(story.withinMs)}` };
  return {
    title,
    fromMs: 0,
    toMs,
    ticks: ticksUpTo(toMs),
    limit,
    rows: [...momentRows(story), ...stageRows(story, stageTitle, toMs)],
  };
}

function momentRows(story: Story): DrawingRow[] {
  return keyMoments(story).flatMap(({ what, at }): DrawingRow[] => {
    const atMs = between(story.detectedAt, at);
    if (at === null || atMs === null) return [];
    const isLate = (what === 'cut off' || what === 'contained') && atMs > story.withinMs;
    const tone = isLate ? 'bad' : what === 'cut off' || what === 'contained' ? 'good' : 'plain';
    return [{ label: what, said: sinceDetection(story.detectedAt, at), tone, mark: { type: 'moment', atMs } }];
  });
}

function stageRows({ runs, stages, detectedAt, asOf }: Story, stageTitle: (id: string) => string, toMs: number): DrawingRow[] {
  const limits = new Map(stages.map(({ id, withinMs }) => [id, withinMs]));
  return runs.flatMap(({ stage, startedAt, endedAt, leftAt }): DrawingRow[] => {
    const fromMs = between(detectedAt, startedAt);
    const endMs = between(detectedAt, endedAt ?? leftAt ?? asOf);
    if (fromMs === null || endMs === null || fromMs > toMs) return [];
    const withinMs = limits.get(stage) ?? Number.POSITIVE_INFINITY;
    const isOpen = endedAt === null && leftAt === null;
    return [
      {
        label: stageTitle(stage),
        said: `${clockFace(endMs - fromMs)}${isOpen ? ' so far' : ''} of ${limitWords(withinMs)}`,
        tone: endMs - fromMs > withinMs ? 'bad' : 'plain',
        mark: {
          type: 'span',
          fromMs,
          toMs: Math.min(endMs, toMs),
          openEnd: isOpen || endMs > toMs,
          limitMs: fromMs + withinMs <= toMs ? fromMs + withinMs : null,
        },
      },
    ];
  });
}

function ticksUpTo(toMs: number): Drawing['ticks'] {
  const step = (steps.find((seconds) => toMs / (seconds * secondMs) <= mostTicks) ?? toMs / mostTicks / secondMs) * secondMs;
  const ticks: Drawing['ticks'] = [];
  for (let atMs = 0; atMs <= toMs; atMs += step) ticks.push({ atMs, label: tickLabel(atMs, step) });
  return ticks;
}

function tickLabel(atMs: number, stepMs: number): string {
  if (atMs === 0) return '0';
  return stepMs % minuteMs === 0 ? limitWords(atMs) : clockFace(atMs);
}
