/** What the terminal says about kinds: in help texts, and in `credentials list`. */
import type { Capability, CredentialKind } from '../capabilities/credentials/kind.ts';
import type { Environment } from '../platform/config/environment.ts';
import type { KindMode } from '../platform/config/kind-modes.ts';
import type { KindEntry } from '../surfaces/cli/render/kinds.ts';
import type { KindHelp, Place } from '../surfaces/cli/terminal-composition.ts';
import { kindsFor, placesFor } from './house.ts';
import { modeIn } from './kind-mode.ts';
import { type KindPlace, kindHelp, requiredKeys } from './kind-places.ts';
import { configFileOf, readSettings, type Settings } from './settings.ts';

/** The settings for a question that needs no house; without any configuration, those of practice. */
export function settingsFor(place: Place, environment: Environment): Settings {
  return readSettings(place, environment, !configFileOf(place, environment).exists && environment.databaseUrl === null);
}

export function knownKinds(place: Place, environment: Environment): KindHelp[] {
  const settings = settingsFor(place, environment);
  return kindHelp(kindsFor(settings), placesFor(settings));
}

export function listKinds(place: Place, environment: Environment): KindEntry[] {
  return listed(settingsFor(place, environment));
}

export function listed(settings: Settings): KindEntry[] {
  const places = placesFor(settings);
  return [...kindsFor(settings).values()].map((kind) => kindEntry(kind, places.get(kind.name), modeIn(settings, kind.name)));
}

export function kindEntry(kind: CredentialKind, place: KindPlace | undefined, mode: KindMode): KindEntry {
  const required = requiredKeys(kind);
  return {
    kind: kind.name,
    title: kind.title,
    service: place?.service ?? '',
    locator: kind.locatorKeys.map((key) => ({ key, required: required.has(key) })),
    verbs: Object.entries(kind.capabilities).map(([verb, capability]) => verbEntry(verb, capability)),
    mode,
    targets: (place?.targets ?? []).map(({ name, missing }) => ({ name, missing: [...missing] })),
    sources: [...kind.sources],
  };
}

function verbEntry(verb: string, capability: Capability): KindEntry['verbs'][number] {
  const { reversible, reversibleUntil, lagMs, whoMayCall, breaks, exercisedOn, note } = capability;
  return { verb, reversible, until: reversibleUntil, lagMs, who: whoMayCall, breaks, exercisedOn, note };
}
