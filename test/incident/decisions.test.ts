import { describe, expect, test } from 'vitest';
import type { Situation } from '../../src/incident/commands/decide.ts';
import { decideUndo } from '../../src/incident/commands/undo.ts';
import { decideVerdict } from '../../src/incident/commands/verdict.ts';
import { draft, type EntryDraft } from '../../src/timeline/entry.ts';
import {
  asked,
  asking,
  type Case,
  check,
  closed,
  hash,
  made,
  nonce,
  other,
  otherHash,
  outcomeOf,
  plan,
  said,
  situation,
  surface,
} from './command-cases.ts';
import { type Given, given } from './given.ts';

describe('decide', () => {
  const yes =
    (what = hash) =>
    (before: Situation) =>
      decideVerdict(before, { verdict: 'approve', plan: what, attestation: surface });
  const no = (reason?: string) => (before: Situation) =>
    decideVerdict(before, { verdict: 'reject', plan: hash, attestation: surface, ...(reason === undefined ? {} : { reason }) });
  const short = hash.slice(0, 8);
  test.each<Case>([
    {
      name: 'a yes of the right group is enough for a reversible plan',
      given: asking(),
      when: yes(),
      outcome: ['decision.recorded', 'gate.accepted → gate-accepted'],
    },
    {
      name: 'the first eight digits name the plan',
      given: asking(),
      when: yes(short),
      outcome: ['decision.recorded', 'gate.accepted → gate-accepted'],
    },
    {
      name: 'a yes of another group does not count',
      given: asking(),
      when: yes(),
      as: 'cem',
      outcome: ['refused (forbidden): This yes does not count: cem is not in the group "on-call".'],
    },
    {
      name: 'an irreversible plan needs somebody else than whoever declared',
      given: given({ requester: 'ben' }).add(made(1, plan), made(2, other), asked),
      when: yes(otherHash),
      as: 'ben',
      outcome: ['refused (forbidden): This yes does not count: ben declared this incident, and this plan needs somebody else.'],
    },
    {
      name: 'a yes nobody vouches for is refused',
      given: asking(),
      when: yes(),
      attested: { by: 'nobody', why: 'No signature.' },
      outcome: ['refused (forbidden): No signature.'],
    },
    {
      name: 'a stranger has no voice',
      given: asking(),
      when: yes(),
      as: 'mallory',
      outcome: ['refused (forbidden): Say who decides: --as PERSON, one of the people of this incident.'],
    },
    {
      name: 'a no needs a reason',
      given: asking(),
      when: no(),
      outcome: ['refused (usage): Say why: --reason TEXT. The others need it to decide.'],
    },
    {
      name: 'a no closes its plan and leaves the other on offer',
      given: asking(),
      when: no('It serves the shop.'),
      as: 'dia',
      outcome: ['decision.recorded'],
    },
    {
      name: 'a no to the last plan closes the gate',
      given: asking().add(said('ana', 'reject', otherHash)),
      when: no('It serves the shop.'),
      outcome: ['decision.recorded', 'gate.refused → gate-refused'],
    },
    {
      name: 'a refused plan takes no yes',
      given: asking().add(said('dia', 'reject')),
      when: yes(),
      outcome: [`refused (no): Plan ${short} was refused in this asking.`],
    },
    {
      name: 'another plan is not on offer',
      given: asking(),
      when: yes('0'.repeat(64)),
      outcome: [`refused (missing): No plan ${'0'.repeat(64)} is on offer. On offer: ${short}, ${otherHash.slice(0, 8)}.`],
    },
    {
      name: 'a decided gate takes no answer',
      given: asking().add(draft('gate.accepted', { stage: 'contain', nonce, plan: hash })),
      when: yes(),
      outcome: [`refused (no): Already decided: plan ${short} was accepted and is being carried out.`],
    },
    {
      name: 'a gate that was skipped takes no answer',
      given: asking().add(
        draft('step.skipped', { step: 'contain.gate', credential: null, person: 'ana' }, { reason: 'no time' }),
      ),
      when: yes(),
      outcome: [
        'refused (no): Nobody is being asked right now: the plan is not made yet, or it became void and is being made again.',
      ],
    },
    {
      name: 'a gate that was passed by hand takes no answer',
      given: asking().add(draft('step.by-hand', { step: 'contain.gate', credential: null, person: 'ana' }, { reason: null })),
      when: yes(),
      outcome: [
        'refused (no): Nobody is being asked right now: the plan is not made yet, or it became void and is being made again.',
      ],
    },
    {
      name: 'before the plan is made nobody is asked',
      given: given(),
      when: yes(),
      outcome: [
        'refused (no): Nobody is being asked right now: the plan is not made yet, or it became void and is being made again.',
      ],
    },
    {
      name: 'a plan whose text was purged is not decided upon',
      given: given().add(
        // A body that is gone reads as null.
        { ...made(1, plan), body: null } as unknown as EntryDraft,
        draft('gate.opened', { stage: 'contain', nonce, plans: [hash], expiresAt: '2026-11-24T00:03:00.000Z' }),
      ),
      when: yes(),
      outcome: [`refused (no): The text of plan ${short} is not in the record any more.`],
    },
  ])('$name', check);

  test('an asking that ended a moment ago takes no answer, even before its timer fired', () => {
    const late = { ...situation(asking()), at: new Date('2026-11-24T00:03:00.000Z') };
    expect(outcomeOf(yes()(late))).toEqual([
      'refused (no): This asking ended at 2026-11-24T00:03:00.000Z; a new one follows at once: look at the plan again and answer that.',
    ]);
  });
});
describe('undo', () => {
  const offered = (): Given =>
    asking().add(
      draft('gate.accepted', { stage: 'contain', nonce, plan: hash }),
      draft('undo.offered', { credential: 'c1', plan: hash, nonce: 'u1' }),
    );
  const undo =
    (id = 'c1') =>
    (before: Situation) =>
      decideUndo(before, { credential: id, attestation: surface });
  test.each<Case>([
    {
      name: 'needs one voice of the group that may strike',
      given: offered(),
      when: undo(),
      outcome: ['decision.recorded', 'start undo c1'],
    },
    {
      name: 'is refused to people of another group',
      given: offered(),
      when: undo(),
      as: 'cem',
      outcome: ['refused (forbidden): cem is not in the group "on-call".'],
    },
    {
      name: 'is refused to somebody nobody vouches for',
      given: offered(),
      when: undo(),
      attested: { by: 'nobody', why: 'No signature.' },
      outcome: ['refused (forbidden): No signature.'],
    },
    {
      name: 'is refused to a stranger',
      given: offered(),
      when: undo(),
      as: 'mallory',
      outcome: ['refused (forbidden): Say who decides: --as PERSON, one of the people of this incident.'],
    },
    {
      name: 'has nothing to take back before a strike',
      given: given(),
      when: undo(),
      outcome: ['refused (no): Nothing was done to the role app that can be taken back.'],
    },
    {
      name: 'names the credentials there are',
      given: offered(),
      when: undo('c7'),
      outcome: ['refused (missing): This incident has no credential "c7". It has: c1.'],
    },
    {
      name: 'ends with the incident',
      given: offered().add(closed),
      when: undo(),
      outcome: ['refused (no): The incident is closed: an undo was offered until then.'],
    },
  ])('$name', check);
});
