import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideVerdict } from '../../src/incident/commands/verdict.ts';
import { fold } from '../../src/incident/fold/fold.ts';
import { eligible, needsOf, rungFor } from '../../src/incident/gate.ts';
import type { State } from '../../src/incident/state.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { Ladder } from '../../src/playbook/tree.ts';
import { draft, type Entry } from '../../src/timeline/entry.ts';
import type { PinnedPerson } from '../../src/timeline/person.ts';
import { type Plan, planHash } from '../../src/timeline/plan.ts';
import { planFor } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { given } from './given.ts';

const credential = { id: 'c1', kind: 'password', locator: { role: 'app' }, fingerprint: null };
const names = ['ana', 'ben', 'cem', 'dia', 'eve', 'fay'];

type Said = { person: string; verdict: 'approve' | 'reject' };
type Asking = { people: PinnedPerson[]; requester: string | null; needed: number; notRequester: boolean };

/** A gate whose plan climbs a rung of `needed` people of the group "yes". */
function asking({ people, requester, needed, notRequester }: Asking) {
  const playbook = readPlaybook(
    drill.replace(
      'reversible: { people: 1, from: on-call }',
      () => `reversible: { people: ${needed}, from: yes-sayers${notRequester ? ', notRequester: true' : ''} }`,
    ),
    'gate.yml',
  );
  const plan = planFor([credential]);
  const record = given({ people, requester });
  record.add(draft('plan.made', { plan: planHash(plan), order: 1, reversible: true, mass: false }, { plan }));
  record.add(
    draft('gate.opened', { stage: 'contain', nonce: 'n1', plans: [planHash(plan)], expiresAt: '2026-11-24T01:00:00.000Z' }),
  );
  return { playbook, plan, record };
}

/** Everybody answers in order; what the incident made of it. */
function play(ask: Asking, answers: Said[]): { state: State; entries: Entry[]; acceptedAfter: number | null } {
  const { playbook, plan, record } = asking(ask);
  let acceptedAfter: number | null = null;
  answers.forEach(({ person, verdict }, index) => {
    const situation = {
      state: fold(record.entries),
      playbook,
      actor: { person, account: 'somebody' },
      at: new Date('2026-11-24T00:00:00Z'),
      attested: { by: 'bot', signature: 'signed' },
      gives: () => null,
      place: () => ({ fault: 'not asked here' }),
      fingerprint: () => '',
    } as const;
    const payload = { verdict, plan: planHash(plan), reason: 'because', attestation: { by: 'surface' } } as const;
    const decision = decideVerdict(situation, payload);
    if ('refusal' in decision) return;
    for (const consequence of decision.consequences) if (consequence.type === 'record') record.add(consequence.entry);
    if (acceptedAfter === null && fold(record.entries).inForce !== null) acceptedAfter = index + 1;
  });
  return { state: fold(record.entries), entries: record.entries, acceptedAfter };
}

const person = (id: string) =>
  fc.boolean().map((may): PinnedPerson => ({ id, groups: may ? ['yes-sayers'] : ['others'], ssh: null }));
const askings: fc.Arbitrary<Asking> = fc.record({
  people: fc.tuple(...names.map(person)),
  requester: fc.constantFrom(null, ...names),
  needed: fc.integer({ min: 1, max: 3 }),
  notRequester: fc.boolean(),
});
const yesses = fc.array(
  fc.constantFrom(...names, 'a-stranger').map((id): Said => ({ person: id, verdict: 'approve' })),
  { maxLength: 14 },
);

/** Who may say yes, said anew and apart from the code. */
function counts(ask: Asking, said: Said[]): Set<string> {
  const may = ask.people.filter(
    ({ id, groups }) => groups.includes('yes-sayers') && !(ask.notRequester && id === ask.requester),
  );
  return new Set(said.map(({ person: id }) => id).filter((id) => may.some((other) => other.id === id)));
}
const wanted = (ask: Asking) => ask.needed + (ask.notRequester && ask.requester === null ? 1 : 0);

