/** What can be declared in a form: the kinds that have a target here, with what each needs to be told. */
import type { CredentialKind } from '../capabilities/credentials/kind.ts';
import type { DeclareKind } from '../surfaces/slack/render/declare-modal.ts';
import { type KindPlaces, requiredKeys } from './kind-places.ts';

export function declareKinds(kinds: ReadonlyMap<string, CredentialKind>, places: KindPlaces): DeclareKind[] {
  return [...kinds.values()].flatMap((kind) => {
    const targets = (places.get(kind.name)?.targets ?? []).map(({ name }) => name);
    if (targets.length === 0) return [];
    const required = requiredKeys(kind);
    const locator = kind.locatorKeys.map((key) => ({
      key,
      label: key === 'target' ? 'On which target?' : labelOf(key),
      optional: !required.has(key),
      choices: key === 'target' ? targets : null,
    }));
    return [{ name: kind.name, title: kind.title, locator }];
  });
}

/** "token-id" as people read it. */
const labelOf = (key: string): string => `${key.slice(0, 1).toUpperCase()}${key.slice(1).replaceAll(/[-_]/g, ' ')}`;
