/** Whether each `do:` names an action, and says `each:` exactly where the action works on one credential at a time. */
import { didYouMean } from './did-you-mean.ts';
import type { Remark } from './fault.ts';
import { actionKey, eachKey, type Positions } from './read.ts';
import { remarkAt } from './remark-at.ts';
import type { DoStep, Playbook } from './tree.ts';

/** An action that can be called. `gives`: what its outcome settles ("facts", "look", "plans", "strike", "proof", "undo", "document"). */
export type KnownAction = { name: string; gives: string };

/** What is found, tried, struck or proven is one credential; a plan or a report is about all of them. */
const onOneCredential: ReadonlySet<string> = new Set(['facts', 'look', 'strike', 'proof', 'undo']);

/** What each step of the bot gives, by step; a step whose action is not known is left out. */
export function givenBy(playbook: Playbook, actions: readonly KnownAction[]): ReadonlyMap<string, string> {
  const gives = new Map(actions.map((action) => [action.name, action.gives]));
  return new Map(
    doSteps(playbook).flatMap((step) => {
      const given = gives.get(step.do);
      return given === undefined ? [] : [[step.id, given] as const];
    }),
  );
}

export function checkActions(playbook: Playbook, positions: Positions, actions: readonly KnownAction[]): Remark[] {
  const given = givenBy(playbook, actions);
  return doSteps(playbook).flatMap((step): Remark[] => {
    const gives = given.get(step.id);
    if (gives === undefined) return [unknown(step, positions, actions)];
    if (gives === 'undo') return [undoing(step, positions)];
    return eachFault(step, positions, onOneCredential.has(gives));
  });
}

function unknown(step: DoStep, positions: Positions, actions: readonly KnownAction[]): Remark {
  const names = actions.filter(({ gives }) => gives !== 'undo').map(({ name }) => name);
  const near = didYouMean(step.do, names);
  const fix =
    near === null
      ? `Write one of: ${names.toSorted().join(', ')}; or make it a step \`by-hand:\`.`
      : `Did you mean \`${near}\`?`;
  const what = `Step \`${step.id}\`: there is no action \`${step.do}\`.`;
  return remarkAt(positions, actionKey(step.id), 'error', what, fix);
}

function undoing(step: DoStep, positions: Positions): Remark {
  const what = `Step \`${step.id}\`: \`${step.do}\` is nothing that a playbook does by itself.`;
  const fix = 'Remove it: people take a cut back with `staunch undo` while that is offered.';
  return remarkAt(positions, actionKey(step.id), 'error', what, fix);
}

function eachFault(step: DoStep, positions: Positions, wanted: boolean): Remark[] {
  if (wanted === (step.each !== null)) return [];
  if (wanted) {
    const what = `Step \`${step.id}\`: \`${step.do}\` works on one credential at a time.`;
    const fix = `Write \`{ do: ${step.do}, each: credential }\`.`;
    return [remarkAt(positions, actionKey(step.id), 'error', what, fix)];
  }
  const what = `Step \`${step.id}\`: \`${step.do}\` works on all credentials at once.`;
  return [remarkAt(positions, eachKey(step.id), 'error', what, 'Remove `each: credential`.')];
}

function doSteps(playbook: Playbook): DoStep[] {
  return playbook.stages.flatMap(({ steps }) => steps).filter((step) => step.type === 'do');
}
