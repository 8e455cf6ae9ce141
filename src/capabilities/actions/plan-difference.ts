/** What makes a fresh plan another one than the agreed plan, in words. Pure. */
import type { PlanTarget } from '../../timeline/plan.ts';

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function changedKeys(what: string, agreed: Record<string, string>, fresh: Record<string, string>): string[] {
  const keys = [...new Set([...Object.keys(agreed), ...Object.keys(fresh)])].sort();
  return keys
    .filter((key) => agreed[key] !== fresh[key])
    .map((key) => `${what} ${key} was ${agreed[key] ?? 'absent'}, is ${fresh[key] ?? 'absent'}`);
}

/** A smaller cap is no difference: it only asks for less than people agreed to. */
function exceededCaps(agreed: Record<string, number>, fresh: Record<string, number>): string[] {
  return Object.entries(fresh)
    .filter(([name, cap]) => cap > (agreed[name] ?? 0))
    .map(([name, cap]) => `${name}: up to ${cap} would be touched, agreed were ${agreed[name] ?? 0}`);
}

/** Empty when nothing that makes the plan safe has changed. */
export function planDifference(agreed: PlanTarget, fresh: PlanTarget): string[] {
  const changes = [
    ...changedKeys('id', agreed.ids, fresh.ids),
    ...changedKeys('locator', agreed.locator, fresh.locator),
    ...exceededCaps(agreed.caps, fresh.caps),
  ];
  if (agreed.kind !== fresh.kind) changes.push(`kind was ${agreed.kind}, is ${fresh.kind}`);
  if (agreed.verb !== fresh.verb) changes.push(`${agreed.verb} is not possible any more`);
  if (agreed.fingerprint !== fresh.fingerprint) changes.push('another value was handed in');
  const calls = (target: PlanTarget) => target.calls.map(({ call, target: where, reversible }) => [call, where, reversible]);
  // Calls that name a changed id differ with it: said once.
  if (changes.length === 0 && !same(calls(agreed), calls(fresh))) {
    const list = (target: PlanTarget) => target.calls.map(({ call }) => call).join(', ');
    changes.push(`the calls were: ${list(agreed)}; they are: ${list(fresh)}`);
  }
  return changes;
}
