/** Whether one answer of a service could be on two lists. Pure. */
import type { Answer, Condition } from './answer-shape.ts';

export function overlapping(one: Answer, other: Answer): boolean {
  if (one.status !== other.status) return false;
  if (excludes(one, other) || excludes(other, one)) return false;
  const [first, second] = [one.body ?? {}, other.body ?? {}];
  return Object.entries(first).every(([pointer, condition]) => {
    const same = second[pointer];
    return same === undefined || compatible(condition, same);
  });
}

/** An empty body fulfils no condition. */
function excludes(one: Answer, other: Answer): boolean {
  const asksBody = Object.values(other.body ?? {}).some((condition) => !isAbsent(condition));
  return one.type === 'empty' && (asksBody || other.type === 'json');
}

function compatible(one: Condition, other: Condition): boolean {
  if (isAbsent(one) || isAbsent(other)) return isAbsent(one) && isAbsent(other);
  const constants = [one, other].filter((condition) => typeof condition !== 'object' || condition === null);
  return constants.length < 2 || constants[0] === constants[1];
}

const isAbsent = (condition: Condition) => typeof condition === 'object' && condition !== null && 'absent' in condition;
