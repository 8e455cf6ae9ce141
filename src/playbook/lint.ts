/** What a well-formed playbook can still get wrong: names, order, limits. */
import { didYouMean } from './did-you-mean.ts';
import { type Draft, type DraftStage, stepId } from './draft.ts';
import { durationText } from './duration.ts';
import type { Fault } from './fault.ts';
import type { Finding } from './finding.ts';
import { type LintWalk, lintWalk } from './lint-walk.ts';
import type { Source } from './source.ts';

/** Names the statechart and the grammar need for themselves. */
const reserved = new Set(['end', 'gate', 'undo']);

/** Every fault of meaning; parts that the schema refused are passed over. */
export function lint(draft: Draft, source: Source): Fault[] {
  const walk = lintWalk(draft);
  const findings = [
    ...walk.findings,
    ...reservedNames(draft),
    ...stepNames(draft),
    ...draft.stages.flatMap((stage) => gateFindings(stage, draft, walk)),
    ...stageLimits(draft, walk),
  ];
  return findings.map(({ path, at, what, fix }) => ({ ...source.position(path, at), what, fix }));
}

function reservedNames(draft: Draft): Finding[] {
  return draft.stages
    .filter(({ id }) => reserved.has(id))
    .map(({ id }) => ({
      path: ['stages', id],
      at: 'key',
      what: `A stage cannot be called \`${id}\`: the word has a meaning of its own.`,
      fix: `Write another name, such as \`${id === 'end' ? 'post-mortem' : 'contain'}\`.`,
    }));
}

function stepNames(draft: Draft): Finding[] {
  const gated = new Set(draft.stages.filter(({ gate }) => gate !== null).map(({ id }) => id));
  const taken = new Map<string, string>();
  return draft.stages.flatMap((stage) =>
    stage.steps.flatMap((step, index): Finding[] => {
      if (step === null) return [];
      const id = stepId(step);
      const clash = clashOf(id, taken.get(id), gated);
      if (!taken.has(id)) taken.set(id, `a step of stage \`${stage.id}\``);
      if (clash === null) return [];
      const path = ['stages', stage.id, 'steps', index, ...('id' in step && step.id !== undefined ? ['id'] : ['do'])];
      const fix = `Give this step a name of its own, such as \`id: ${stage.id}-${id}\`.`;
      return [{ path, at: 'value', what: `The step name \`${id}\` ${clash}.`, fix }];
    }),
  );
}

function clashOf(id: string, takenBy: string | undefined, gated: Set<string>): string | null {
  if (reserved.has(id)) return 'has a meaning of its own';
  if (takenBy !== undefined) return `is taken by ${takenBy}`;
  // `skip` and `by-hand` take the name of a step or of a gate's stage.
  return gated.has(id) ? 'is the name of a stage with a gate' : null;
}

function gateFindings(stage: DraftStage, draft: Draft, walk: LintWalk): Finding[] {
  const { gate, withinMs } = stage;
  if (gate === null) return [];
  const path = ['stages', stage.id, 'gate'];
  const findings: Finding[] = [];
  if (!draft.ladders.includes(gate.ladder)) {
    const near = didYouMean(gate.ladder, draft.ladders);
    const known = draft.ladders.length === 0 ? 'Add it under `ladders:`.' : `Known: ${draft.ladders.join(', ')}.`;
    const fix = near === null ? known : `Did you mean \`${near}\`?`;
    findings.push({ path: [...path, 'ladder'], at: 'value', what: `There is no ladder \`${gate.ladder}\`.`, fix });
  }
  if (withinMs !== null && gate.expires > withinMs) {
    findings.push({
      path: [...path, 'expires'],
      at: 'value',
      what: `The gate of stage \`${stage.id}\` waits longer (${durationText(gate.expires)}) than the stage may take (${durationText(withinMs)}).`,
      fix: `Write \`expires: ${durationText(withinMs)}\` or less, or give the stage more time.`,
    });
  }
  if (lacksPlan(stage, walk)) {
    findings.push({
      path,
      at: 'key',
      what: `The gate of stage \`${stage.id}\` has nothing to ask about: no stage before it makes a plan.`,
      fix: 'Add a step whose `do:` ends in `.plan`, such as `{ do: leak.plan }`, to an earlier stage that runs alone.',
    });
  }
  return findings;
}

/** False as well while it cannot be known: the stage is not reached, or a step before it could not be read. */
function lacksPlan(stage: DraftStage, walk: LintWalk): boolean {
  const leg = walk.legs.findIndex((stages) => stages.includes(stage));
  if (leg < 0) return false;
  const before = walk.legs.slice(0, leg).flatMap((stages) => (stages.length === 1 ? (stages[0]?.steps ?? []) : []));
  return before.every((step) => step !== null && !('do' in step && step.do.endsWith('.plan')));
}

/** What has to happen before containment cannot be allowed more time than containment; what follows it can. */
function stageLimits(draft: Draft, walk: LintWalk): Finding[] {
  const limit = draft.withinMs;
  if (limit === null) return [];
  const lastGated = walk.legs.findLastIndex((stages) => stages.some(({ gate }) => gate !== null));
  return walk.legs
    .slice(0, lastGated + 1)
    .flat()
    .filter(({ withinMs }) => withinMs !== null && withinMs > limit)
    .map(({ id, withinMs }) => ({
      path: ['stages', id, 'within'],
      at: 'value',
      what: `Stage \`${id}\` may take longer (${durationText(withinMs ?? 0)}) than the whole playbook has from detection (${durationText(limit)}).`,
      fix: `Write \`within: ${durationText(limit)}\` or less. Only stages after the last gate, when the leak is contained, may take longer.`,
    }));
}
