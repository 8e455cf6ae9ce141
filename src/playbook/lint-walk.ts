/** Walks the main line of a draft: every name resolves, no stage comes twice, none is left out, the end is reached. */
import { didYouMean } from './did-you-mean.ts';
import type { Draft, DraftStage } from './draft.ts';
import type { Finding } from './finding.ts';
import type { Path } from './source.ts';

/** `legs`: as far as the walk came. */
export type LintWalk = { legs: DraftStage[][]; findings: Finding[] };

/** A stage named somewhere, and where. */
type Reference = { to: string; path: Path };

/** Faults of `next`, `together` and `then`, and the legs that could be followed. */
export function lintWalk(draft: Draft): LintWalk {
  const { legs, twice, complete } = follow(draft);
  const unreached = complete ? unreachedStages(draft, legs) : [];
  return { legs, findings: [...unknownNames(draft), ...nextRules(draft), ...twice, ...unreached] };
}

/** `complete`: it ended where the playbook says so, not at a name or a `next` that is wrong in itself. */
function follow(draft: Draft): { legs: DraftStage[][]; twice: Finding[]; complete: boolean } {
  const byId = new Map(draft.stages.map((stage) => [stage.id, stage]));
  const visited = new Set<string>();
  const twice: Finding[] = [];
  const legs: DraftStage[][] = [];
  let complete = true;
  const visit = ({ to, path }: Reference): DraftStage[] => {
    const stage = byId.get(to);
    complete &&= stage !== undefined;
    if (stage !== undefined && visited.has(to)) twice.push(walkedTwice(to, path));
    if (stage === undefined || visited.has(to)) return [];
    visited.add(to);
    return [stage];
  };
  let current: Reference | null = draft.stages.slice(0, 1).map(({ id }) => ({ to: id, path: ['stages', id] }))[0] ?? null;
  while (current !== null) {
    const [stage] = visit(current);
    current = null;
    if (stage === undefined) break;
    legs.push([stage]);
    complete &&= stage.next !== null;
    const { beside, onward } = referencesOf(stage);
    if (beside.length > 0) legs.push(beside.flatMap(visit));
    current = onward;
  }
  return { legs, twice, complete };
}

/** The stages that a stage's `next` names: those that run together, and the one that goes on (null: the end). */
function referencesOf({ id, next }: DraftStage): { beside: Reference[]; onward: Reference | null } {
  const path = ['stages', id, 'next'];
  const unlessEnd = (to: string, at: Path): Reference | null => (to === 'end' ? null : { to, path: at });
  if (next === null) return { beside: [], onward: null };
  if (typeof next === 'string') return { beside: [], onward: unlessEnd(next, path) };
  return {
    beside: next.together.map((to, index) => ({ to, path: [...path, 'together', index] })),
    onward: unlessEnd(next.then, [...path, 'then']),
  };
}

function walkedTwice(to: string, path: Path): Finding {
  const what = `Stage \`${to}\` would be walked twice.`;
  return { path, at: 'value', what, fix: 'Name a stage that has not been walked yet, or `end`.' };
}

function unknownNames(draft: Draft): Finding[] {
  const ids = draft.stages.map(({ id }) => id);
  const references = draft.stages
    .map(referencesOf)
    .flatMap(({ beside, onward }) => (onward === null ? beside : [...beside, onward]));
  return references
    .filter(({ to }) => !ids.includes(to))
    .map(({ to, path }) => {
      const near = didYouMean(to, [...ids, 'end']);
      const fix = near === null ? `Write one of: ${ids.join(', ')}.` : `Did you mean \`${near}\`?`;
      return { path, at: 'value', what: `There is no stage \`${to}\`.`, fix };
    });
}

function nextRules(draft: Draft): Finding[] {
  const beside = new Set(draft.stages.flatMap((stage) => referencesOf(stage).beside.map(({ to }) => to)));
  return draft.stages.flatMap(({ id, hasNext }, index): Finding[] => {
    if (beside.has(id) && hasNext) {
      const what = `Stage \`${id}\` runs together with others and must not have a \`next\`.`;
      return [
        {
          path: ['stages', id, 'next'],
          at: 'key',
          what,
          fix: 'Remove it: the `then:` beside `together:` says what follows them all.',
        },
      ];
    }
    if (!beside.has(id) && !hasNext) {
      const following = draft.stages[index + 1]?.id;
      const fix =
        following === undefined ? 'Write `next: end`.' : `Write \`next: ${following}\`, or \`next: end\` when nothing follows.`;
      return [{ path: ['stages', id], at: 'key', what: `Stage \`${id}\` does not say what comes next.`, fix }];
    }
    return [];
  });
}

function unreachedStages(draft: Draft, legs: DraftStage[][]): Finding[] {
  const reached = new Set(legs.flat());
  return draft.stages
    .filter((stage) => !reached.has(stage))
    .map(({ id }) => ({
      path: ['stages', id],
      at: 'key',
      what: `Nothing leads to stage \`${id}\`.`,
      fix: `Write \`next: ${id}\` in the stage before it, or remove it. The first stage in the file is where it starts.`,
    }));
}