describe('a gate', () => {
  test('is accepted exactly when enough distinct people of the group said yes', () => {
    fc.assert(
      fc.property(askings, yesses, (ask, said) => {
        const { state } = play(ask, said);
        expect(state.inForce !== null).toBe(counts(ask, said).size >= wanted(ask));
      }),
    );
  });

  test('is never opened by whoever declared the incident, where the rung says so', () => {
    fc.assert(
      fc.property(askings, yesses, (ask, said) => {
        const { state } = play({ ...ask, notRequester: true }, said);
        const voices = new Set(state.gate?.decisions.map((decision) => decision.person));
        if (ask.requester !== null) expect(voices.has(ask.requester)).toBe(false);
        if (state.inForce !== null) expect(voices.size).toBeGreaterThanOrEqual(ask.needed);
      }),
    );
  });

  test('needs one more when nobody is named who declared it: any of the people could be that person', () => {
    const ask: Asking = {
      people: names.map((id) => ({ id, groups: ['yes-sayers'], ssh: null })),
      requester: null,
      needed: 1,
      notRequester: true,
    };
    expect(play(ask, [{ person: 'ana', verdict: 'approve' }]).state.inForce).toBeNull();
    const both = [{ person: 'ana', verdict: 'approve' } as const, { person: 'ben', verdict: 'approve' } as const];
    expect(play(ask, both).state.inForce).not.toBeNull();
  });

  test('does not care about the order of the yesses, nor about one said twice', () => {
    fc.assert(
      fc.property(
        askings.chain((ask) =>
          fc.tuple(
            fc.constant(ask),
            yesses.chain((said) =>
              fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 })),
            ),
          ),
        ),
        ([ask, [said, shuffled]]) => {
          expect(play(ask, shuffled).state.inForce).toBe(play(ask, said).state.inForce);
        },
      ),
    );
  });

  test('counts one person once, however often they say yes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), (times) => {
        const ask: Asking = {
          people: names.map((id) => ({ id, groups: ['yes-sayers'], ssh: null })),
          requester: 'fay',
          needed: 2,
          notRequester: false,
        };
        const { state } = play(
          ask,
          Array.from({ length: times }, () => ({ person: 'ana', verdict: 'approve' })),
        );
        expect(state.gate?.decisions).toHaveLength(1);
        expect(state.inForce).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  test('is closed by a single no, whoever of the people says it, unless enough had said yes before', () => {
    fc.assert(
      fc.property(askings, yesses, fc.constantFrom(...names), fc.nat(14), (ask, said, naysayer, place) => {
        const at = Math.min(place, said.length);
        const answers: Said[] = [...said.slice(0, at), { person: naysayer, verdict: 'reject' }, ...said.slice(at)];
        const before = counts(ask, said.slice(0, at)).size >= wanted(ask);
        const { state } = play(ask, answers);
        expect(state.inForce !== null).toBe(before);
        expect(state.gate?.state).toBe(before ? 'accepted' : 'refused');
      }),
    );
  });

  test('never counts people of another group, not even beside those of the right one', () => {
    fc.assert(
      fc.property(askings, (ask) => {
        const needs = needsOf({ people: ask.needed, from: 'yes-sayers', notRequester: ask.notRequester }, ask.requester);
        for (const allowed of eligible(ask.people, needs, ask.requester)) {
          expect(allowed.groups).toContain('yes-sayers');
          if (ask.notRequester) expect(allowed.id).not.toBe(ask.requester);
        }
      }),
    );
  });
});

describe('the rung of a plan', () => {
  const ladder: Ladder = {
    reversible: { people: 1, from: 'on-call', notRequester: false },
    irreversible: { people: 1, from: 'approvers', notRequester: true },
    mass: { people: 2, from: 'approvers', notRequester: true },
  };
  const calls = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
  const plans = fc.array(calls, { minLength: 1, maxLength: 8 }).chain((targets) =>
    fc.record({ reversible: fc.boolean(), mass: fc.boolean() }).map((claimed): { plan: Plan; real: boolean } => ({
      plan: {
        ...planFor([]),
        ...claimed,
        targets: targets.map((flags, index) => {
          const [target] = planFor([{ ...credential, id: `c${index + 1}` }]).targets;
          if (target === undefined) throw new Error('A plan for one credential has one target.');
          return {
            ...target,
            calls: flags.map((reversible, place) => ({ order: place + 1, call: 'lock', target: 'it', reversible })),
          };
        }),
      },
      real: targets.every((flags) => flags.every((flag) => flag)),
    })),
  );

  test('is read from its calls, not from what the plan says of itself', () => {
    fc.assert(
      fc.property(plans, ({ plan, real }) => {
        const rung = rungFor(plan, ladder);
        if (plan.mass || plan.targets.length > 5) expect(rung).toBe(ladder.mass);
        else expect(rung).toBe(real ? ladder.reversible : ladder.irreversible);
      }),
    );
  });
});
