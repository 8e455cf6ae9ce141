import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AcceptanceInput, acceptanceFault } from '../../src/incident/acceptance.ts';
import type { State } from '../../src/incident/state.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { PinnedPerson } from '../../src/timeline/person.ts';
import { drill } from './drill-playbook.ts';
import { type LoneGate, loneGate, type Setting, type Verdict } from './lone-gate.ts';

const names = ['ana', 'ben', 'cem', 'dia'];
const groups = ['yes-sayers', 'approvers', 'others'];
const person = (id: string) => fc.subarray(groups).map((of): PinnedPerson => ({ id, groups: of, ssh: null }));
const settings: fc.Arbitrary<Setting> = fc.record({
  people: fc.tuple(...names.map(person)),
  requester: fc.constantFrom(null, ...names),
  needed: fc.integer({ min: 1, max: 3 }),
  act: fc.boolean(),
  backFirst: fc.boolean(),
});
type Deed = { says: [string, Verdict, 0 | 1] } | { waits: number; down: boolean };
const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...names),
        fc.constantFrom<Verdict>('approve', 'approve', 'alone', 'reject'),
        fc.constantFrom(0, 1),
      )
      .map((says): Deed => ({ says: says as [string, Verdict, 0 | 1] })),
    fc.record({ waits: fc.integer({ min: 0, max: 130_000 }), down: fc.boolean() }),
  ),
  { maxLength: 12 },
);

type Heard = { person: string; verdict: Verdict; plan: string; at: number };

/** What was heard in the last asking. */
function playUntilAccepted(gate: LoneGate, played: Deed[]): Heard[] {
  let heard: Heard[] = [];
  for (const deed of played) {
    const { nonce } = gate.state().gate ?? {};
    if ('waits' in deed) gate.wait(deed.waits, deed.down);
    else {
      const [who, verdict, index] = deed.says;
      const plan = gate.plans[index];
      if (gate.say(who, verdict, plan)) heard.push({ person: who, verdict, plan, at: gate.now() });
    }
    const story = gate.state().gate;
    if (story?.nonce !== nonce) heard = [];
    if (story?.accepted != null) break;
  }
  return heard;
}

/** Why a plan may be carried out, said anew and apart from the code: what was heard in this asking, and the time. */
function reasons(setting: Setting, heard: Heard[], plans: string[], plan: string, opened: number, now: number): string[] {
  const of = (id: string) => setting.people.find((one) => one.id === id)?.groups ?? [];
  const mine = heard.filter((one) => one.plan === plan);
  if (mine.some(({ verdict }) => verdict === 'reject')) return [];
  const back = plan === plans[0];
  const counts = ({ person: id }: Heard) =>
    back ? of(id).includes('yes-sayers') : of(id).includes('approvers') && id !== setting.requester;
  const needed = back ? setting.needed : setting.requester === null ? 2 : 1;
  const voices = new Set(mine.filter(counts).map((one) => one.person));
  const alone = mine.some(
    ({ verdict, at, person: id }) =>
      verdict === 'alone' && now - at >= 60_000 && of(id).some((group) => ['yes-sayers', 'approvers'].includes(group)),
  );
  const nobody = setting.act && back && now - opened >= 180_000 && heard.every(({ verdict }) => verdict !== 'reject');
  return [...(voices.size >= needed ? ['people'] : []), ...(alone ? ['alone'] : []), ...(nobody ? ['expiry'] : [])];
}

