/** Finds exactly one credential behind a locator and a value, and says which verbs can be offered. Changes nothing. */
import type { Call, Identified, Remark } from '../kind.ts';
import { type Described, knownOf, targetOf } from './described.ts';
import { type HttpFacts, readFacts } from './facts.ts';
import { type Known, missingFor } from './leaf-value.ts';
import { usesValue } from './lint-service.ts';
import { type Found, findOne } from './lookup.ts';
import { doubtBySameUse } from './same-by-use.ts';
import type { Lookup } from './schema.ts';
import type { ServiceTarget } from './target.ts';
import { formFault } from './value-form.ts';

const verbs = ['disable', 'revoke'] as const;

export async function identify(described: Described, call: Call): Promise<Identified> {
  const { kind } = described;
  const target = targetOf(described, call.credential.locator);
  const known = await knownOf(call, {});
  const form = known.value === null ? null : formFault(known.value, kind.value);
  if (form !== null)
    return refused(`${kind.title}: the value ${form}. Nothing was called. Hand in the right one (staunch hand-in).`);
  const looked = await lookUp(described, target, known, call);
  if ('reason' in looked) return refused(looked.reason);
  const all: Known = { ...known, ids: looked.ids };
  // Once was enough: from then on the ids that were found are compared with those that people agreed to.
  const doubt = looked.gone || call.facts !== null ? null : await doubtBySameUse(described, target, all, call);
  if (doubt !== null) return refused(doubt);
  const remarks = [...looked.remarks];
  const offers = verbs.filter((name) => {
    const verb = kind[name];
    if (verb === undefined || looked.gone) return false;
    const missing = missingFor([verb.request, verb.undo?.request ?? null], all, target.identities, target.name);
    if (missing.length > 0) remarks.push({ severity: 'note', text: `"${verb.title}" is not offered: ${missing.join('; ')}` });
    return missing.length === 0;
  });
  if (offers.length === 0 && !looked.gone)
    remarks.push({ severity: 'blocking', text: `nothing can be done about it by Staunch as things are: see what is missing` });
  const ids = idsOf(looked.ids, call.credential);
  return {
    kind: 'one',
    identity: { ids, breaks: breaksOf(described, offers), remarks, facts: { ids: looked.ids, offers, gone: looked.gone } },
  };
}

const refused = (reason: string): Identified => ({ kind: 'refused', class: 'fatal', reason });

type Looked = { ids: Record<string, string>; gone: boolean; remarks: Remark[] };

/** Runs each look-up for which everything is known. One that finds nothing of what was there before says that it is gone. */
async function lookUp(
  described: Described,
  target: ServiceTarget,
  known: Known,
  call: Call,
): Promise<Looked | { reason: string }> {
  const before = readFacts(call.facts);
  const ids: Record<string, string> = {};
  const remarks: Remark[] = [];
  for (const lookup of described.kind.lookups) {
    const sofar: Known = { ...known, ids };
    const missing = missingFor([lookup.request, Object.values(lookup.where)], sofar, target.identities, target.name);
    const earlier = takenBefore(lookup, before);
    if (missing.length > 0) {
      remarks.push({ severity: 'note', text: `it was not looked up (${lookup.name}): ${missing.join('; ')}` });
      // The value may be destroyed by now: what was found by it in this incident stays the one that is meant.
      if (earlier === null) break;
      Object.assign(ids, earlier);
      continue;
    }
    const found = await findOne(described.once, target, lookup, sofar, call, before?.ids);
    if (found.kind === 'one') {
      Object.assign(ids, found.ids);
      continue;
    }
    if (found.kind === 'none' && before !== null && earlier !== null && !found.still)
      return { ids: before.ids, gone: true, remarks };
    return { reason: notOne(described, target, lookup.name, found) };
  }
  return { ids, gone: false, remarks };
}

/** What this look-up took earlier in the incident; null where it was never found. */
function takenBefore({ take }: Lookup, before: HttpFacts | null): Record<string, string> | null {
  const names = Object.keys(take);
  if (before === null || !names.every((name) => Object.hasOwn(before.ids, name))) return null;
  return Object.fromEntries(names.map((name) => [name, before.ids[name] ?? '']));
}

/** No word of what the others are: only how many. */
function notOne({ kind }: Described, target: ServiceTarget, lookup: string, found: Exclude<Found, { kind: 'one' }>): string {
  const where = `${target.name} (look-up "${lookup}")`;
  const stays = 'Nothing was touched.';
  switch (found.kind) {
    case 'none':
      return `${kind.title}: there is no such credential at ${where}. ${stays} Check the locator and the value, or whether it belongs to another account.`;
    case 'many':
      return `${kind.title}: ${found.count} credentials at ${where} look like it, and which one leaked cannot be told. ${stays} Give more of the locator, or have its owner end it by hand.`;
    case 'unclear':
      return `${kind.title}: whether exactly one credential at ${where} is meant could not be seen: ${found.why}. ${stays} Have its owner end it by hand.`;
  }
}

/** What the provider never gives again; where it gives nothing, the value itself stands for it. */
export function idsOf(taken: Record<string, string>, { fingerprint, locator }: Call['credential']): Record<string, string> {
  if (Object.keys(taken).length > 0) return taken;
  if (fingerprint !== null) return { fingerprint };
  return { ...locator };
}

function breaksOf({ kind }: Described, offers: readonly (typeof verbs)[number][]): string[] {
  const [first] = offers;
  const verb = first === undefined ? undefined : kind[first];
  return verb === undefined ? [] : [verb.breaks];
}

/** Whether a probe of this kind needs the leaked value. */
export function probeNeedsValue({ kind }: Described): boolean {
  return kind.probe !== undefined && usesValue(kind.probe.request);
}
