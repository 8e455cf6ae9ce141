import { describe, expect, it } from 'vitest';
import { mergePlans, type Offered } from '../../../src/capabilities/actions/merge-plans.ts';
import { planDifference } from '../../../src/capabilities/actions/plan-difference.ts';
import type { PlanOption } from '../../../src/capabilities/credentials/kind.ts';
import type { PlanTarget, StrikeVerb } from '../../../src/timeline/plan.ts';

function target(over: Partial<PlanTarget> = {}): PlanTarget {
  return {
    credential: 'c1',
    kind: 'k',
    locator: { role: 'app' },
    fingerprint: 'f',
    verb: 'disable',
    ids: { oid: '1' },
    caps: { sessions: 1_000 },
    calls: [{ order: 1, call: 'cut', target: 'app', reversible: true }],
    ...over,
  };
}

function option(credential: string, verb: StrikeVerb, outageRank: number, reversible = verb === 'disable'): PlanOption {
  return {
    target: target({ credential, verb }),
    title: `${verb} it`,
    reversible,
    expectedOutage: `outage ${outageRank}`,
    outageRank,
    breaks: [`breaks ${credential}`],
    residuals: [],
  };
}

const offered = (hint: string, ...options: [PlanOption, ...PlanOption[]]): Offered => ({ hint, options });

describe('the plans of a containment', () => {
  it('are none when nothing is to be struck', () => {
    expect(mergePlans([])).toEqual([]);
  });

  it('come reversible first, then with the least outage', () => {
    const plans = mergePlans([
      offered('a', option('c1', 'replace', 1), option('c1', 'revoke', 5, true), option('c1', 'disable', 9)),
    ]);
    expect(plans.map(({ title }) => title)).toEqual(['revoke it', 'disable it', 'replace it']);
    expect(plans.every(({ mass }) => !mass)).toBe(true);
  });

  it('cover every credential: one that does not offer the verb gets its gentlest way', () => {
    const plans = mergePlans([
      offered('a', option('c1', 'disable', 5), option('c1', 'replace', 6)),
      offered('b', option('c2', 'disable', 9)),
    ]);
    expect(plans.map(({ targets }) => targets.map(({ credential, verb }) => `${credential} ${verb}`))).toEqual([
      ['c1 disable', 'c2 disable'],
      ['c1 replace', 'c2 disable'],
    ]);
    expect(plans[0]).toMatchObject({ title: 'a: disable it; b: disable it', mass: true, outageRank: 9 });
    expect(plans[0]?.breaks).toEqual(['a: breaks c1', 'b: breaks c2']);
    expect(plans[1]?.reversible).toBe(false);
  });
});

describe('a plan made again', () => {
  it('is the same when nothing that makes it safe has changed', () => {
    expect(planDifference(target(), target())).toEqual([]);
  });

  it('may touch less than agreed, never more', () => {
    expect(planDifference(target({ caps: { sessions: 10 } }), target({ caps: { sessions: 1 } }))).toEqual([]);
    expect(planDifference(target(), target({ caps: { sessions: 10_000 } }))[0]).toContain('agreed were 1000');
    expect(planDifference(target(), target({ caps: { sessions: 1, tables: 1 } }))).toHaveLength(1);
  });

  it.each([
    ['another id', { ids: { oid: '2' } }, 'id oid was 1, is 2'],
    ['another locator', { locator: { role: 'b' } }, 'locator role was app, is b'],
    ['another value', { fingerprint: 'g' }, 'another value was handed in'],
    ['another kind', { kind: 'l' }, 'kind was k, is l'],
    ['another verb', { verb: 'replace' as const }, 'disable is not possible any more'],
    [
      'another call',
      { calls: [{ order: 1, call: 'kill', target: 'app', reversible: true }] },
      'the calls were: cut; they are: kill',
    ],
  ])('says in words what changed: %s', (_what, over, words) => {
    expect(planDifference(target(), target(over))).toEqual([words]);
  });
});
