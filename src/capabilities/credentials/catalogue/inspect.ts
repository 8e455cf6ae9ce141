/** The provider's own state, asked anew with Staunch's own account: is the credential still there? */
import type { PlanTarget } from '../../../timeline/plan.ts';
import type { Residual } from '../../../timeline/residual.ts';
import type { Call, Inspection } from '../kind.ts';
import { ask, unexpected } from './ask.ts';
import { shownRequest } from './build-request.ts';
import { type Described, knownOf, targetOf } from './described.ts';
import { readFacts } from './facts.ts';
import { isOneOf } from './judge-answer.ts';
import { type Known, missingFor } from './leaf-value.ts';
import { findOne } from './lookup.ts';
import type { ServiceKind } from './schema.ts';
import type { ServiceTarget } from './target.ts';

type Told = Pick<Inspection, 'cutOff' | 'detail'>;
const couldNotTell = (detail: string): Told => ({ cutOff: 'could-not-tell', detail });

export async function inspect(described: Described, call: Call, agreed: PlanTarget | null): Promise<Inspection> {
  const told = await stateOf(described, call);
  return { ...told, residuals: leftBehind(described, call, agreed) };
}

async function stateOf(described: Described, call: Call): Promise<Told> {
  const { inspect: how } = described.kind;
  const target = targetOf(described, call.credential.locator);
  if (how === undefined) return couldNotTell(`${target.name} cannot be asked about it in another way`);
  const ids = readFacts(call.facts)?.ids ?? {};
  const known = await knownOf(call, ids);
  return 'lookup' in how
    ? byLookup(described, target, how.lookup, known, call)
    : byRequest(described, target, how, known, call);
}

type ByRequest = Extract<NonNullable<ServiceKind['inspect']>, { request: unknown }>;

async function byRequest(described: Described, target: ServiceTarget, how: ByRequest, known: Known, call: Call): Promise<Told> {
  const missing = missingFor(how.request, known, target.identities, target.name);
  if (missing.length > 0) return couldNotTell(missing.join('; '));
  const shown = shownRequest(how.request, known);
  const answer = await ask(described.once, target, how.request, known, call);
  if (isOneOf(answer, how['cut-off'], known))
    return { cutOff: 'yes', detail: `${target.name} says it is cut off (${answer.status} to ${shown})` };
  if (isOneOf(answer, how.open, known))
    return { cutOff: 'no', detail: `${target.name} says it is open (${answer.status} to ${shown})` };
  throw unexpected(target, how.request, shown, answer);
}

/** Gone counts only for what was found before in this incident: a mistyped locator is nobody's death. */
async function byLookup(described: Described, target: ServiceTarget, name: string, known: Known, call: Call): Promise<Told> {
  const lookup = described.kind.lookups.find((one) => one.name === name);
  if (lookup === undefined) return couldNotTell(`its service file has no look-up "${name}"`);
  const taken = Object.keys(lookup.take);
  if (!taken.every((key) => Object.hasOwn(known.ids, key)))
    return couldNotTell(`it was never found at ${target.name} in this incident: that it is not there says nothing`);
  const missing = missingFor([lookup.request, Object.values(lookup.where)], known, target.identities, target.name);
  if (missing.length > 0) return couldNotTell(missing.join('; '));
  const found = await findOne(described.once, target, lookup, known, call);
  switch (found.kind) {
    case 'none':
      if (found.still) return couldNotTell(`${target.name} still lists it, but not as it was found before`);
      return { cutOff: 'yes', detail: `${target.name} does not list it any more` };
    case 'one':
      return taken.every((key) => found.ids[key] === known.ids[key])
        ? { cutOff: 'no', detail: `${target.name} still lists it` }
        : couldNotTell(`${target.name} lists another one that looks like it`);
    case 'many':
      return couldNotTell(`${target.name} lists ${found.count} that look like it`);
    case 'unclear':
      return couldNotTell(`the list of ${target.name} could not be seen whole: ${found.why}`);
  }
}

/** What the file says that lives on; its time counts from when this is looked at first. */
function leftBehind({ kind }: Described, call: Call, agreed: PlanTarget | null): Residual[] {
  const verb = agreed?.verb === 'disable' || agreed?.verb === 'revoke' ? kind[agreed.verb] : undefined;
  const { id } = call.credential;
  return (verb?.leaves ?? []).map((left, index) => ({
    id: `${id}-left-${index + 1}`,
    credential: id,
    what: left.what,
    until: left.for === undefined ? null : new Date(call.now().getTime() + left.for).toISOString(),
    endedBy: left['ended-by'] ?? null,
  }));
}
