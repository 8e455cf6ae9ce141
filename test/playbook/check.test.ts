import { describe, expect, it } from 'vitest';
import { type CheckedAgainst, checkPlaybook } from '../../src/playbook/check.ts';
import type { Remark } from '../../src/playbook/fault.ts';
import { readWithPositions } from '../../src/playbook/read.ts';
import { good } from './good-playbook.ts';
import { leakText } from './journey.ts';
import { knownActions as actions } from './known-actions.ts';

const reminders = { againMs: 60_000, passedOnMs: 120_000 };
const person = (id: string, groups: string[], signs = true) => ({ id, groups, signs });
const people = [
  person('ana', ['on-call', 'approvers']),
  person('bo', ['on-call', 'approvers']),
  person('cy', ['approvers']),
  person('dan', []),
];

function remarksOn(text: string, against: Partial<CheckedAgainst> = {}): Remark[] {
  const { playbook, positions } = readWithPositions(text, 'test.yml');
  return checkPlaybook(playbook, positions, { actions, people: null, reminders, ...against });
}

/** "severity what → fix", and that it points at `at`. */
function expectOne(text: string, at: string, said: string, against: Partial<CheckedAgainst> = {}): void {
  const remarks = remarksOn(text, against);
  const found = remarks.find(({ severity, what, fix }) => `${severity}: ${what} → ${fix}` === said);
  expect(found, remarks.map(({ severity, what, fix }) => `${severity}: ${what} → ${fix}`).join('\n')).toBeDefined();
  const line = text.split('\n')[(found?.line ?? 0) - 1]?.slice((found?.column ?? 0) - 1) ?? '';
  expect(line.startsWith(at), line).toBe(true);
}

/** The good playbook, able to contain a leak, and with one change. */
const whole = good
  .replace('      - { do: leak.plan }', '      - { do: credential.probe, each: credential }\n      - { do: leak.plan }')
  .replace(
    '      - { do: credential.strike, each: credential }',
    '      - { do: credential.strike, each: credential }\n      - { do: credential.prove, each: credential }',
  );
function changed(from: string, to: string): string {
  expect(whole.split(from)).toHaveLength(2);
  return whole.replace(from, () => to);
}

describe('nothing is said of', () => {
  it('leak.yml, among people who are enough', () => {
    expect(remarksOn(leakText, { people })).toEqual([]);
  });
  it('a playbook that can contain a leak', () => {
    expect(remarksOn(whole, { people })).toEqual([]);
  });
});

describe('actions', () => {
  it.each([
    {
      from: 'do: credential.prove,',
      to: 'do: credential.prov,',
      at: 'credential.prov,',
      said: 'error: Step `prov`: there is no action `credential.prov`. → Did you mean `credential.prove`?',
    },
    {
      from: 'do: report.write,',
      to: 'do: page.everybody,',
      at: 'page.everybody,',
      said: 'error: Step `report`: there is no action `page.everybody`. → Write one of: credential.identify, credential.probe, credential.prove, credential.strike, leak.plan, report.write; or make it a step `by-hand:`.',
    },
    {
      from: '{ do: credential.prove, each: credential }',
      to: '{ do: credential.prove }',
      at: 'credential.prove }',
      said: 'error: Step `prove`: `credential.prove` works on one credential at a time. → Write `{ do: credential.prove, each: credential }`.',
    },
    {
      from: '{ do: leak.plan }',
      to: '{ do: leak.plan, each: credential }',
      at: 'each: credential }',
      said: 'error: Step `plan`: `leak.plan` works on all credentials at once. → Remove `each: credential`.',
    },
    {
      from: '{ do: report.write,',
      to: '{ do: credential.undo,',
      at: 'credential.undo,',
      said: 'error: Step `report`: `credential.undo` is nothing that a playbook does by itself. → Remove it: people take a cut back with `staunch undo` while that is offered.',
    },
  ])('$said', ({ from, to, at, said }) => expectOne(changed(from, to), at, said));
});

