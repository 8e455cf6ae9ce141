import { describe, expect, test } from 'vitest';
import { fold } from '../../src/incident/fold/fold.ts';
import type { View } from '../../src/incident/view.ts';
import { viewOf } from '../../src/incident/view-of.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import { draft, type EntryDraft } from '../../src/timeline/entry.ts';
import { planHash } from '../../src/timeline/plan.ts';
import { look, planFor } from './cast.ts';
import {
  asking,
  closed,
  hash,
  loose,
  made,
  nonce,
  other,
  otherHash,
  plan,
  refusedAll,
  said,
  started,
  stepDone,
  stuck,
} from './command-cases.ts';
import { drill } from './drill-playbook.ts';
import { type Given, given } from './given.ts';

const playbook = readPlaybook(drill, 'drill.yml');
const card = (record: Given): View => viewOf(fold(record.entries), playbook, 7);
const begun = (stage: string) => draft('stage.started', { stage });
const over = (stage: string) => draft('stage.done', { stage });
const skipped = (step: string, credential: string | null = 'c1') =>
  draft('step.skipped', { step, credential, person: 'ana' }, { reason: 'no time' });
const askedByHand = draft('step.asked', { step: 'look-around', group: 'on-call' });
const doneByHand = draft('step.by-hand', { step: 'look-around', credential: null, person: 'ben' }, { reason: null });

const stageState = (record: Given, id: string) => card(record).stages.find((stage) => stage.id === id)?.state;
const stepState = (record: Given, id: string) =>
  card(record)
    .stages.flatMap((stage) => stage.steps)
    .find((step) => step.id === id)?.state;

describe('a stage on the card is', () => {
  test.each<[string, string, EntryDraft[]]>([
    ['pending', 'before it began', []],
    ['running', 'while the bot works', [begun('contain'), started('strike')]],
    ['waiting', 'while people are asked', [begun('contain'), made(1, plan), gate()]],
    ['stuck', 'when every plan was refused', [begun('contain'), made(1, plan), gate(), said('ana', 'reject')]],
    ['stuck', 'when a step needs a person', [begun('contain'), stuck('strike')]],
    [
      'stuck',
      'when one part of a step needs a person and the other is done',
      [begun('contain'), stepDone('strike', 'c2'), stuck('strike')],
    ],
    ['done', 'when it ended', [begun('contain'), stepDone('strike'), over('contain')]],
    ['skipped', 'when all of it was skipped', [begun('contain'), skipped('strike'), skipped('prove'), over('contain')]],
    ['done', 'when some of it was skipped', [begun('contain'), stepDone('strike'), skipped('prove'), over('contain')]],
  ])('%s %s', (state, _when, entries) => {
    expect(stageState(given().add(...entries), 'contain')).toBe(state);
  });

  test('waiting while a person has something to do', () => {
    expect(stageState(given().add(begun('look'), askedByHand), 'look')).toBe('waiting');
    expect(stageState(given().add(begun('look'), askedByHand, doneByHand, over('look')), 'look')).toBe('done');
  });

  test('pending again when an earlier stage starts again, and what was begun in it is forgotten', () => {
    const record = given().add(
      begun('identify'),
      stepDone('identify'),
      over('identify'),
      begun('contain'),
      stuck('strike'),
      begun('identify'),
    );
    expect(card(record).stages.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'identify running',
      'contain pending',
      'look pending',
      'tell pending',
      'write pending',
    ]);
    expect(stepState(record, 'identify')).toBe('pending');
    expect(card(record).waiting).toEqual([]);
  });
});

describe('a step on the card is', () => {
  test.each<[string, string, EntryDraft[]]>([
    ['pending', 'before it began', []],
    ['running', 'while an attempt is made', [started('strike')]],
    ['running', 'between two attempts', [started('strike'), failedOnce()]],
    ['running', 'as long as one part of it runs', [stuck('strike', 'c2'), started('strike')]],
    ['stuck', 'when it needs a person', [stuck('strike')]],
    [
      'running',
      'when a person asked for it again',
      [stuck('strike'), draft('step.retried', { step: 'strike', credential: 'c1', person: 'ana' })],
    ],
    ['done', 'when it is finished', [stepDone('strike')]],
    [
      'done',
      'when a person did it',
      [draft('step.by-hand', { step: 'strike', credential: 'c1', person: 'ben' }, { reason: null })],
    ],
    ['skipped', 'when it was left out', [skipped('strike')]],
  ])('%s %s', (state, _when, entries) => {
    expect(stepState(given().add(...entries), 'strike')).toBe(state);
  });

  test('waiting when it is for a person', () => {
    expect(stepState(given().add(askedByHand), 'look-around')).toBe('waiting');
  });
});

