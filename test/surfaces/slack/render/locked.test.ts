import { describe, expect, test } from 'vitest';
import { verbOf } from '../../../../src/surfaces/slack/buttons.ts';
import { closedMessage, containedMessage } from '../../../../src/surfaces/slack/render/contained.ts';
import { decidedMessage } from '../../../../src/surfaces/slack/render/decided.ts';
import { joinedMessage } from '../../../../src/surfaces/slack/render/joined.ts';
import { pastAsking } from '../../../../src/surfaces/slack/render/past-asking.ts';
import { residualMessage } from '../../../../src/surfaces/slack/render/residual.ts';
import { settlementOf } from '../../../../src/surfaces/slack/render/settlement.ts';
import { settledMessage, stuckMessage } from '../../../../src/surfaces/slack/render/stuck.ts';
import { undoMessage } from '../../../../src/surfaces/slack/render/undo.ts';
import { draft, type Entry, type EntryDraft } from '../../../../src/timeline/entry.ts';
import { hashA, hashB, sampleCredential, sampleGate } from '../../cli/sample-view.ts';
import { buttonsOf, doneView, incident, labelsOf, openView, shown, wordsOf } from './slack-sample.ts';

/** The record these drafts make, a second apart. */
function recordOf(drafts: EntryDraft[]): Entry[] {
  return drafts.map(
    (one, index) =>
      ({
        ...one,
        incident,
        seq: index + 1,
        at: new Date(Date.UTC(2026, 10, 24, 3, 16, index)).toISOString(),
        actor: 'bot',
      }) as Entry,
  );
}

const plan = (title: string) => ({
  title,
  targets: [],
  reversible: true,
  mass: false,
  expectedOutage: 'none',
  outageRank: 0,
  breaks: [],
  residuals: [],
});
const offered = [
  draft('plan.made', { plan: hashA, order: 1, reversible: true, mass: false }, { plan: plan('Cut now') }),
  draft('plan.made', { plan: hashB, order: 2, reversible: false, mass: false }, { plan: plan('New password') }),
  draft('gate.opened', { stage: 'contain', nonce: 'n1', plans: [hashA, hashB], expiresAt: '2026-11-24T03:18:55.000Z' }),
];
const said = (
  person: string,
  verdict: 'approve' | 'reject',
  hash: string,
  attestation: 'person' | 'bot',
  reason: string | null,
) =>
  draft(
    'decision.recorded',
    { nonce: 'n1', plan: hash, verdict, person, credential: null, attestation, signature: 's' },
    { reason },
  );
const lockedOf = (drafts: EntryDraft[]) => {
  const asking = pastAsking(recordOf([...offered, ...drafts]), 'n1');
  if (asking === null) throw new Error('no such asking');
  return decidedMessage(openView(), shown, asking);
};

describe('an asking that is answered', () => {
  test('says who said what, when, and who vouches for it; no button is left', () => {
    const message = lockedOf([
      said('ben', 'reject', hashB, 'person', 'too long an outage'),
      said('ana', 'approve', hashA, 'bot', null),
      draft('gate.accepted', { stage: 'contain', nonce: 'n1', plan: hashA }),
    ]);
    const words = wordsOf(message);
    expect(buttonsOf(message)).toEqual([]);
    expect(words).toMatch(/ana said yes to plan `3f9a12bc` at <!date\S+, attested in Slack/);
    expect(words).toMatch(/ben said \*no\* to plan `3f9a99dd` at <!date\S+, signed with their own key: too long an outage/);
    expect(words).toContain('*Agreed* at');
    expect(words).toContain('✓ *AGREED* *1 of 2: Cut now*');
    expect(words).toContain('✕ *REFUSED* *2 of 2: New password*');
  });

  test.each([
    ['refused', [draft('gate.refused', { stage: 'contain', nonce: 'n1' })], '*Refused* at'],
    ['expired', [draft('gate.expired', { stage: 'contain', nonce: 'n1' })], '*Not answered in time*'],
    ['void', [draft('gate.closed', { stage: 'contain', nonce: 'n1' })], '*No longer asked*'],
    [
      'followed by another',
      [draft('gate.opened', { stage: 'contain', nonce: 'n2', plans: [hashA], expiresAt: '2026-11-24T03:20:00.000Z' })],
      '*No longer asked*',
    ],
    [
      'skipped',
      [draft('step.skipped', { step: 'contain.gate', credential: null, person: 'ana' }, { reason: 'r' })],
      '*Skipped*',
    ],
    [
      'accepted by nobody in time',
      [draft('gate.accepted', { stage: 'contain', nonce: 'n1', plan: hashA, by: 'expiry' })],
      'nobody answered in time, and the playbook says to act then',
    ],
  ])('tells when it was %s', (_, drafts, words) => {
    const message = lockedOf(drafts);
    expect(wordsOf(message)).toContain(words);
    expect(buttonsOf(message)).toEqual([]);
  });

  test('what happened to another asking ends none of this one', () => {
    const record = recordOf([...offered, draft('gate.expired', { stage: 'contain', nonce: 'other' })]);
    expect(pastAsking(record, 'n1')?.end).toEqual({ how: 'asking' });
    expect(pastAsking(record, 'unknown')).toBeNull();
  });
});

