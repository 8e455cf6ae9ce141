/** What a leaf stands for in one call, and what is missing for it. */
import { createHash } from 'node:crypto';
import type { Constant, Derived, Leaf, Source } from './leaf.ts';
import { isSource } from './leaf.ts';
import type { Identity } from './target.ts';

/** What one call may draw on. `value` null: none is held. */
export type Known = {
  value: string | null;
  ids: Readonly<Record<string, string>>;
  locator: Readonly<Record<string, string>>;
};

/** Without the ends that a hint shows, this many characters must be left: else it would match too much. */
const leastHidden = 8;

/** What a derivation makes of a value, or null where the value is too short for it. */
export function derivedFrom(value: string, derived: Derived): string | null {
  if ('hash' in derived) return createHash(derived.hash).update(value).digest(derived.as);
  if ('part' in derived) return value.split(derived.of)[derived.part] || null;
  const { first, last, between } = derived;
  if (first + last === 0 || value.length < first + last + leastHidden) return null;
  return `${value.slice(0, first)}${between}${last === 0 ? '' : value.slice(-last)}`;
}

/** The plain value of a leaf that no identity is needed for; null: it is not known, and matches nothing. */
export function plainValue(leaf: Leaf, known: Known): Constant {
  if (!isSource(leaf)) return leaf;
  if ('$value' in leaf) return known.value || null;
  if ('$id' in leaf) return known.ids[leaf.$id] || null;
  if ('$locator' in leaf) return known.locator[leaf.$locator] || null;
  if ('$derived' in leaf) return known.value === null ? null : derivedFrom(known.value, leaf.$derived);
  return null;
}

/** Every source in a tree. */
export function sourcesIn(value: unknown): Source[] {
  if (isSource(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(sourcesIn);
}

/** What stands in the way of a request, in words for people; empty when everything is there. */
export function missingFor(tree: unknown, known: Known, identities: Identities, target: string): string[] {
  const words = sourcesIn(tree).map((source) =>
    '$identity' in source ? missingIdentity(source, identities, target) : missingSource(source, known),
  );
  return [...new Set(words.filter((word) => word !== null))];
}

type Identities = ReadonlyMap<string, Identity>;
type IdentitySource = Extract<Source, { $identity: string }>;

function missingIdentity({ $identity: name, part }: IdentitySource, identities: Identities, target: string): string | null {
  const identity = identities.get(name);
  if (identity === undefined)
    return `the identity "${name}" of target ${target} is not configured (targets.${target}.identities.${name} in staunch.yml)`;
  if (part === 'secret' || identity.user !== null) return null;
  return `the identity "${name}" of target ${target} has no user: write { user: NAME, password: { env: VARIABLE } }`;
}

function missingSource(source: Source, known: Known): string | null {
  if (plainValue(source, known) !== null) return null;
  if ('$locator' in source) return `the locator key ${source.$locator}= was not given`;
  if ('$id' in source) return `the id "${source.$id}" was not found`;
  if (known.value === null) return 'no value is held: hand it in (staunch hand-in)';
  return 'the value is too short for what is looked for';
}

/** How a leaf is shown: ids and locators spelt out, secrets by their name in braces. */
export function shownLeaf(leaf: Leaf, known: Known): string {
  if (!isSource(leaf)) return String(leaf);
  if ('$value' in leaf) return '{leaked value}';
  if ('$identity' in leaf) return `{${leaf.$identity}}`;
  if ('$derived' in leaf) return '{part of the leaked value}';
  const plain = plainValue(leaf, known);
  return plain === null ? '{not known}' : String(plain);
}