describe('whatever people say and however time passes', () => {
  test('a plan is accepted only by enough people, a countdown seen through, or an expiry that acts', () => {
    fc.assert(
      fc.property(settings, deeds, (setting, played) => {
        const gate = loneGate(setting);
        const heard = playUntilAccepted(gate, played);
        const story = gate.state().gate;
        if (story?.accepted == null) {
          expect(gate.fault()).toBeUndefined();
          return;
        }
        const opened = Date.parse(story.openedAt);
        const at = Date.parse(story.acceptedAt ?? '');
        expect(reasons(setting, heard, gate.plans, story.accepted, opened, at)).toContain(story.acceptedBy);
        expect(gate.fault()).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('a countdown that nobody stops ends in acceptance, and one that somebody stops never does', () => {
    const two: Setting = {
      people: names.map((id) => ({ id, groups: ['yes-sayers'], ssh: null })),
      requester: 'ana',
      needed: 2,
      act: false,
    };
    fc.assert(
      fc.property(fc.nat(179_999), fc.nat(120_000), fc.boolean(), fc.boolean(), (before, later, down, stopped) => {
        const gate = loneGate(two);
        gate.wait(before, false);
        expect(gate.say('ana', 'alone', gate.plans[0])).toBe(true);
        gate.wait(stopped ? Math.min(later, 59_999) : later + 60_000, down);
        if (stopped) expect(gate.say('dia', 'reject', gate.plans[0])).toBe(true);
        gate.wait(60_000, false);
        expect(gate.state().gate?.acceptedBy ?? null).toBe(stopped ? null : 'alone');
      }),
      { numRuns: 100 },
    );
  });
});

describe('an acceptance in the record is refused', () => {
  const two: Setting = {
    people: names.map((id) => ({ id, groups: id === 'dia' ? [] : ['yes-sayers'], ssh: null })),
    requester: 'ana',
    needed: 2,
    act: true,
  };
  const text = (act: boolean) =>
    drill
      .replace('reversible: { people: 1, from: on-call }', 'reversible: { people: 2, from: yes-sayers }')
      .replace('expires: 3m }', `expires: 3m, on-expiry: ${act ? 'act' : 'ask'} }`);

  /** The acceptance after a countdown or an expiry, with something in it changed. */
  function fault(
    how: 'alone' | 'expiry',
    change: (state: State & { gate: NonNullable<State['gate']> }) => void,
    more: Partial<AcceptanceInput> & { act?: boolean } = {},
  ) {
    const gate = loneGate(two);
    if (how === 'alone') gate.say('ana', 'alone', gate.plans[0]);
    gate.wait(how === 'alone' ? 60_000 : 180_000, false);
    const state = gate.state() as State & { gate: NonNullable<State['gate']> };
    expect(state.gate.acceptedBy).toBe(how);
    change(state);
    const playbook = readPlaybook(text(more.act ?? true), 'gate.yml');
    return acceptanceFault({ state, gate: state.gate, playbook, plan: gate.plans[0], holds: () => true, ...more });
  }
  const later = (iso: string | null, ms: number) => new Date(Date.parse(iso ?? '') + ms).toISOString();

  test('not, when nothing was changed', () => {
    expect([fault('alone', () => undefined), fault('expiry', () => undefined)]).toEqual([null, null]);
  });

  test.each<[string, Parameters<typeof fault>, string]>([
    [
      'no signature of that person holds',
      ['alone', () => undefined, { holds: () => false }],
      'no signed decision of ana to act alone holds',
    ],
    [
      'the countdown was cut short',
      ['alone', ({ gate }) => void Object.assign(gate, { acceptedAt: later(gate.acceptedAt, -1) })],
      'was not seen through',
    ],
    [
      'the countdown was made shorter',
      ['alone', ({ gate }) => void Object.assign(gate.alone ?? {}, { until: gate.alone?.startedAt })],
      'was not seen through',
    ],
    [
      'the countdown was ended',
      ['alone', ({ gate }) => void Object.assign(gate.alone ?? {}, { ended: 'rejected' })],
      'was ended before its time',
    ],
    [
      'it was for another plan',
      ['alone', ({ gate }) => void Object.assign(gate.alone ?? {}, { plan: 'x' })],
      'nobody acted alone on the accepted plan',
    ],
    [
      'there was none',
      ['alone', ({ gate }) => void Object.assign(gate, { alone: null })],
      'nobody acted alone on the accepted plan',
    ],
    [
      'that person belongs to no rung',
      ['alone', ({ gate }) => void Object.assign(gate.alone ?? {}, { person: 'dia' })],
      'dia may not act alone here',
    ],
    [
      'somebody said no',
      [
        'alone',
        ({ gate }) =>
          void gate.decisions.push({ ...(gate.decisions[0] as (typeof gate.decisions)[0]), verdict: 'reject', person: 'dia' }),
      ],
      'dia said no to the accepted plan',
    ],
    [
      'it claims only that people agreed',
      ['alone', ({ gate }) => void Object.assign(gate, { acceptedBy: 'people' })],
      '1 of 2 signed decisions of "yes-sayers" hold',
    ],
    ['the playbook asks anew', ['expiry', () => undefined, { act: false }], 'the playbook does not act when nobody answers'],
    [
      'the asking had not expired',
      ['expiry', ({ gate }) => void Object.assign(gate, { expiredAt: later(gate.expiredAt, -1) })],
      'the asking had not expired',
    ],
    [
      'nothing says that it expired',
      ['expiry', ({ gate }) => void Object.assign(gate, { expiredAt: null })],
      'the asking had not expired',
    ],
    [
      'another plan comes first',
      [
        'expiry',
        ({ gate, plans }) => {
          const [back, stays] = gate.plans as [string, string];
          const plan = plans.get(stays);
          const target = plan?.targets[0];
          if (plan === undefined || target === undefined) throw new Error('no plan');
          plans.set(stays, { ...plan, targets: [{ ...target, calls: [] }] });
          Object.assign(gate, { plans: [stays, back] });
        },
      ],
      'it is not the first plan on offer that can be taken back',
    ],
    [
      'the plan was not on offer',
      ['expiry', ({ gate }) => void Object.assign(gate, { plans: [] })],
      'the accepted plan was not on offer',
    ],
    ['the text of the plan is gone', ['expiry', ({ plans }) => plans.clear()], 'the accepted plan is not in the record'],
  ])('where %s', (_what, [how, change, more], sentence) => {
    expect(fault(how, change, more)).toContain(sentence);
  });
});
