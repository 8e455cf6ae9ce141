/** A playbook file → the checked tree, or every fault in it with its place. */
import { draftOf, stepId } from './draft.ts';
import { type Fault, PlaybookError, type Position } from './fault.ts';
import { lint } from './lint.ts';
import { type NextShape, type PlaybookShape, playbookShape, type StageShape, type StepShape } from './schema.ts';
import { shapeFaults } from './shape-faults.ts';
import { type Path, readSource, type Source } from './source.ts';
import type { Gate, Next, Playbook, Stage, Step } from './tree.ts';
import { legsOf } from './walk.ts';

/** Where that stands which only the whole playbook or the rest of the house can check, by the keys below. */
export type Positions = ReadonlyMap<string, Position>;

export const actionKey = (step: string): string => `do ${step}`;
export const eachKey = (step: string): string => `each ${step}`;
export const stageKey = (stage: string): string => `stage ${stage}`;
export const expiresKey = (stage: string): string => `expires ${stage}`;
export const groupKey = (step: string): string => `who ${step}`;
export const rungKey = (ladder: string, rung: string): string => `from ${ladder} ${rung}`;

/** Reads YAML text; `file` is only named in messages. Throws a PlaybookError that lists every fault. */
export function readPlaybook(text: string, file: string): Playbook {
  return readWithPositions(text, file).playbook;
}

/** As `readPlaybook`, and where its parts stand, for `checkPlaybook`. */
export function readWithPositions(text: string, file: string): { playbook: Playbook; positions: Positions } {
  const { source, faults: syntax } = readSource(text);
  if (source === null) throw new PlaybookError(file, syntax);
  const shape = playbookShape.safeParse(source.data);
  const faults: Fault[] = [
    ...(shape.success ? [] : shapeFaults(shape.error.issues, source)),
    ...lint(draftOf(source.data), source),
  ];
  if (!shape.success || faults.length > 0) throw new PlaybookError(file, faults);
  return { playbook: treeOf(shape.data), positions: positionsOf(shape.data, source) };
}

function treeOf(shape: PlaybookShape): Playbook {
  const stages = Object.entries(shape.stages).map(([id, stage]) => stageOf(id, stage));
  return {
    id: shape.playbook,
    title: shape.title,
    withinMs: shape.within,
    ladders: shape.ladders,
    stages: legsOf({ stages }).flat(),
  };
}

function stageOf(id: string, { title, within, gate, steps, next }: StageShape): Stage {
  return {
    id,
    title: title ?? headline(id),
    withinMs: within,
    gate: gate === undefined ? null : gateTreeOf(gate),
    steps: steps.map(stepOf),
    next: nextOf(next),
  };
}

function gateTreeOf(shape: NonNullable<StageShape['gate']>): Gate {
  const { plan, ladder, expires, 'on-expiry': onExpiry, 'public-leak': publicLeak } = shape;
  return { plan, ladder, expiresMs: expires, onExpiry, publicLeak };
}

function stepOf(step: StepShape): Step {
  const id = stepId(step);
  if ('do' in step) return { type: 'do', id, title: step.title ?? headline(id), do: step.do, each: step.each ?? null };
  return { type: 'by-hand', id, title: step.title ?? step['by-hand'], group: step.who, instructions: step.instructions };
}

/** A stage without `next` runs beside others and ends by itself. */
function nextOf(next: NextShape | undefined): Next {
  if (next === undefined || next === 'end') return { type: 'end' };
  if (typeof next === 'string') return { type: 'stage', stage: next };
  // biome-ignore lint/suspicious/noThenProperty: the tree's own word; its value is text or null, so nothing can await it.
  return { type: 'together', stages: next.together, then: next.then === 'end' ? null : next.then };
}

function positionsOf(shape: PlaybookShape, source: Source): Positions {
  const positions = new Map<string, Position>();
  const put = (key: string, path: Path, at: 'key' | 'value' = 'value') => positions.set(key, source.position(path, at));
  for (const [stage, { steps }] of Object.entries(shape.stages)) {
    put(stageKey(stage), ['stages', stage], 'key');
    put(expiresKey(stage), ['stages', stage, 'gate', 'expires']);
    steps.forEach((step, index) => {
      const path = ['stages', stage, 'steps', index];
      if ('do' in step) put(actionKey(stepId(step)), [...path, 'do']);
      else put(groupKey(step.id), [...path, 'who']);
      put(eachKey(stepId(step)), [...path, 'each'], 'key');
    });
  }
  for (const [ladder, rungs] of Object.entries(shape.ladders)) {
    for (const rung of Object.keys(rungs)) put(rungKey(ladder, rung), ['ladders', ladder, rung, 'from']);
  }
  return positions;
}

/** `blast-radius` → "Blast radius". */
function headline(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
}
