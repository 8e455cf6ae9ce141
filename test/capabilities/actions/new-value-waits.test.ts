import { describe, expect, it } from 'vitest';
import { newValueWaits } from '../../../src/capabilities/actions/new-value-waits.ts';
import { draft, type Entry, type EntryDraft } from '../../../src/timeline/entry.ts';
import type { Plan, StrikeVerb } from '../../../src/timeline/plan.ts';

const c1 = { credential: 'c1' } as const;
const until = '2026-11-24T03:42:00.000Z';
const held = draft('value.held', { ...c1, ref: 'new', fingerprint: 'ab', until });
const accepted = (plan: string) => draft('gate.accepted', { stage: 'contain', nonce: 'n', plan });
const call = { call: 'ALTER ROLE', target: 'main/app', answer: 'ALTER ROLE' };
const done = (calls: (typeof call)[]) =>
  draft('step.done', { step: 'strike', ...c1, job: 'j', via: 'run' }, { summary: 'done', calls });

function made(hash: string, verb: StrikeVerb): EntryDraft {
  const target = { ...c1, kind: 'k', locator: {}, fingerprint: null, verb, ids: {}, caps: {}, calls: [] };
  const words = { title: '', mass: false, expectedOutage: '', outageRank: 0, breaks: [], residuals: [] };
  const plan: Plan = { ...words, targets: [target], reversible: verb === 'disable' };
  return draft('plan.made', { plan: hash, order: 1, reversible: plan.reversible, mass: false }, { plan });
}

const waits = (...drafts: EntryDraft[]) =>
  newValueWaits(
    [made('cut', 'disable'), made('new', 'replace'), ...drafts].map(
      (entry, index) => ({ ...entry, incident: 'i', seq: index + 1, at: until, actor: 'bot' }) as Entry,
    ),
    'c1',
  );

describe('a new value', () => {
  it('waits from the moment it is held until a strike that hands it over has ended', () => {
    expect(waits(accepted('new'))).toBe(false);
    expect(waits(accepted('new'), held)).toBe(true);
    expect(waits(accepted('new'), held, done([call]))).toBe(false);
  });

  it('goes on waiting when nothing was left to strike, or when another plan was carried out', () => {
    expect(waits(accepted('new'), held, done([]))).toBe(true);
    expect(waits(accepted('new'), held, accepted('cut'), done([call]))).toBe(true);
  });

  it('waits no more once it is destroyed, and waits anew when another one is held', () => {
    const gone = draft('value.destroyed', { ...c1, ref: 'new', why: 'held as long as allowed' });
    expect(waits(accepted('new'), held, gone)).toBe(false);
    expect(waits(accepted('new'), held, done([call]), accepted('new'), held)).toBe(true);
  });
});
