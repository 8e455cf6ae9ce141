import { describe, expect, it } from 'vitest';
import { faultsIn, faultsOf, slip } from './good-playbook.ts';

describe('a slip is shown with its line and column and what to write instead', () => {
  it.each([
    {
      from: 'within: 90s',
      to: 'withn: 90s',
      at: 'withn: 90s',
      fault: 'Unknown key `withn` in stage `find`. → Did you mean `within`?',
    },
    {
      from: 'title: A test',
      to: 'titel: A test',
      at: 'titel: A test',
      fault: 'Unknown key `titel` in the playbook. → Did you mean `title`?',
    },
    {
      from: 'title: A test',
      to: 'title: A test\nowner: me',
      at: 'owner: me',
      fault: 'Unknown key `owner` in the playbook. → Remove it. The playbook has: playbook, title, within, ladders, stages.',
    },
    {
      from: 'within: 15m',
      to: 'within: 15',
      at: '15',
      fault: '`within` in the playbook is not a duration. → Write `within: 15m` (or 90s, 1h).',
    },
    {
      from: 'within: 90s',
      to: 'within: 0s',
      at: '0s',
      fault: '`within` in stage `find` is not a duration between 1s and 31 days. → Write `within: 15m` (or 90s, 1h).',
    },
    {
      from: 'within: 90s',
      to: 'within: 99999h',
      at: '99999h',
      fault: '`within` in stage `find` is not a duration between 1s and 31 days. → Write `within: 15m` (or 90s, 1h).',
    },
    {
      from: 'playbook: test',
      to: 'playbook: My Test',
      at: 'My Test',
      fault: '`playbook` in the playbook is not a name of lower-case words joined by hyphens. → Write `playbook: leak`.',
    },
    {
      from: 'title: A test',
      to: 'title: ""',
      at: '""',
      fault: '`title` in the playbook is empty. → Write `title: Leaked secret`.',
    },
    {
      from: 'title: A test',
      to: 'title: "a\\0b"',
      at: '"a\\0b"',
      fault: '`title` in the playbook holds a NUL character or half a character. → Write `title: Leaked secret`.',
    },
    {
      from: 'title: A test',
      to: 'title: "a\\ud800b"',
      at: '"a\\ud800b"',
      fault: '`title` in the playbook holds a NUL character or half a character. → Write `title: Leaked secret`.',
    },
    {
      from: 'people: 2',
      to: 'people: 0',
      at: '0, from: approvers, notR',
      fault: '`people` in rung `mass` of ladder `standard` is less than one. → Write `people: 1` or more.',
    },
    {
      from: 'people: 2',
      to: 'people: 21',
      at: '21, from: approvers, not',
      fault: '`people` in rung `mass` of ladder `standard` is more than 20. → Write `people: 1` or more.',
    },
    {
      from: 'gate: { plan: containment, ',
      to: 'gate: { ',
      at: 'gate: { ladder: standard',
      fault: '`plan` is missing in the gate of stage `cut`. → Write `plan: containment`.',
    },
    {
      from: '{ do: leak.plan }',
      to: '{ do: plan }',
      at: 'plan }',
      fault:
        '`do` in step 2 of stage `find` is not two words joined by a dot. → Write `do: credential.probe`, or `by-hand:` for what a person does.',
    },
    {
      from: '{ do: credential.identify, each: credential }',
      to: '{ do: credential.identify, each: target }',
      at: 'target }',
      fault: '`each` in step 1 of stage `find` can only be `credential`. → Write `each: credential`, or leave it out.',
    },
    {
      from: '{ do: leak.plan }',
      to: '{ do: leak.plan, who: on-call }',
      at: 'who: on-call }',
      fault: 'Unknown key `who` in step 2 of stage `find`. → Remove it. Step 2 of stage `find` has: do, each, id, title.',
    },
    {
      from: 'id: look-around, ',
      to: '',
      at: '{ by-hand: Look, who: on',
      fault: '`id` is missing in step 1 of stage `look`. → Write `id: search-logs`.',
    },
    {
      from: 'ladder: standard',
      to: 'ladder: standart',
      at: 'standart, expires: 3m }',
      fault: 'There is no ladder `standart`. → Did you mean `standard`?',
    },
    {
      from: 'expires: 3m }',
      to: 'expires: 3m, on-expiry: strike }',
      at: 'strike }',
      fault:
        '`on-expiry` in the gate of stage `cut` is neither `ask` nor `act`. → Write `on-expiry: ask`, or `on-expiry: act` to carry out the first plan that can be taken back.',
    },
    {
      from: 'expires: 3m }',
      to: 'expires: 3m, on-expire: act }',
      at: 'on-expire: act',
      fault: 'Unknown key `on-expire` in the gate of stage `cut`. → Did you mean `on-expiry`?',
    },
    {
      from: 'expires: 3m',
      to: 'expires: 6m',
      at: '6m }',
      fault:
        'The gate of stage `cut` waits longer (6m) than the stage may take (5m). → Write `expires: 5m` or less, or give the stage more time.',
    },
    {
      from: '{ do: leak.plan }',
      to: '{ do: leak.plans }',
      at: 'gate: { plan: containmen',
      fault:
        'The gate of stage `cut` has nothing to ask about: no stage before it makes a plan. → Add a step whose `do:` ends in `.plan`, such as `{ do: leak.plan }`, to an earlier stage that runs alone.',
    },
    {
      from: '    next: cut\n',
      to: '',
      at: 'find:',
      fault: 'Stage `find` does not say what comes next. → Write `next: cut`, or `next: end` when nothing follows.',
    },
    { from: 'next: cut', to: 'next: cutt', at: 'cutt', fault: 'There is no stage `cutt`. → Did you mean `cut`?' },
    {
      from: '[look, tell]',
      to: '[look, tall]',
      at: 'tall], then: write }',
      fault: 'There is no stage `tall`. → Did you mean `tell`?',
    },
    {
      from: '[look, tell]',
      to: '[look]',
      at: '[look], then: write }',
      fault: '`together` in `next` of stage `cut` names fewer than two stages. → Write `together: [invalidate, notify]`.',
    },
    { from: 'then: write', to: 'then: wrte', at: 'wrte }', fault: 'There is no stage `wrte`. → Did you mean `write`?' },
    {
      from: 'then: write',
      to: 'then: end',
      at: 'write:',
      fault:
        'Nothing leads to stage `write`. → Write `next: write` in the stage before it, or remove it. The first stage in the file is where it starts.',
    },
    {
      from: 'next: end',
      to: 'next: find',
      at: 'find',
      fault: 'Stage `find` would be walked twice. → Name a stage that has not been walked yet, or `end`.',
    },
    {
      from: '[look, tell]',
      to: '[look, tell, look]',
      at: 'look], then: write }',
      fault: 'Stage `look` would be walked twice. → Name a stage that has not been walked yet, or `end`.',
    },
    {
      from: 'instructions: Look twice. }',
      to: 'instructions: Look twice. }\n    next: write',
      at: 'next: write',
      fault:
        'Stage `look` runs together with others and must not have a `next`. → Remove it: the `then:` beside `together:` says what follows them all.',
    },
    {
      from: 'within: 90s',
      to: 'within: 16m',
      at: '16m',
      fault:
        'Stage `find` may take longer (16m) than the whole playbook has from detection (15m). → Write `within: 15m` or less. Only stages after the last gate, when the leak is contained, may take longer.',
    },
    {
      from: '{ do: leak.plan }',
      to: '{ do: leak.plan, id: identify }',
      at: 'identify }',
      fault:
        'The step name `identify` is taken by a step of stage `find`. → Give this step a name of its own, such as `id: find-identify`.',
    },
    {
      from: 'id: tell-owners',
      to: 'id: look-around',
      at: 'look-around',
      fault:
        'The step name `look-around` is taken by a step of stage `look`. → Give this step a name of its own, such as `id: tell-look-around`.',
    },
    {
      from: 'id: tell-owners',
      to: 'id: cut',
      at: 'cut',
      fault:
        'The step name `cut` is the name of a stage with a gate. → Give this step a name of its own, such as `id: tell-cut`.',
    },
    {
      from: 'id: tell-owners',
      to: 'id: gate',
      at: 'gate',
      fault: 'The step name `gate` has a meaning of its own. → Give this step a name of its own, such as `id: tell-gate`.',
    },
  ])('$fault', ({ from, to, at, fault }) => {
    const text = slip(from, to);
    const found = faultsIn(text).find(({ what, fix }) => `${what} → ${fix}` === fault);
    const line = text.split('\n')[(found?.line ?? 0) - 1];
    expect(line?.slice((found?.column ?? 0) - 1).startsWith(at)).toBe(true);
  });

  it('and a slip that has no other consequence is shown once', () => {
    expect(faultsOf(slip('within: 90s', 'withn: 90s'))).toHaveLength(1);
    expect(faultsOf(slip('next: cut', 'nxt: cut'))).toHaveLength(1);
    expect(faultsOf(slip('next: cut', 'next: cutt'))).toHaveLength(1);
    expect(faultsOf(slip('then: write', 'then: wrte'))).toHaveLength(1);
  });

  it('all of them at once, in the order of the file, those of form and those of meaning', () => {
    const text = slip('title: A test', 'titel: A test')
      .replace('next: cut', 'next: cutt')
      .replace('ladder: standard', 'ladder: none');
    expect(faultsOf(text).map((fault) => fault.split(' ')[0])).toEqual(['2:1', '15:11', '19:40']);
  });

  it('a stage cannot be called end', () => {
    const text = slip('  write:', '  end:').replace('then: write', 'then: end');
    expect(faultsOf(text)).toContain(
      '35:3 A stage cannot be called `end`: the word has a meaning of its own. → Write another name, such as `post-mortem`.',
    );
  });

  it('a plan made in stages that run together serves no gate', () => {
    const text = slip('{ do: leak.plan }', '{ do: credential.probe }').replace(
      'instructions: Look twice. }',
      'instructions: Look twice. }\n      - { do: leak.plan }',
    );
    expect(faultsOf(text).join()).toContain('has nothing to ask about');
  });
});
