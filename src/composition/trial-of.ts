/** One credential looked up and tried by its kind, outside of any incident: what its incident would begin with. */
import type { Call, CredentialKind, Identified } from '../capabilities/credentials/kind.ts';
import type { Json } from '../platform/canonical.ts';
import type { Trial, TrialPlan } from '../surfaces/cli/render/trial.ts';
import type { CredentialRecord } from '../timeline/credential.ts';

/** Identify and probe take a few calls of seconds each; somebody sits before it. */
const trialLimitMs = 60_000;

export type Tried = { kind: CredentialKind; locator: Record<string, string>; hint: string; value: string | null };

/** Reads only: neither a verb nor anything of ours that records is reached from here. May reject with what the kind throws. */
export async function trialOf({ kind, locator, hint, value }: Tried, interrupted: AbortSignal): Promise<Trial> {
  const credential: CredentialRecord = { id: 'c1', kind: kind.name, locator, fingerprint: null, hint };
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(trialLimitMs)]);
  const call = (facts: Json): Call => ({
    credential,
    facts,
    signal,
    now: () => new Date(),
    value: () => Promise.resolve(value),
    next: () => Promise.resolve(null),
    // The hourly budget is the bots'; these are a few calls that a person makes.
    spend: () => Promise.resolve(null),
  });
  const base = { kind: kind.name, hint, target: locator.target ?? '' };
  const found: Identified = await kind.identify(call(null));
  if (found.kind === 'refused') {
    const refused = { reason: found.reason, byHand: found.byHand ?? null };
    return { ...base, identified: null, refused, look: null, plans: [] };
  }
  const { ids, breaks, remarks, facts } = found.identity;
  const look = value === null ? null : await kind.probe(call(facts), false);
  return {
    ...base,
    identified: { ids, breaks, remarks },
    refused: null,
    look: look === null ? null : { result: look.result, detail: look.detail },
    plans: kind.plan(credential, facts, look).map((option) => planOf(kind, option)),
  };
}

function planOf(kind: CredentialKind, option: ReturnType<CredentialKind['plan']>[number]): TrialPlan {
  const { title, target, reversible, breaks, residuals } = option;
  return {
    title,
    verb: target.verb,
    reversible,
    breaks,
    calls: target.calls,
    residuals: residuals.map(({ what, until, endedBy }) => ({ what, until, endedBy })),
    byHand: kind.byHand(target),
  };
}