describe('the card wants', () => {
  test('nothing from anybody while the bot works', () => {
    expect(card(given().add(begun('contain'), started('strike'))).waiting).toEqual([]);
  });

  test('a yes for each plan on offer, from those who may still give it', () => {
    const waiting = card(asking()).waiting;
    expect(waiting.map(({ kind, plan: which, for: who }) => [kind, which, who])).toEqual([
      ['gate', hash, ['ana', 'ben']],
      ['gate', otherHash, ['ben', 'cem']],
    ]);
    expect(waiting[0]?.what).toBe('Lock it out: needs a yes from 1 of on-call');
  });

  test('no yes any more for a plan that was refused', () => {
    expect(card(asking().add(said('ana', 'reject'))).waiting.map(({ plan: which }) => which)).toEqual([otherHash]);
  });

  test('to be told that too few people are left to give the yes', () => {
    const alone = [{ id: 'ana', groups: ['on-call', 'approvers'], ssh: null }];
    const record = given({ people: alone, requester: 'ana' }).add(made(1, other), gate([otherHash]));
    expect(card(record).waiting[0]?.what).toContain('but only 0 can still give one: choose another plan, or do it by hand');
  });

  test('a person where every plan was refused', () => {
    expect(card(refusedAll()).waiting.map(({ kind, step }) => [kind, step])).toEqual([['stuck', 'contain.gate']]);
  });

  test.each([
    ['skipped', skipped('contain.gate', null)],
    ['passed by hand', draft('step.by-hand', { step: 'contain.gate', credential: null, person: 'ben' }, { reason: null })],
  ])('nothing any more at a gate that was %s', (_how, entry) => {
    for (const record of [asking(), refusedAll()]) {
      const view = card(record.add(entry));
      expect(view.waiting).toEqual([]);
      expect(view.gate).toBeNull();
    }
  });

  test('a person for a stuck step, with the command that would do it', () => {
    const entry = draft(
      'step.stuck',
      { step: 'strike', credential: 'c1', job: 'j1', class: 'denied' },
      { reason: 'no right to do that', byHand: 'ALTER ROLE app NOLOGIN' },
    );
    expect(card(given().add(entry)).waiting).toMatchObject([
      { kind: 'stuck', step: 'strike', credential: 'c1', byHand: 'ALTER ROLE app NOLOGIN', for: ['ana', 'ben', 'cem', 'dia'] },
    ]);
  });

  test('a step done by hand from its group', () => {
    expect(card(given().add(askedByHand)).waiting).toMatchObject([
      { kind: 'by-hand', step: 'look-around', for: ['ana', 'ben'] },
    ]);
  });

  test('a residual without an end accepted or ended, and none that ends by itself', () => {
    expect(card(given().add(loose)).waiting).toMatchObject([{ kind: 'residual', credential: 'c1' }]);
    const ends = draft(
      'residual.found',
      { credential: 'c1', residual: 'c1-sessions', until: '2026-11-24T04:12:00.000Z' },
      { what: 'a session', endedBy: null },
    );
    expect(card(given().add(ends)).waiting).toEqual([]);
  });

  test('nothing at all when the incident is closed', () => {
    const record = asking().add(stuck('strike'), loose, askedByHand, closed);
    expect(card(record)).toMatchObject({ state: 'closed', waiting: [], closedAt: expect.any(String) });
  });
});

describe('a plan on the card is', () => {
  const states = (record: Given) => card(record).plans.map(({ state }) => state);
  test.each<[string, Given, string[]]>([
    ['waiting before people are asked', given().add(made(1, plan)), ['waiting']],
    ['waiting while people are asked', asking(), ['waiting', 'waiting']],
    ['refused by one no', asking().add(said('ana', 'reject')), ['refused', 'waiting']],
    ['accepted, and the other is void', asking().add(accepted()), ['accepted', 'expired']],
    ['expired with its asking', asking().add(draft('gate.expired', { stage: 'contain', nonce })), ['expired', 'expired']],
    [
      'expired when its asking became void',
      asking().add(draft('gate.closed', { stage: 'contain', nonce })),
      ['expired', 'expired'],
    ],
    ['not shown when a later look left nothing to strike', asking().add(draft('gate.unneeded', { stage: 'contain' })), []],
  ])('%s', (_what, record, expected) => {
    expect(states(record)).toEqual(expected);
  });

  test('replaced by the plans that are made anew', () => {
    const fresh = planFor([{ id: 'c1', kind: 'password', locator: { role: 'app' }, fingerprint: 'new' }]);
    const record = asking().add(made(1, fresh));
    expect(card(record).plans.map(({ hash: shown }) => shown)).toEqual([planHash(fresh)]);
  });

  test('never shown when its text does not fit its hash', () => {
    const forged = { ...made(1, plan), body: { plan: { ...plan, targets: [] } } } as EntryDraft;
    expect(card(given().add(forged)).plans).toEqual([]);
  });

  test('shown with who said yes so far', () => {
    const two = given().add(made(1, other), gate([otherHash]), said('ben', 'approve', otherHash));
    expect(card(two).plans[0]).toMatchObject({ have: ['ben'], needs: { people: 1, from: 'approvers', notRequester: true } });
  });
});

