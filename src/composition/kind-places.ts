/** Which targets each kind can act on, and what that makes of a locator in which `target` was left out. */
import type { Service, ServiceKind } from '../capabilities/credentials/catalogue/schema.ts';
import type { CredentialKind } from '../capabilities/credentials/kind.ts';
import type { PlacedCredential } from '../incident/declare.ts';
import type { KindHelp } from '../surfaces/cli/terminal-composition.ts';

export type Kinds = ReadonlyMap<string, CredentialKind>;

/** `service`: the `kind:` of its targets in staunch.yml. `hides`: null for a value of which nothing may be shown. */
export type KindPlace = { service: string; targets: readonly PlaceTarget[]; hides: HiddenValue | null };

/** A configured target. `missing`: accounts that the kind could use there and that are not given. */
export type PlaceTarget = { name: string; missing: readonly string[] };

/** How much of a value may be shown, so that people recognise it. */
export type HiddenValue = { prefixes: readonly string[] };

export type KindPlaces = ReadonlyMap<string, KindPlace>;

/** The ends of a shorter value would be too much of it. */
const leastShownChars = 20;
const shownEnd = 4;

/** What a kind says of a locator, and of a value where there is one, before anything is opened. */
export function placeOf(
  kinds: Kinds,
  places: KindPlaces,
  name: string,
  given: Record<string, string>,
  value?: string,
): PlacedCredential | { fault: string } {
  const kind = kinds.get(name);
  const place = places.get(name);
  if (kind === undefined || place === undefined)
    return { fault: `There is no kind "${name}". Write one of: ${[...kinds.keys()].join(', ')}.` };
  const whole = completed(kind, place, given);
  if ('fault' in whole) return whole;
  const shape = kind.locator.safeParse(whole.locator);
  if (!shape.success)
    return { fault: shape.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join(' ') };
  const locator = shape.data;
  const objection = kind.objection(locator);
  if (objection !== null) return { fault: objection };
  const shown = value === undefined || place.hides === null ? null : maskedValue(value, place.hides);
  const byValue = kind.valueSaysWhich === true ? { valueSaysWhich: true } : {};
  return { hint: hintOf(kind, locator, shown), locator, ...byValue, ...kind.provider(locator) };
}

/** "GitHub token ghp_…a3f9 on github": what is shown of the value stands behind the kind's own name for it. */
function hintOf(kind: CredentialKind, locator: Record<string, string>, shown: string | null): string {
  const hint = kind.hint(locator);
  if (shown === null) return hint;
  return hint.startsWith(kind.title) ? `${kind.title} ${shown}${hint.slice(kind.title.length)}` : `${hint} (${shown})`;
}

function completed(
  { name, locatorKeys }: CredentialKind,
  { service, targets }: KindPlace,
  locator: Record<string, string>,
): { locator: Record<string, string> } | { fault: string } {
  if (locator.target !== undefined || !locatorKeys.includes('target')) return { locator };
  const [only, ...others] = targets;
  if (only !== undefined && others.length === 0) return { locator: { target: only.name, ...locator } };
  if (only === undefined)
    return {
      fault: `There is no target of kind ${service} in staunch.yml, so ${name} has nowhere to go. Add one under targets.`,
    };
  return {
    fault: `target: There are several targets of kind ${service}. Say which: ${targets.map(({ name: target }) => target).join(', ')}.`,
  };
}

/** "ghp_…a3f9"; null for a value too short to show anything of. */
export function maskedValue(value: string, { prefixes }: HiddenValue): string | null {
  if (value.length < leastShownChars) return null;
  const prefix = prefixes.filter((start) => value.startsWith(start)).toSorted((a, b) => b.length - a.length)[0] ?? '';
  // A prefix is public; but what is left in the middle must stay far more than what is shown at the end.
  if (value.length - prefix.length < leastShownChars - shownEnd) return null;
  return `${prefix}…${value.slice(-shownEnd)}`;
}

/** What the terminal says about each kind; a key may be left out when the kind does without it, or it can mean only one thing. */
export function kindHelp(kinds: Kinds, places: KindPlaces): KindHelp[] {
  return [...kinds.values()].map((kind) => ({
    name: kind.name,
    title: kind.title,
    locator: [...kind.locatorKeys],
    optional: kind.locatorKeys.filter((key) => !requiredKeys(kind).has(key) || isOnlyTarget(key, places.get(kind.name))),
  }));
}

/** Where the kinds of one service can act; `given` are its targets by name, each with the accounts it has. */
export function servicePlaces(
  service: Service,
  given: ReadonlyMap<string, { identities: Readonly<Record<string, unknown>> }>,
): [string, KindPlace][] {
  return Object.entries(service.kinds).map(([name, kind]) => {
    const used = identitiesIn(kind);
    const targets = [...given].map(([target, { identities }]) => ({
      name: target,
      missing: used.filter((identity) => identities[identity] === undefined),
    }));
    return [name, { service: service.service, targets, hides: hiddenBy(kind) }];
  });
}

/** Without a form of its own a value may be a password, and of that nothing is shown. */
const hiddenBy = ({ value }: ServiceKind): HiddenValue | null =>
  value === undefined || value.prefixes.length === 0 ? null : { prefixes: value.prefixes };

/** The accounts of Staunch that a part of a service file refers to. */
function identitiesIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = '$identity' in part && typeof part.$identity === 'string' ? [part.$identity] : [];
  return [...new Set([...own, ...Object.values(part).flatMap(identitiesIn)])];
}

const isOnlyTarget = (key: string, place: KindPlace | undefined) => key === 'target' && place?.targets.length === 1;

/** The keys that the kind's own schema misses in an empty locator. */
export function requiredKeys(kind: Pick<CredentialKind, 'locator'>): Set<string> {
  const empty = kind.locator.safeParse({});
  return new Set(empty.success ? [] : empty.error.issues.map(({ path }) => String(path[0])));
}