describe('the order of the steps', () => {
  const gate = '    gate: { plan: containment, ladder: standard, expires: 3m }\n';
  const strike = '      - { do: credential.strike, each: credential }\n';
  it.each([
    {
      from: '      - { do: credential.identify, each: credential }\n',
      to: '',
      at: 'leak.plan }',
      said: 'error: Step `plan` makes a plan before anything was identified. → Put `{ do: credential.identify, each: credential }` before it, in this stage or in one before.',
    },
    {
      from: gate,
      to: '',
      at: 'credential.strike',
      said: 'error: Step `strike` strikes, but stage `cut` has no gate. → Add `gate: { plan: containment, ladder: …, expires: 3m }` to stage `cut`: nothing is struck that nobody agreed to.',
    },
    {
      from: strike,
      to: `      - { by-hand: Warn, id: warn, who: on-call, instructions: Call. }\n${strike}`,
      at: 'credential.strike',
      said: 'error: Step `strike` strikes, but is not the first step of its stage: the gate guards only the first, and can be passed. → Make it the first step of `cut`, or give it a stage with a gate of its own.',
    },
    {
      from: '      - { do: credential.probe, each: credential }\n',
      to: '',
      at: 'credential.strike',
      said: 'warning: Step `strike` strikes what was never tried: a proof by use needs to have seen the credential work before. → Put `{ do: credential.probe, each: credential }` before the plan is made.',
    },
    {
      from: '      - { do: credential.prove, each: credential }\n',
      to: '',
      at: 'credential.strike',
      said: 'error: Nothing after step `strike` proves that the credential is refused: the incident is never contained. → Add `{ do: credential.prove, each: credential }` behind what cuts it off.',
    },
    {
      from: '      - { do: leak.plan }\n',
      to: '      - { do: credential.prove, each: credential, id: early }\n      - { do: leak.plan }\n',
      at: 'credential.prove',
      said: 'error: Step `early` proves before anything was cut off. → Put it behind `credential.strike`, or behind the `by-hand:` step that cuts it off.',
    },
    {
      from: 'stages:\n',
      to: '  spare:\n    reversible: &r { people: 1, from: on-call }\n    irreversible: *r\n    mass: *r\nstages:\n',
      at: 'on-call',
      said: 'warning: No gate asks by ladder `spare`. → Name it in a `gate:`, or remove it.',
    },
  ])('$said', ({ from, to, at, said }) => expectOne(changed(from, to), at, said));

  it('one question at a time: two gates that run together are refused', () => {
    const two = changed('  look:\n    within: 5m\n', `  look:\n    within: 5m\n${gate}`).replace(
      '  tell:\n    within: 5m\n',
      `  tell:\n    within: 5m\n${gate}`,
    );
    expectOne(
      two,
      'tell:',
      'error: Stage `tell` has a gate, and runs together with another stage that has one: two questions would be open at once. → Let one of the two come after the other, or remove its gate.',
    );
  });

  it('what is cut off by hand may be proven, and a step beside another is not before it', () => {
    const byHand = changed(strike, '      - { by-hand: Cut it, id: cut-it, who: on-call, instructions: In the console. }\n');
    expect(remarksOn(byHand)).toEqual([]);
    const never = byHand.replace('      - { do: credential.prove, each: credential }\n', '');
    expect(remarksOn(never).map(({ severity, what }) => `${severity} ${what}`)).toEqual([
      'warning No step proves that a credential is refused: an incident under this playbook is never contained.',
    ]);
    const beside = changed('      - { do: credential.prove, each: credential }\n', '').replace(
      'instructions: Look twice. }',
      'instructions: Look twice. }\n      - { do: credential.prove, each: credential }',
    );
    expect(remarksOn(beside)).toEqual([]);
  });
});

describe('limits', () => {
  it('that do not fit together are a warning: none of them stops anything', () => {
    expectOne(
      changed('within: 90s', 'within: 11m'),
      'cut:',
      'warning: The stages up to the containment may take longer together (find 11m + cut 5m = 16m) than the playbook has from detection (15m): each can be in time, and the whole late. → Shorten them to 15m together.',
    );
    expect(remarksOn(changed('within: 90s', 'within: 10m'))).toEqual([]);
  });

  it('of stages that run together count once, by the slowest, and of later stages not at all', () => {
    const text = changed(
      '{ do: report.write, id: report, title: The report }',
      '{ do: credential.prove, each: credential, id: again }',
    );
    expect(remarksOn(text.replace('within: 72h', 'within: 3m'))).toEqual([]);
    expect(
      remarksOn(text.replace('within: 72h', 'within: 4m'))
        .map(({ what }) => what)
        .join(),
    ).toContain('(find 90s + cut 5m + look 5m + write 4m = 930s)');
  });

  it.each([
    { expires: '1m', missed: 'before anybody is reminded (1m) and before it is passed on (2m)' },
    { expires: '2m', missed: 'before it is passed on to the others who may answer (2m)' },
  ])('a question that expires after $expires does so $missed', ({ expires, missed }) => {
    expectOne(
      changed('expires: 3m', `expires: ${expires}`),
      expires,
      `warning: The gate of stage \`cut\` expires (${expires}) ${missed}. → Write \`expires: 3m\` or more.`,
    );
  });
});