describe('a credential on the card', () => {
  test('shows both looks and the grade, and until when it can be taken back', () => {
    const record = given().add(
      draft(
        'credential.probed',
        { credential: 'c1', result: 'alive' },
        { at: '2026-11-24T00:00:05.000Z', detail: 'logged in' },
      ),
      draft('credential.changed', { credential: 'c1', from: 'unknown', to: 'alive' }),
      draft('undo.offered', { credential: 'c1', plan: hash, nonce: 'u1' }),
      draft(
        'credential.proved',
        { credential: 'c1', grade: 'by-use', before: 'alive', after: 'refused' },
        { before: look('alive'), after: look('refused') },
      ),
      draft('credential.changed', { credential: 'c1', from: 'alive', to: 'cut-off' }),
    );
    expect(card(record).credentials).toMatchObject([
      {
        id: 'c1',
        state: 'cut-off',
        proof: { grade: 'by-use', before: { result: 'alive', detail: 'logged in' }, after: { result: 'refused' } },
        undo: { plan: hash, nonce: 'u1', until: 'the incident is closed' },
        cutOffAt: '2026-11-24T00:00:06.000Z',
      },
    ]);
  });

  test('shows what breaks and what the kind remarks, and survives facts of another shape', () => {
    const facts = (value: Record<string, unknown>) =>
      draft('credential.identified', { credential: 'c1' }, { facts: value as never });
    const remark = { severity: 'warning', text: 'The server asks for no password.' };
    expect(card(given().add(facts({ breaks: ['the shop'], remarks: [remark] }))).credentials[0]).toMatchObject({
      breaks: ['the shop'],
      remarks: [remark],
    });
    expect(card(given().add(facts({ breaks: 7 }))).credentials[0]).toMatchObject({ breaks: [], remarks: [] });
  });

  test('whose words were purged says so', () => {
    const record = given();
    const added = record.entries[1];
    if (added !== undefined) Object.assign(added, { body: null });
    expect(card(record).credentials[0]).toMatchObject({ hint: '[purged]', locator: {} });
  });
});

describe('the card as a whole', () => {
  test('counts its deadline from detection', () => {
    expect(card(given())).toMatchObject({
      detectedAt: '2026-11-24T00:00:00.000Z',
      deadline: '2026-11-24T00:15:00.000Z',
      number: 7,
    });
  });

  test('is contained, open again and closed as the record says', () => {
    const contained = draft('incident.contained', {});
    const reopened = draft('incident.reopened', { why: 'undone' });
    expect(card(given().add(contained))).toMatchObject({ state: 'contained', containedAt: expect.any(String) });
    expect(card(given().add(contained, reopened))).toMatchObject({ state: 'open', containedAt: null });
    expect(card(given().add(contained, closed))).toMatchObject({ state: 'closed', containedAt: expect.any(String) });
  });

  test('shows alarms', () => {
    const alarm = draft('alarm.raised', { code: 'job-refused', job: 'j1' }, { text: 'A job was refused.' });
    expect(card(given().add(alarm)).alarms).toMatchObject([{ what: 'A job was refused.' }]);
  });
});

function gate(plans = [hash]): EntryDraft {
  return draft('gate.opened', { stage: 'contain', nonce, plans, expiresAt: '2026-11-24T00:03:00.000Z' });
}
function accepted(): EntryDraft {
  return draft('gate.accepted', { stage: 'contain', nonce, plan: hash });
}
function failedOnce(): EntryDraft {
  return draft(
    'step.failed',
    { step: 'strike', credential: 'c1', job: 'j1', attempt: 1, class: 'retryable', retryAt: '2026-11-24T00:00:01.000Z' },
    { reason: 'busy' },
  );
}
