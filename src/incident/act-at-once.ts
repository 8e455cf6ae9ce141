/** Whether a public leak is cut off before anybody is asked: only what can be taken back, and only where all agree to that beforehand. Pure. */
import { type KindMode, stricterMode } from '../platform/config/kind-modes.ts';
import type { Playbook } from '../playbook/tree.ts';
import { gateOf, rungNameFor } from './gate.ts';
import type { State } from './state.ts';

type Known = Pick<State, 'public' | 'objected' | 'plans' | 'credentials'>;

/** What the configuration says of a kind now. A record alone is judged by what it pins. */
export type Configured = (kind: string) => KindMode;
const asPinned: Configured = () => 'act';

/** The first plan on offer where it may be carried out at once, else why people must be asked, as the second half of a sentence. */
export function actsAtOnce(
  { public: isPublic, objected, plans, credentials }: Known,
  playbook: Playbook,
  asking: { stage: string; plans: readonly string[] },
  configured: Configured = asPinned,
): { plan: string } | { missing: string } {
  const [hash] = asking.plans;
  const plan = hash === undefined ? undefined : plans.get(hash);
  if (hash === undefined || plan === undefined) return { missing: 'the first plan on offer is not in the record' };
  if (!isPublic) return { missing: 'the leak is not public' };
  if (gateOf(playbook, asking.stage)?.publicLeak !== 'act')
    return { missing: 'the playbook asks people first, also of a public leak' };
  if (objected) return { missing: 'somebody said no before, or took a strike back' };
  if (rungNameFor(plan) !== 'reversible') return { missing: 'the first plan on offer cannot be taken back, or touches many' };
  const asks = plan.targets.find(({ credential, kind }) => {
    const pinned = credentials.get(credential)?.mode;
    return pinned === undefined || stricterMode(pinned, configured(kind)) !== 'act';
  });
  return asks === undefined ? { plan: hash } : { missing: `the mode of ${asks.credential} is not "act"` };
}
