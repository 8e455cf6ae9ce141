/** Arguments as a method wants them. They were checked against the method's schema before. */
import type { Json } from '../../../platform/canonical.ts';
import type { JsonObject } from '../workspace/model.ts';

/** Null when it is absent or empty. */
export function textOf(args: JsonObject, name: string): string | null {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function flagOf(args: JsonObject, name: string): boolean {
  return args[name] === true;
}

export function numberOf(args: JsonObject, name: string): number | null {
  const value = args[name];
  return typeof value === 'number' ? value : null;
}

/** "U1,U2" or ["U1", "U2"]. */
export function listOf(args: JsonObject, name: string): string[] {
  const value = args[name];
  const parts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : (textOf(args, name) ?? '').split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Null when it is absent or no object. */
export function objectOf(args: JsonObject, name: string): JsonObject | null {
  const value = args[name] ?? null;
  return isObject(value) ? value : null;
}

/** Null when it is absent or no list of objects. */
export function objectsOf(args: JsonObject, name: string): JsonObject[] | null {
  const value = args[name];
  return Array.isArray(value) && value.every(isObject) ? value : null;
}

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
