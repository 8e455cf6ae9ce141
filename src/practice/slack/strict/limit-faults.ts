/** Whether something fits the limits of its type, and whether its names are its own. */
import { type Fault, pointerPart } from './fault.ts';
import { type Limit, limitsByType, limitsOfAll } from './limits.ts';

type Found = { pointer: string; value: unknown };
export type Thing = Readonly<Record<string, unknown>>;

export const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Unicode code points. */
export const charactersOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** Calls `look` at this value and at every object in it. */
export function everyThing(value: unknown, pointer: string, look: (thing: Thing, pointer: string) => void): void {
  if (isThing(value)) look(value, pointer);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) everyThing(each, pointer + pointerPart(name), look);
}

/** What is too long, too short, too many or too few, in Slack's words. */
export function limitFaults(thing: Thing, pointer: string): Fault[] {
  const ofType = typeof thing.type === 'string' ? (limitsByType.get(thing.type) ?? []) : [];
  return [...ofType, ...limitsOfAll].flatMap((limit) => faultsAt(limit, thing, pointer));
}

export function faultsAt(limit: Limit, thing: unknown, pointer: string): Fault[] {
  const faults: Fault[] = [];
  for (const found of at(limit.at.split('.'), { pointer, value: thing })) {
    const message = fault(limit, found.value);
    if (message !== null) faults.push({ pointer: found.pointer, message });
  }
  return faults;
}

function at(path: readonly string[], found: Found): Found[] {
  const [name, ...rest] = path;
  if (name === undefined) return [found];
  const { pointer, value } = found;
  if (name === '*') {
    if (!Array.isArray(value)) return [];
    return value.flatMap((each, position) => at(rest, { pointer: pointer + pointerPart(position), value: each }));
  }
  if (!isThing(value) || value[name] === undefined) return [];
  return at(rest, { pointer: pointer + pointerPart(name), value: value[name] });
}

function fault({ unit, least, most }: Limit, value: unknown): string | null {
  if (unit === 'value') {
    const isWithin = typeof value !== 'number' || (value >= least && value <= most);
    return isWithin ? null : `must be between ${least} and ${most}`;
  }
  const size = unit === 'items' ? itemsOf(value) : sizeOf(value, most);
  if (size === null || (size >= least && size <= most)) return null;
  if (unit === 'items') return size > most ? `no more than ${most} items allowed` : `no less than ${least} items allowed`;
  return size > most ? `must be less than ${most + 1} characters` : `must be more than ${least - 1} characters`;
}

const itemsOf = (value: unknown) => (Array.isArray(value) ? value.length : null);

/** A text has at least as many UTF-16 units as characters: most need no counting. */
function sizeOf(value: unknown, most: number): number | null {
  if (typeof value !== 'string') return null;
  return value.length > most ? charactersOf(value) : value.length;
}