describe('people', () => {
  const groupFault = (who: string, group: string) =>
    `error: ${who}: there is no group \`${group}\`: nobody in staunch.yml is in it.`;
  it('a group that nobody is in is shown where it is named', () => {
    const left = [person('ana', ['on-cal', 'approvers']), person('bo', ['approvers']), person('cy', ['approvers'])];
    const rung = groupFault('Ladder `standard`, rung `reversible`', 'on-call');
    expectOne(whole, 'on-call }', `${rung} → Did you mean \`on-cal\`?`, { people: left });
    expectOne(whole, 'on-call, inst', `${groupFault('Step `look-around`', 'on-call')} → Did you mean \`on-cal\`?`, {
      people: left,
    });
    const nobody = changed('who: on-call, instructions: Look', 'who: night-shift, instructions: Look');
    const fix = 'Put somebody in group `night-shift` in staunch.yml, or write one of: on-call, approvers.';
    expectOne(nobody, 'night-shift', `${groupFault('Step `look-around`', 'night-shift')} → ${fix}`, { people });
  });

  it('a person is no group, and one who left is none either', () => {
    const named = changed('who: on-call, instructions: Look', 'who: bo, instructions: Look');
    expectOne(
      named,
      'bo, inst',
      'error: Step `look-around`: `bo` is a person, not a group. → Write a group, so that the playbook outlives who is in it: bo is in on-call and approvers.',
      { people },
    );
    const gone = people.filter(({ id }) => id !== 'bo');
    expect(remarksOn(named, { people: gone }).map(({ what }) => what)).toContain(
      'Step `look-around`: there is no group `bo`: nobody in staunch.yml is in it.',
    );
  });

  it('a rung that asks for more than there are cannot be met', () => {
    const two = [person('ana', ['on-call', 'approvers']), person('dan', [])];
    expectOne(
      whole,
      'approvers, notRequester: true }',
      'error: Ladder `standard`, rung `mass` needs 2 from group `approvers`, which has 1. → Add people to the group in staunch.yml, or ask for fewer here.',
      { people: two },
    );
  });

  it('one that leaves out whoever declared needs one more, and cannot be met at all where everybody is in the group', () => {
    const two = [person('ana', ['on-call', 'approvers']), person('bo', ['approvers'])];
    const fix = 'Add people to the group in staunch.yml, or ask for fewer here.';
    const wish = 'Ladder `standard`, rung `mass` needs 2 from group `approvers`, which has no more';
    const never = 'and everybody is in it: whoever declares cannot agree, so it can never be met';
    expectOne(whole, 'approvers', `error: ${wish}, ${never}. → ${fix}`, { people: two });
    const at = 'when one of them declares, or nobody is known to have declared, it cannot be met';
    expectOne(whole, 'approvers', `warning: ${wish}: ${at}. → ${fix}`, { people: [...two, person('dan', [])] });
  });

  it('who has no key is asked in vain, said once a group with what then cannot be met', () => {
    const mute = people.map((one) => (one.id === 'ana' || one.id === 'cy' ? { ...one, signs: false } : one));
    const what = (group: string, who: string, so: string) =>
      `warning: In group \`${group}\`, ${who} cannot decide: no \`ssh:\` key in staunch.yml, and no account in a Slack that is connected.${so} → Add the public key or the Slack account, or take them out of the group.`;
    expectOne(whole, 'on-call', what('on-call', 'ana', ''), { people: mute });
    const so = ' Ladder `standard`, rung `mass` cannot be met without.';
    expectOne(whole, 'approvers', what('approvers', 'ana, cy', so), { people: mute });
    expect(remarksOn(whole, { people: mute })).toHaveLength(2);
  });
});
