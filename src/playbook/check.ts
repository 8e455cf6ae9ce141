/**
 * What a playbook that can be read says of the rest of the house: the actions it calls, the people it counts on, and whether
 * both lead to a containment. Only lint asks this: an incident that is open goes on with what it pinned.
 */
import { checkActions, type KnownAction } from './check-actions.ts';
import { checkLimits, type Reminders } from './check-limits.ts';
import { checkOrder } from './check-order.ts';
import { checkPeople, type Member } from './check-people.ts';
import type { Remark } from './fault.ts';
import type { Positions } from './read.ts';
import type { Playbook } from './tree.ts';

/** `people`: null where there is no configuration to hold the groups against. */
export type CheckedAgainst = { actions: readonly KnownAction[]; people: readonly Member[] | null; reminders: Reminders };

/** Everything that is wrong or probably not meant, in the order of the file. */
export function checkPlaybook(
  playbook: Playbook,
  positions: Positions,
  { actions, people, reminders }: CheckedAgainst,
): Remark[] {
  const remarks = [
    ...checkActions(playbook, positions, actions),
    ...checkOrder(playbook, positions, actions),
    ...checkLimits(playbook, positions, actions, reminders),
    ...(people === null ? [] : checkPeople(playbook, positions, people)),
  ];
  return remarks.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
