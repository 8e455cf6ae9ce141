/** Whether an answer is one of a list. What is on no list could not be told. Pure. */
import type { Json } from '../../../platform/canonical.ts';
import type { HttpAnswer } from '../../clients/http/exchange.ts';
import type { Answer, Condition } from './answer-shape.ts';
import { isSource } from './leaf.ts';
import { type Known, plainValue } from './leaf-value.ts';

export function isOneOf(answer: HttpAnswer, listed: readonly Answer[], known: Known): boolean {
  return listed.some((one) => isThis(answer, one, known));
}

function isThis(answer: HttpAnswer, { status, body, type }: Answer, known: Known): boolean {
  if (answer.status !== status || answer.elsewhere !== null) return false;
  if (type === 'empty' && !answer.empty) return false;
  // A page of a proxy has a status, too: only what the service itself would say counts.
  if (type !== 'any' && !answer.empty && answer.json === undefined) return false;
  if (type === 'json' && answer.json === undefined) return false;
  const conditions = Object.entries(body ?? {});
  if (conditions.length === 0) return true;
  const { json } = answer;
  return json !== undefined && conditions.every(([pointer, condition]) => holds(at(json, pointer), condition, known));
}

function holds(found: Json | undefined, condition: Condition, known: Known): boolean {
  if (isSource(condition)) return equals(found, plainValue(condition, known));
  if (typeof condition === 'object' && condition !== null)
    return 'absent' in condition ? isNothing(found) : !isNothing(found) && found !== '';
  return found === condition;
}

const isNothing = (found: Json | undefined) => found === undefined || found === null;

/** By value: an id may be a number there and text here. Nothing equals what is not known. */
export function equals(found: Json | undefined, wanted: string | number | boolean | null): boolean {
  if (wanted === null || wanted === '' || isNothing(found)) return false;
  if (typeof found === 'number') return Number.isSafeInteger(found) && String(found) === String(wanted);
  return found === wanted;
}

/** What an RFC 6901 pointer leads to; undefined where there is nothing. Own properties only. */
export function at(json: Json, pointer: string): Json | undefined {
  let inner: Json | undefined = json;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof inner !== 'object' || inner === null) return undefined;
    if (Array.isArray(inner) && !/^(0|[1-9]\d*)$/.test(key)) return undefined;
    inner = Object.hasOwn(inner, key) ? (inner as Record<string, Json>)[key] : undefined;
  }
  return inner;
}
