/** A playbook as far as it can be read: what is null is missing or faulty, and is not judged a second time. */
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import { gateShape, type NextShape, nextShape, playbookShape, type StepShape, stageShape, stepShape } from './schema.ts';

export type DraftStage = {
  id: string;
  withinMs: number | null;
  gate: z.output<typeof gateShape> | null;
  steps: (StepShape | null)[];
  next: NextShape | null;
  /** Something stands at `next`, be it right or wrong, or at a slip of that word. */
  hasNext: boolean;
};

export type Draft = { withinMs: number | null; ladders: string[]; stages: DraftStage[] };

/** Reads leniently what the strict schema may refuse, so that one slip does not hide the faults behind it. */
export function draftOf(data: unknown): Draft {
  const top = mapOf(data);
  return {
    withinMs: parsed(playbookShape.shape.within, top.within),
    ladders: Object.keys(mapOf(top.ladders)),
    stages: Object.entries(mapOf(top.stages)).map(([id, value]) => {
      const stage = mapOf(value);
      return {
        id,
        withinMs: parsed(stageShape.shape.within, stage.within),
        gate: parsed(gateShape, stage.gate),
        steps: Array.isArray(stage.steps) ? stage.steps.map((step) => parsed(stepShape, step)) : [],
        next: parsed(nextShape, stage.next),
        hasNext: Object.keys(stage).some(meansNext),
      };
    }),
  };
}

/** The last word of `do:` names a step that has no id of its own. */
export function stepId(step: StepShape): string {
  return step.id ?? ('do' in step ? step.do.slice(step.do.indexOf('.') + 1) : '');
}

function meansNext(key: string): boolean {
  const known = Object.keys(stageShape.shape);
  return key === 'next' || (!known.includes(key) && didYouMean(key, known) === 'next');
}

function parsed<T extends z.ZodType>(shape: T, value: unknown): z.output<T> | null {
  const result = shape.safeParse(value);
  return result.success ? result.data : null;
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
