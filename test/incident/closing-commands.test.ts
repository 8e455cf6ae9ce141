import { describe, expect, test } from 'vitest';
import { decideAddCredential } from '../../src/incident/commands/add-credential.ts';
import { decideClose } from '../../src/incident/commands/close.ts';
import { decideCorrect } from '../../src/incident/commands/correct.ts';
import type { Situation } from '../../src/incident/commands/decide.ts';
import { decidePurge } from '../../src/incident/commands/purge.ts';
import { draft } from '../../src/timeline/entry.ts';
import {
  asked,
  asking,
  type Case,
  check,
  closed,
  hash,
  made,
  nonce,
  outcomeOf,
  plan,
  situation,
  started,
} from './command-cases.ts';
import { given } from './given.ts';

const contained = draft('incident.contained', {});
const accepted = draft('gate.accepted', { stage: 'contain', nonce, plan: hash });
const note = draft('note.added', { about: null }, { text: 'The key is hunter2.' });
const purged = draft('entry.purged', { entry: 3, person: 'ben' }, { reason: 'a key' });
const uses = draft('usage.recorded', { credential: 'c1', source: 's', count: 2, digest: 'd', leftOut: 0 });
const stranger = { id: 'zoe', groups: ['visitors'], ssh: null };
const values = ['destroy leaked c1', 'destroy new c1'];

describe('close', () => {
  const close = (before: Situation) => decideClose(before, { reason: 'A test password.' });
  test.each<Case>([
    {
      name: 'ends everything, and does not keep silent that it may still work',
      given: given().add(started('probe')),
      when: close,
      outcome: ['alarm.raised', ...values, 'close', 'incident.closed'],
    },
    {
      name: 'raises no alarm where every credential is cut off',
      given: given().add(contained),
      when: close,
      outcome: [...values, 'close', 'incident.closed'],
    },
    {
      name: 'ends an asking: nobody can answer it any more',
      given: asking(),
      when: close,
      outcome: ['alarm.raised', 'gate.closed', 'asking', ...values, 'close', 'incident.closed'],
    },
    {
      name: 'happens once',
      given: given().add(closed),
      when: close,
      outcome: ['refused (no): The incident is closed already, since 2026-11-24T00:00:02.000Z.'],
    },
    {
      name: 'is for a named person',
      given: given(),
      when: close,
      as: null,
      outcome: ['refused (forbidden): Who answers for a step is named: --as PERSON.'],
    },
    {
      name: 'is for somebody the playbook counts on',
      given: given({ people: [stranger] }),
      when: close,
      as: 'zoe',
      outcome: [expect.stringMatching(/^refused \(forbidden\): zoe is in none of the groups/) as unknown as string],
    },
  ])('$name', check);

  test('says who closed it and why, the reason where it can be purged', () => {
    const decision = close(situation(given()));
    const last = 'consequences' in decision ? decision.consequences.at(-1) : undefined;
    expect(last).toMatchObject({
      entry: { data: { why: 'a person closed it', person: 'ana' }, body: { reason: 'A test password.' } },
    });
  });
});

describe('add-credential', () => {
  const add =
    (locator: Record<string, string>, value?: string, kind = 'password') =>
    (before: Situation) =>
      decideAddCredential(before, value === undefined ? { kind, locator } : { kind, locator, value });
  const held = draft('value.held', {
    credential: 'c1',
    ref: 'leaked',
    fingerprint: 'print of password hunter2',
    until: '2026-11-24T01:00:00.000Z',
  });
  test.each<Case>([
    {
      name: 'takes one more, holds its value, and has people asked about it',
      given: given(),
      when: add({ role: 'batch' }, 'other'),
      outcome: ['join c2 at main', 'credential.added', 'hold leaked c2 replan'],
    },
    {
      name: 'works without a value: it can still be handed in',
      given: given().add(contained),
      when: add({ role: 'batch' }),
      as: null,
      outcome: ['join c2 at main', 'credential.added → replan'],
    },
    {
      name: 'says which one it is when the place is known',
      given: given(),
      when: add({ role: 'app' }, 'other'),
      outcome: [
        expect.stringContaining('refused (no): This is c1 (the role app) of this incident already.') as unknown as string,
      ],
    },
    {
      name: 'says which one it is when the secret is known, and what to do if it opens another place',
      given: given().add(held),
      when: add({ role: 'batch' }, 'hunter2'),
      outcome: [
        expect.stringMatching(
          /^refused \(no\): This very secret is c1 \(the role app\).*declare it there/,
        ) as unknown as string,
      ],
    },
    {
      name: 'tells two kinds at one place apart',
      given: given().add(held),
      when: add({ role: 'app' }, 'hunter2', 'token'),
      outcome: ['join c2 at main', 'credential.added', 'hold leaked c2 replan'],
    },
    {
      name: 'says what is wrong with the place',
      given: given(),
      when: add({}),
      outcome: ['refused (usage): password needs a role.'],
    },
    {
      name: 'is over when the incident is',
      given: given().add(closed),
      when: add({ role: 'batch' }),
      outcome: ['refused (no): The incident is closed: declare this leak as a new one.'],
    },
  ])('$name', check);
});