describe('a stuck step', () => {
  const waiting = sampleGate({
    kind: 'stuck',
    plan: null,
    step: 'strike',
    credential: 'c1',
    what: 'Cut it off: permission denied (42501)',
    byHand: 'ALTER ROLE "app" NOLOGIN; -- a & b',
  });

  test('says what happened, what still goes on, and the exact command', () => {
    const { text, blocks } = stuckMessage(openView(), shown, waiting);
    const words = wordsOf(blocks);
    expect(text).toContain('<@U0ANA> <@U0BEN> INC-7 is stuck');
    expect(words).toContain('Cut it off: permission denied (42501)');
    expect(words).toContain('Everything else goes on');
    expect(words).toContain('```\nALTER ROLE "app" NOLOGIN; -- a &amp; b\n```');
    expect(labelsOf(blocks)).toEqual(['Retry', 'Skip…', 'Done by hand…']);
    expect(JSON.parse(buttonsOf(blocks)[0]?.value ?? '')).toEqual({ incident, step: 'strike', credential: 'c1' });
  });

  test('a refused asking is asked anew', () => {
    expect(labelsOf(stuckMessage(openView(), shown, { ...waiting, step: 'contain.gate', credential: null }))[0]).toBe(
      'Ask anew',
    );
  });

  test('no word of a person outranks a look that found it alive: it is cut off again', () => {
    const alive = sampleCredential({
      proof: { grade: null, before: null, after: { result: 'alive', at: '2026-11-24T03:16:00.000Z', detail: 'login OK' } },
    });
    const labels = labelsOf(stuckMessage(openView({ credentials: [alive] }), shown, { ...waiting, step: 'prove' }));
    expect(labels).toEqual(['Cut it off again', 'Retry', 'Skip…']);
  });

  test('what a person does by hand shows how, and is not retried', () => {
    const message = stuckMessage(openView(), shown, {
      ...waiting,
      kind: 'by-hand',
      byHand: null,
      instructions: 'First this.\n1. Then that.',
    });
    expect(wordsOf(message)).toContain('First this.\n1. Then that.');
    expect(labelsOf(message)).toEqual(['Done by hand…', 'Skip…']);
  });

  test('is locked by whatever settled it, for that credential alone', () => {
    const at = { step: 'strike', credential: 'c1' };
    const record = recordOf([
      draft('step.stuck', { ...at, job: null, class: 'denied' }, { reason: 'r', byHand: null }),
      draft('step.skipped', { step: 'strike', credential: 'c2', person: 'ben' }, { reason: 'not this one' }),
      draft('step.by-hand', { ...at, person: 'ana' }, { reason: 'did it in psql' }),
    ]);
    expect(settlementOf(record.slice(0, 2), 1)).toBeNull();
    const settled = settlementOf(record, 1);
    expect(settled).toMatchObject({ ...at, how: 'by-hand', by: 'ana', reason: 'did it in psql' });
    if (settled === null) return;
    const message = settledMessage(openView(), shown, settled);
    expect(wordsOf(message)).toMatch(/✓ \*Done by hand\* by ana at <!date\S+: did it in psql/);
    expect(buttonsOf(message)).toEqual([]);
  });
});

describe('what is left over', () => {
  const waiting = sampleGate({
    kind: 'residual',
    plan: null,
    step: null,
    credential: 'c1',
    residual: 'r1',
    what: 'r1 still works',
    byHand: "ROLLBACK PREPARED 'x'",
  });

  test('can be accepted with a reason while somebody is wanted', () => {
    const message = residualMessage(doneView({ waiting: [waiting] }), shown, 'r1');
    expect(wordsOf(message)).toContain('something outlives app on main (postgres-password)');
    expect(buttonsOf(message).map(({ action_id, value }) => [verbOf(action_id), JSON.parse(value)])).toEqual([
      ['accept', { incident, credential: 'c1', residual: 'r1' }],
    ]);
  });

  test('is locked once nobody is wanted, and once it is gone', () => {
    expect(buttonsOf(residualMessage(doneView(), shown, 'r1'))).toEqual([]);
    expect(wordsOf(residualMessage(doneView(), shown, 'r9'))).toContain('is gone');
  });
});

test('contained: what was proven, what remains for people, where the report is', () => {
  const message = containedMessage(doneView(), shown);
  const words = wordsOf(message);
  expect(words).toContain('proof *by-use*');
  expect(words).toContain('Tell the owners of shop');
  expect(words).toContain('`npx staunch report 7`');
  expect(labelsOf(message)).toEqual(['Close…']);
  expect(wordsOf(containedMessage(openView(), shown))).toContain('no longer counts as contained');
});

test('closed: who closed it and why, without a button', () => {
  const view = doneView({ state: 'closed', closedAt: '2026-11-24T03:20:00.000Z', closed: { by: 'ana', why: 'all done' } });
  const message = closedMessage(view, shown);
  expect(wordsOf(message)).toMatch(/Closed <!date\S+ by ana: all done/);
  expect(buttonsOf(message)).toEqual([]);
});

test('already handled: by whom, how far it is, and where', () => {
  const words = wordsOf(joinedMessage(openView(), shown, 'https://slack.example/archives/c1'));
  expect(words).toContain('*This is already handled: <https://slack.example/archives/c1|INC-7>*');
  expect(words).toContain('🔴 NOT CUT OFF: it still works');
  expect(words).toContain('by ana');
  expect(wordsOf(joinedMessage(openView(), shown, null))).toContain('*This is already handled: INC-7*');
});

test('a strike that can be taken back says so, and once it cannot has no button', () => {
  expect(labelsOf(undoMessage(doneView(), shown, 'c1'))).toEqual(['Undo']);
  const over = doneView({ credentials: [sampleCredential({ state: 'cut-off', undo: null })] });
  expect(labelsOf(undoMessage(over, shown, 'c1'))).toEqual([]);
  const words = sampleCredential({ state: 'cut-off', undo: { plan: hashA, nonce: 'n', until: 'the incident is closed' } });
  expect(wordsOf(undoMessage(doneView({ credentials: [words] }), shown, 'c1'))).toContain('until the incident is closed');
});
