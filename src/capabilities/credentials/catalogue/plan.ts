/** The alternatives for one credential of a service. Pure: facts in, calls out. */
import type { Json } from '../../../platform/canonical.ts';
import type { CredentialRecord } from '../../../timeline/credential.ts';
import type { PlanOption } from '../kind.ts';
import { shownRequest } from './build-request.ts';
import type { Described } from './described.ts';
import { readFacts } from './facts.ts';
import type { Known } from './leaf-value.ts';

/** What can be taken back is offered before what cannot. */
const outageRanks = { disable: 50, revoke: 60 } as const;

export function plan({ kind }: Described, credential: CredentialRecord, facts: Json): PlanOption[] {
  const found = readFacts(facts);
  if (found === null || found.gone) return [];
  const known: Known = { value: null, ids: found.ids, locator: credential.locator };
  const where = credential.locator.target ?? '';
  return found.offers.flatMap((name): PlanOption[] => {
    const verb = kind[name];
    if (verb === undefined) return [];
    const { id, kind: kindName, locator, fingerprint } = credential;
    const ids = Object.keys(found.ids).length > 0 ? found.ids : fingerprint === null ? { ...locator } : { fingerprint };
    const calls = [{ order: 1, call: shownRequest(verb.request, known), target: where, reversible: verb.reversible }];
    return [
      {
        target: { credential: id, kind: kindName, locator, fingerprint, verb: name, ids, caps: {}, calls },
        title: verb.title,
        reversible: verb.reversible,
        expectedOutage: verb.reversible ? 'until it is taken back or replaced' : 'until its users have another one',
        outageRank: outageRanks[name],
        breaks: [verb.breaks],
        residuals: verb.leaves.map((left, index) => ({
          id: `${id}-left-${index + 1}`,
          credential: id,
          what: left.for === undefined ? left.what : `${left.what} (for up to ${Math.round(left.for / 60_000)} min)`,
          until: null,
          endedBy: left['ended-by'] ?? null,
        })),
        mass: verb.mass,
      },
    ];
  });
}
