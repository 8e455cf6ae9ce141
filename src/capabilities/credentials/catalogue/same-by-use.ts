/** A hint shows only the ends of a value. Whether the one that it led to is the one that leaked, its use has to say. */
import type { Call } from '../kind.ts';
import { ask, unexpected } from './ask.ts';
import { shownRequest } from './build-request.ts';
import type { Described } from './described.ts';
import { isOneOf } from './judge-answer.ts';
import { type Known, missingFor, sourcesIn } from './leaf-value.ts';
import { usesValue } from './lint-service.ts';
import type { ServiceKind } from './schema.ts';
import type { ServiceTarget } from './target.ts';

/** Whether its look-ups compare no more of the value than its ends: two values, of two accounts, can have the same. */
export function foundByHint({ lookups }: ServiceKind): boolean {
  const compared = lookups.flatMap(({ request, where }) =>
    sourcesIn([request.path, request.query, request.json, request.form, where]),
  );
  const wholly = compared.some((source) => '$value' in source || ('$derived' in source && !('first' in source.$derived)));
  return !wholly && compared.some((source) => '$derived' in source);
}

/**
 * What speaks against it that the thing found with `known.ids` is the leaked credential, in words for people, or null. Only asked
 * where a hint led there and the value can be tried: it must be alive as the file describes that (with the id or account that was
 * found, where it says so). A value that is refused while its hint is still listed is somebody else's, or ended already.
 */
export async function doubtBySameUse(
  { kind, once }: Described,
  target: ServiceTarget,
  known: Known,
  call: Call,
): Promise<string | null> {
  const { probe } = kind;
  if (probe === undefined || known.value === null || !foundByHint(kind) || !usesValue(probe.request)) return null;
  if (missingFor([probe.request, probe.alive], known, target.identities, target.name).length > 0) return null;
  const answer = await ask(once, target, probe.request, known, call);
  if (isOneOf(answer, probe.alive, known)) return null;
  const shown = shownRequest(probe.request, known);
  const trouble = unexpected(target, probe.request, shown, answer);
  if (trouble.class === 'retryable') throw trouble;
  return `${kind.title}: one credential at ${target.name} has the ends of the leaked value, but the value itself does not work as that one (${answer.status} to ${shown}): it may be of another account, or ended already. Nothing was touched. Check the locator and the value, or have its owner end it by hand.`;
}
