/** When looks after a strike are enough, and what they prove. Pure. */
import type { Grade, Look } from '../../timeline/proof.ts';
import type { Inspection, Settling } from '../credentials/kind.ts';

/** One look after the strike: by use, and at the provider's own state. `looked`: the provider could be asked. */
export type Seen = { use: Look; provider: { cutOff: Inspection['cutOff']; detail: string; looked: boolean } };

export type Verdict =
  | { kind: 'more'; why: string }
  | { kind: 'proven'; grade: Grade; after: Look }
  | { kind: 'failed'; reason: string };

function proven(grade: Grade, last: Seen): Verdict {
  return { kind: 'proven', grade, after: { ...last.use, detail: `${last.use.detail}; ${last.provider.detail}` } };
}

/** What the use of the credential itself proves, if every steady look was refused. */
function byUse(before: Look | null, steady: Seen[]): Grade | null {
  if (!steady.every((seen) => seen.use.result === 'refused')) return null;
  if (before?.result === 'alive') return 'by-use';
  return before?.result === 'refused' ? 'found-dead' : null;
}

/** Whether the provider may still be on its way to what it answered. */
function withinLag(seen: Seen[], last: Seen, { lagMs = 0 }: Settling): boolean {
  const first = seen[0] ?? last;
  return Date.parse(last.use.at) - Date.parse(first.use.at) < lagMs;
}

/**
 * `seen` are all looks since the strike, oldest first; the last `settling.looks` of them must agree. A mixture is looked
 * at again, up to `atMostLooks`; then the provider's own word counts, if it was the same each time.
 */
export function grade(before: Look | null, seen: Seen[], settling: Settling): Verdict {
  const last = seen.at(-1);
  if (last === undefined) return { kind: 'more', why: 'no look yet' };
  if (last.use.result === 'alive') {
    if (withinLag(seen, last, settling)) return { kind: 'more', why: `${last.use.detail}: the provider needs a while` };
    return {
      kind: 'failed',
      reason: `It is still alive: ${last.use.detail}. The strike did not hold: retry it, or do it by hand.`,
    };
  }
  // What was still alive while the provider was on its way does not count: looking begins anew after it.
  const looks = seen.slice(seen.findLastIndex(({ use }) => use.result === 'alive') + 1);
  if (looks.length < settling.looks) return { kind: 'more', why: `look ${looks.length} of ${settling.looks}` };
  const steady = looks.slice(-settling.looks);
  const over = looks.length >= settling.atMostLooks;
  if (!last.provider.looked && !over) return { kind: 'more', why: last.provider.detail };
  const used = byUse(before, steady);
  if (used !== null) return proven(used, last);
  const providerSure = steady.every((seen) => seen.provider.cutOff === 'yes');
  const useMixed = before?.result === 'alive' && steady.some((seen) => seen.use.result === 'refused');
  if (providerSure && (!useMixed || over)) return proven('by-provider', last);
  if (!over) return { kind: 'more', why: last.use.detail };
  return {
    kind: 'failed',
    reason: `After ${looks.length} looks it could not be told whether it still works: ${last.use.detail}; ${last.provider.detail}. Mend what stands in the way and retry, hand in the value, or have a person check by hand.`,
  };
}