describe('correct', () => {
  const correct =
    (entry: number, more: { exposedSince?: string; at?: string } = {}) =>
    (before: Situation) =>
      decideCorrect(before, { entry, text: 'It was Monday.', ...more });
  test.each<Case>([
    { name: 'stands beside the entry', given: given(), when: correct(1), outcome: ['entry.corrected'] },
    { name: 'is still possible when all is over', given: given().add(closed), when: correct(3), outcome: ['entry.corrected'] },
    {
      name: 'names the numbers there are',
      given: given(),
      when: correct(3),
      outcome: ['refused (missing): There is no entry 3 in this incident: they are numbered 1 to 2.'],
    },
    {
      name: 'cannot let a leak begin behind its detection',
      given: given(),
      when: correct(1, { exposedSince: '2026-11-24T00:00:01Z' }),
      outcome: [
        expect.stringMatching(/^refused \(usage\): Exposed since 2026-11-24T00:00:01Z: that lies behind/) as unknown as string,
      ],
    },
    {
      name: 'has a name under it',
      given: given(),
      when: correct(1),
      as: null,
      outcome: ['refused (forbidden): Who corrects the record is named: --as PERSON.'],
    },
  ])('$name', check);

  test('moves the window of exposure, the last word counting', () => {
    const said = (entry: number, exposedSince: string | null) =>
      draft('entry.corrected', { entry, person: 'ana', about: null, exposedSince }, { text: 'x' });
    const monday = '2026-11-23T08:00:00.000Z';
    const sunday = '2026-11-22T08:00:00.000Z';
    const since = (...drafts: ReturnType<typeof said>[]) => situation(given().add(...drafts)).state.exposedSince;
    expect(since()).toBeNull();
    expect(since(said(1, sunday), said(1, monday), said(2, null))).toBe(monday);
    const again = { requester: null, public: false, detectedAt: null, exposedSince: sunday };
    const declaredAgain = draft('declaration.joined', again);
    expect(situation(given().add(declaredAgain)).state.exposedSince).toBe(sunday);
    expect(situation(given().add(said(1, monday), declaredAgain)).state.exposedSince).toBe(monday);
  });
});

describe('purge', () => {
  const purge = (entry: number) => (before: Situation) => decidePurge(before, { entry, reason: 'A key was in it.' });
  const needed = (what: string) => [expect.stringContaining(`is still needed: ${what}`) as unknown as string];
  test.each<Case>([
    { name: 'deletes the text of an entry', given: given().add(note), when: purge(3), outcome: ['purge 3 entry.purged'] },
    { name: 'works when all is over', given: given().add(note, closed), when: purge(3), outcome: ['purge 3 entry.purged'] },
    { name: 'deletes rows of usage', given: given().add(uses), when: purge(3), outcome: ['purge 3 entry.purged'] },
    {
      name: 'reaches the reason of an earlier purge',
      given: given().add(note, purged),
      when: purge(4),
      outcome: ['purge 4 entry.purged'],
    },
    {
      name: 'says that there is no such entry',
      given: given(),
      when: purge(9),
      outcome: ['refused (missing): There is no entry 9 in this incident: they are numbered 1 to 2.'],
    },
    {
      name: 'says that an entry has no text',
      given: given().add(contained),
      when: purge(3),
      outcome: [expect.stringContaining('refused (no): Entry 3 (incident.contained) has no text') as unknown as string],
    },
    {
      name: 'says who was here before',
      given: given().add(note, purged),
      when: purge(3),
      outcome: ['refused (no): The text of entry 3 was purged before, by ben.'],
    },
    {
      name: 'keeps the plan that people are being asked about',
      given: asking(),
      when: purge(3),
      outcome: needed('people are being asked about this plan.'),
    },
    {
      name: 'keeps a plan that is about to be asked about',
      given: given().add(made(1, plan)),
      when: purge(3),
      outcome: needed('people are about to be asked about this plan.'),
    },
    {
      name: 'keeps the plan that is in force',
      given: asking().add(accepted),
      when: purge(3),
      outcome: needed('it is the plan that is being carried out.'),
    },
    {
      name: 'keeps the plan whose cut can be taken back',
      given: asking().add(
        accepted,
        draft('undo.offered', { credential: 'c1', plan: hash, nonce: 'u' }),
        draft(
          'step.failed',
          { step: 'strike', credential: 'c1', job: 'j', attempt: 1, class: 'replan', retryAt: '' },
          { reason: '' },
        ),
      ),
      when: purge(3),
      outcome: needed('what this plan did can still be taken back.'),
    },
    {
      name: 'lets the plan go that was passed over',
      given: asking().add(accepted),
      when: purge(4),
      outcome: ['purge 4 entry.purged'],
    },
    {
      name: 'lets every plan go once the incident is closed',
      given: asking().add(accepted, closed),
      when: purge(3),
      outcome: ['purge 3 entry.purged'],
    },
    {
      name: 'keeps where the credential is while something can be done about it',
      given: given(),
      when: purge(2),
      outcome: needed('it says where the credential is.'),
    },
    {
      name: 'is for somebody the playbook counts on',
      given: given({ people: [stranger] }).add(note),
      when: purge(3),
      as: 'zoe',
      outcome: [expect.stringMatching(/^refused \(forbidden\): zoe is in none of the groups/) as unknown as string],
    },
  ])('$name', check);

  test('an asking that a purge came before is not answered without its text', () => {
    const record = given().add(made(1, plan), asked);
    expect(outcomeOf(decidePurge(situation(record), { entry: 3, reason: 'x' }))[0]).toMatch(/^refused \(no\)/);
  });
});
