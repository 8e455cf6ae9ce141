/** Somebody left while a question was open, and the question can no longer be answered: the card says so, and what to do. */
import { expect, test } from 'vitest';
import { fold } from '../../src/incident/fold/fold.ts';
import { waitingFor } from '../../src/incident/waiting.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import { draft } from '../../src/timeline/entry.ts';
import type { PinnedPerson } from '../../src/timeline/person.ts';
import { planHash } from '../../src/timeline/plan.ts';
import { planFor } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { given } from './given.ts';

const person = (id: string, ...groups: string[]): PinnedPerson => ({ id, groups, ssh: null });
const everybody = [person('ana', 'on-call'), person('ben', 'approvers'), person('cem', 'approvers'), person('dia')];

/** A question open that two approvers must answer, and the people as they are afterwards. */
function askedOf(then: PinnedPerson[]) {
  const playbook = readPlaybook(
    drill.replace('reversible: { people: 1, from: on-call }', () => 'reversible: { people: 2, from: approvers }'),
    'left.yml',
  );
  const plan = planFor([{ id: 'c1', kind: 'password', locator: { role: 'app' }, fingerprint: null }]);
  const record = given({ people: everybody, requester: 'ana' }).add(
    draft('plan.made', { plan: planHash(plan), order: 1, reversible: true, mass: false }, { plan }),
    draft('gate.opened', { stage: 'contain', nonce: 'n1', plans: [planHash(plan)], expiresAt: '2026-11-24T01:00:00.000Z' }),
    draft('people.changed', { people: then }),
  );
  const waiting = waitingFor(fold(record.entries), playbook).filter(({ kind }) => kind === 'gate');
  return waiting.map(({ what, for: whom }) => ({ what: what.replace(`${plan.title}: `, ''), whom }));
}

test('while enough are left, the card says how many must say yes', () => {
  expect(askedOf(everybody)).toEqual([{ what: 'needs a yes from 2 of approvers', whom: ['ben', 'cem'] }]);
});

test('one left, or left the group: it cannot be answered any more, and another way is named', () => {
  const what = expect.stringMatching(/^needs a yes from 2 of approvers, but only 1 can still give one: .*do it by hand/);
  expect(askedOf(everybody.filter(({ id }) => id !== 'cem'))).toEqual([{ what, whom: ['ben'] }]);
  expect(askedOf(everybody.map((one) => (one.id === 'cem' ? person('cem') : one)))).toEqual([{ what, whom: ['ben'] }]);
});

test('all left: nobody is named as if they could', () => {
  const [asked] = askedOf([person('ana', 'on-call')]);
  expect(asked).toEqual({ what: expect.stringContaining('but only 0 can still give one'), whom: [] });
});
