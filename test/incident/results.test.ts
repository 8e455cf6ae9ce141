import { describe, expect, it } from 'vitest';
import { type Failure, failed } from '../../src/incident/action.ts';
import { settleProof } from '../../src/incident/proof-result.ts';
import { type Answered, consequencesOfResult, undoOffered } from '../../src/incident/results.ts';
import type { CredentialRow } from '../../src/incident/rows/credential-row.ts';
import type { Proof } from '../../src/timeline/proof.ts';

const at = '2026-11-24T03:14:00.000Z';
const credential: CredentialRow = {
  id: 'c1',
  kind: 'postgres-password',
  locator: { target: 'main', role: 'app' },
  fingerprint: null,
  hint: 'app on main',
  state: 'alive',
  facts: null,
  before: null,
  looseResiduals: 0,
  held: true,
  heldNew: false,
  provider: 'main',
  concurrency: 8,
};
const calls = [{ call: 'ALTER ROLE', target: 'main/app', answer: 'ALTER ROLE' }];

describe('what an answer means', () => {
  const answered = {
    job: { id: 'j1', incident: 'i1', ref: 'strike', credential: 'c1', attempts: 1, failures: 0, progress: null },
    action: { gives: 'strike', effect: 'repeatable' },
    credential,
    residuals: [],
    plan: { hash: 'h', reversible: false },
    via: 'run',
    at: new Date(at),
    jitter: 0,
  } as unknown as Answered;

  it.each<Failure['class']>(['fatal', 'retryable', 'replan'])('keeps the calls that a %s failure had already made', (kind) => {
    const [consequence] = consequencesOfResult(answered, failed(kind, 'The sink is broken.', { calls }));
    expect(consequence).toMatchObject({ entry: { body: { reason: 'The sink is broken.', calls } } });
  });

  it('offers no undo of a strike that changed nothing', () => {
    const plan = { hash: 'h', reversible: true };
    expect(undoOffered({ gives: 'strike' }, plan, 'c1', { summary: '', calls })).toHaveLength(1);
    expect(undoOffered({ gives: 'strike' }, plan, 'c1', { summary: '', calls, undoable: false })).toEqual([]);
  });
});

describe('a proof of death', () => {
  const after = { result: 'refused', at, detail: '' } as const;
  const proof: Proof = { credential: 'c1', kind: 'postgres-password', grade: 'by-use', before: null, after };
  const destroyed = (keepNew: boolean) =>
    settleProof({ credential, residuals: [] }, proof, [], keepNew).flatMap((one) => (one.type === 'destroy' ? [one.ref] : []));

  it('destroys both values, but never a new one that was not handed over', () => {
    expect(destroyed(false)).toEqual(['leaked', 'new']);
    expect(destroyed(true)).toEqual(['leaked']);
  });
});
