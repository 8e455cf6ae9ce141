/** What a playbook says of the rest of the house: the actions it calls, the groups it counts on. */
import { didYouMean } from './did-you-mean.ts';
import type { Fault, Position } from './fault.ts';
import { actionKey, groupKey, type Positions, rungKey } from './read.ts';
import type { Playbook } from './tree.ts';

/** For a playbook that was stored without its text: the fault names the step, and the line is the first. */
const nowhere: Positions = new Map();

/** A fault for each `do:` that no action of `known` serves. */
export function checkActions(playbook: Playbook, known: ReadonlySet<string>, positions: Positions = nowhere): Fault[] {
  return playbook.stages.flatMap((stage) =>
    stage.steps.flatMap((step): Fault[] => {
      if (step.type !== 'do' || known.has(step.do)) return [];
      const near = didYouMean(step.do, known);
      const fix =
        near === null
          ? `Write one of: ${[...known].sort().join(', ')}; or make it a step \`by-hand:\`.`
          : `Did you mean \`${near}\`?`;
      return [{ ...at(positions, actionKey(step.id)), what: `Step \`${step.id}\`: there is no action \`${step.do}\`.`, fix }];
    }),
  );
}

/** A fault for each group that `groups` (name → people in it) does not have, or that has too few people for its rung. */
export function checkGroups(playbook: Playbook, groups: ReadonlyMap<string, number>, positions: Positions = nowhere): Fault[] {
  const steps = playbook.stages.flatMap(({ steps }) => steps).filter((step) => step.type === 'by-hand');
  const rungs = Object.entries(playbook.ladders).flatMap(([ladder, rungs]) =>
    Object.entries(rungs).map(([name, rung]) => ({ ladder, name, rung })),
  );
  return [
    ...steps.flatMap((step) => groupFault(`Step \`${step.id}\``, step.group, 1, groups, at(positions, groupKey(step.id)))),
    ...rungs.flatMap(({ ladder, name, rung }) =>
      groupFault(
        `Ladder \`${ladder}\`, rung \`${name}\``,
        rung.from,
        rung.people,
        groups,
        at(positions, rungKey(ladder, name)),
      ),
    ),
  ];
}

function groupFault(
  who: string,
  group: string,
  needed: number,
  groups: ReadonlyMap<string, number>,
  position: Position,
): Fault[] {
  const people = groups.get(group);
  if (people === undefined) {
    const near = didYouMean(group, groups.keys());
    const known =
      groups.size === 0 ? 'Add it to the people of staunch.yml.' : `Write one of: ${[...groups.keys()].join(', ')}.`;
    return [
      {
        ...position,
        what: `${who}: there is no group \`${group}\`.`,
        fix: near === null ? known : `Did you mean \`${near}\`?`,
      },
    ];
  }
  if (people >= needed) return [];
  const what = `${who} needs ${needed} from group \`${group}\`, which has ${people}.`;
  return [{ ...position, what, fix: 'Add people to the group in staunch.yml, or ask for fewer here.' }];
}

function at(positions: Positions, key: string): Position {
  return positions.get(key) ?? { line: 1, column: 1 };
}
