import type { Entry } from '../../timeline/entry.ts';
import type { Plan, PlanTarget } from '../../timeline/plan.ts';

/**
 * Whether a new value is held for `credential` that no finished strike has handed over: it may be all that lets its
 * users in again. Pure.
 */
export function newValueWaits(entries: readonly Entry[], credential: string): boolean {
  const plans = new Map<string, Plan>();
  let agreed: Plan | undefined;
  let waits = false;
  for (const entry of entries) {
    if (entry.type === 'plan.made' && entry.body !== null) plans.set(entry.data.plan, entry.body.plan);
    if (entry.type === 'gate.accepted') agreed = plans.get(entry.data.plan);
    const of = 'credential' in entry.data && entry.data.credential === credential;
    if (of)
      waits = waitsAfter(
        waits,
        entry,
        agreed?.targets.find((target) => target.credential === credential),
      );
  }
  return waits;
}

const handsOver = (agreed: PlanTarget | undefined) => agreed?.verb === 'replace' || agreed?.verb === 'swap';

function waitsAfter(before: boolean, entry: Entry, agreed: PlanTarget | undefined): boolean {
  switch (entry.type) {
    case 'value.held':
      return entry.data.ref === 'new' || before;
    case 'value.destroyed':
      return entry.data.ref !== 'new' && before;
    // A strike that ended answers with its calls; one that came too late has handed over all the same.
    case 'step.done':
    case 'step.late':
      return before && (!handsOver(agreed) || (entry.body?.calls ?? []).length === 0);
    default:
      return before;
  }
}
