import { describe, expect, it } from 'vitest';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { MachineEvent } from '../../src/playbook/step.ts';
import { accepted, asked, cutOff, journey, leak, settled, timer, words } from './journey.ts';

const replan: MachineEvent = { type: 'replan' };
const refused: MachineEvent = { type: 'gate-refused', stage: 'contain' };

describe('a step that is stuck', () => {
  it('waits for a person, and a retry does not start the whole step again', () => {
    const incident = journey(leak, ...accepted);
    expect(incident.on({ type: 'stuck', step: 'strike' })).toEqual([]);
    expect(incident.where().steps.strike).toBe('stuck');
    expect(incident.on({ type: 'retried', step: 'strike' })).toEqual([]);
    expect(incident.where().steps.strike).toBe('running');
    expect(incident.on({ type: 'settled', step: 'strike' })).toEqual(['start-step prove']);
  });

  it('goes on from there when the last member was skipped or done by hand', () => {
    const incident = journey(leak, ...accepted, { type: 'stuck', step: 'strike' });
    expect(incident.on({ type: 'settled', step: 'strike' })).toEqual(['start-step prove']);
  });

  it('ignores a second stuck, a retry while it runs, and events of other steps', () => {
    const incident = journey(leak, ...accepted);
    expect(incident.ignores({ type: 'retried', step: 'strike' })).toBe(true);
    expect(incident.ignores({ type: 'settled', step: 'prove' })).toBe(true);
    expect(incident.ignores({ type: 'settled', step: 'identify' })).toBe(true);
    incident.on({ type: 'stuck', step: 'strike' });
    expect(incident.ignores({ type: 'stuck', step: 'strike' })).toBe(true);
  });
});

describe('a gate', () => {
  it('asks anew with a new timer when nobody answered, without closing the ask', () => {
    const incident = journey(leak, ...asked);
    const again = ['gate-expired contain', 'gate-opened contain', 'start-timer gate-expires:contain 180000 now'];
    expect(incident.on(timer('gate-expires:contain'))).toEqual(again);
    expect(incident.on(timer('gate-expires:contain'))).toEqual(again);
    expect(incident.where().gate).toEqual({ contain: 'asking' });
  });

  it('that needs no answer goes to the guarded step', () => {
    expect(journey(leak, ...asked).on({ type: 'gate-unneeded', stage: 'contain' })).toContain('start-step strike');
  });

  it('that was refused waits for a person without a timer, and is not asked again by itself', () => {
    const incident = journey(leak, ...asked);
    expect(incident.on(refused)).toEqual(['gate-closed contain', 'stop-timer gate-expires:contain']);
    expect(incident.where().gate).toEqual({ contain: 'refused' });
    expect(incident.ignores(timer('gate-expires:contain'))).toBe(true);
    expect(incident.ignores({ type: 'gate-accepted', stage: 'contain' })).toBe(true);
  });

  it.each([
    { from: 'while asking', before: asked },
    { from: 'after a refusal', before: [...asked, refused] },
  ])('can be skipped $from: its stage is over', ({ before }) => {
    const effects = journey(leak, ...before).on({ type: 'gate-skipped', stage: 'contain' });
    expect(effects).toContain('stage-done contain');
    expect(effects).toContain('start-step end-sessions');
    expect(effects).not.toContain('start-step strike');
  });

  it.each([
    { from: 'while asking', before: asked, closed: ['gate-closed contain', 'stop-timer gate-expires:contain'] },
    { from: 'after a refusal', before: [...asked, refused], closed: [] },
  ])('can be passed by hand $from: it goes on behind the guarded step', ({ before, closed }) => {
    expect(journey(leak, ...before).on({ type: 'gate-by-hand', stage: 'contain' })).toEqual([...closed, 'start-step prove']);
  });

  it('passed by hand ends its stage when the guarded step is the only one', () => {
    const short = readPlaybook(
      `
playbook: short
title: Short
within: 5m
ladders: { one: { reversible: { people: 1, from: a }, irreversible: { people: 1, from: a }, mass: { people: 1, from: a } } }
stages:
  find: { within: 1m, steps: [{ do: leak.plan }], next: cut }
  cut: { within: 1m, gate: { plan: containment, ladder: one, expires: 1m }, steps: [{ do: credential.strike }], next: end }
`,
      'short.yml',
    );
    const incident = journey(short, ...settled('plan'));
    expect(incident.on({ type: 'gate-by-hand', stage: 'cut' }).slice(-2)).toEqual(['stage-done cut', 'finished']);
  });

  it('of another stage is ignored', () => {
    expect(journey(leak, ...asked).ignores({ type: 'gate-accepted', stage: 'identify' })).toBe(true);
  });
});

describe('replan', () => {
  const startsOver = (effects: string[]) => {
    expect(effects).toContain('stage-started identify');
    expect(effects).toContain('start-step identify');
    expect(effects).toContain('start-timer stage-warned:identify 90000 now');
  };

  it('leaves a running strike for the start of the stage that makes the plan', () => {
    const effects = journey(leak, ...accepted).on(replan);
    expect(effects.slice(0, 3)).toEqual([
      'stop-step strike',
      'stop-timer stage-warned:contain',
      'stop-timer stage-overdue:contain',
    ]);
    expect(effects.filter((effect) => effect.startsWith('stage-done'))).toEqual([]);
    startsOver(effects);
  });

  it('closes the gate that is being asked', () => {
    const effects = journey(leak, ...asked).on(replan);
    expect(effects).toContain('gate-closed contain');
    expect(effects).toContain('stop-timer gate-expires:contain');
    startsOver(effects);
  });

  it('stops all that runs together, once each', () => {
    const effects = journey(leak, ...cutOff, ...settled('save-logs')).on(replan);
    expect(effects.filter((effect) => effect.startsWith('stop-step')).sort()).toEqual([
      'stop-step end-sessions',
      'stop-step search-use',
      'stop-step tell-owners',
    ]);
    startsOver(effects);
  });

  it('starts the plan-making stage over from within, and the flow then asks again', () => {
    const incident = journey(leak, ...settled('identify'));
    const effects = incident.on(replan);
    expect(effects).toContain('stop-step probe');
    startsOver(effects);
    for (const event of asked) incident.on(event);
    expect(incident.where().gate).toEqual({ contain: 'asking' });
  });

  it('works from a refused gate, and from the last stage', () => {
    startsOver(journey(leak, ...asked, refused).on(replan));
    const all = settled(
      'end-sessions',
      'remove-planted',
      'remove-copies',
      'save-logs',
      'search-use',
      'tell-owners',
      'ask-legal',
    );
    startsOver(journey(leak, ...cutOff, ...all).on(replan));
  });

  it('means nothing before a plan can be made, in a playbook without a gate, and at the end', () => {
    const first = readPlaybook(
      `
playbook: late-plan
title: A plan in the second stage
within: 5m
ladders: { one: { reversible: { people: 1, from: a }, irreversible: { people: 1, from: a }, mass: { people: 1, from: a } } }
stages:
  look: { within: 1m, steps: [{ do: credential.probe }], next: find }
  find: { within: 1m, steps: [{ do: leak.plan }], next: cut }
  cut: { within: 1m, gate: { plan: containment, ladder: one, expires: 1m }, steps: [{ do: credential.strike }], next: end }
`,
      'late-plan.yml',
    );
    expect(journey(first).ignores(replan)).toBe(true);
    expect(journey(first, ...settled('probe', 'plan')).on(replan)).toContain('stage-started find');
    const end = journey(first, ...settled('probe', 'plan'), { type: 'gate-skipped', stage: 'cut' });
    expect(end.now().finished).toBe(true);
    expect(end.ignores(replan)).toBe(true);

    const gateless = readPlaybook(
      'playbook: p\ntitle: P\nwithin: 5m\nstages: { find: { within: 1m, steps: [{ do: leak.plan }, { do: report.write }], next: end } }',
      'p.yml',
    );
    expect(journey(gateless, ...settled('plan')).ignores(replan)).toBe(true);
  });
});

describe('a stage limit', () => {
  it('warns at 75 % and calls at 100 %, and stops nothing', () => {
    const incident = journey(leak, ...accepted);
    const value = incident.now().value;
    expect(incident.on(timer('stage-warned:contain'))).toEqual(['stage-warned contain']);
    expect(incident.on(timer('stage-overdue:contain'))).toEqual(['stage-overdue contain']);
    expect(incident.now().value).toEqual(value);
    expect(incident.on({ type: 'settled', step: 'strike' })).toEqual(['start-step prove']);
  });

  it('runs during a gate, and is counted from the start of the stage only', () => {
    const incident = journey(leak, ...asked, timer('gate-expires:contain'));
    expect(incident.on(timer('stage-warned:contain'))).toEqual(['stage-warned contain']);
    expect(incident.on({ type: 'gate-accepted', stage: 'contain' }).filter((effect) => effect.includes('stage-'))).toEqual([]);
  });

  it('of a stage that was left is ignored', () => {
    expect(journey(leak, ...asked).ignores(timer('stage-overdue:identify'))).toBe(true);
    expect(journey(leak).ignores(timer('stage-overdue:contain'))).toBe(true);
  });
});

describe('the clock', () => {
  it('warns at 75 % and calls at 100 % of the time from detection, while the flow goes on', () => {
    const incident = journey(leak, ...accepted);
    expect(incident.on(timer('clock-warned'))).toEqual(['clock-warned']);
    expect(incident.on(timer('clock-overdue'))).toEqual(['clock-overdue']);
    expect(incident.on({ type: 'settled', step: 'strike' })).toEqual(['start-step prove']);
  });

  it('calls even when both moments passed while the bot was down and the later one is told first', () => {
    const incident = journey(leak);
    expect(incident.on(timer('clock-overdue'))).toEqual(['stop-timer clock-warned', 'clock-overdue']);
    expect(incident.ignores(timer('clock-warned'))).toBe(true);
  });

  it('stops when the leak is contained, and runs again from detection when that is taken back', () => {
    const incident = journey(leak, timer('clock-warned'));
    expect(incident.on({ type: 'contained' })).toEqual(['stop-timer clock-overdue']);
    expect(incident.ignores(timer('clock-overdue'))).toBe(true);
    expect(incident.ignores({ type: 'contained' })).toBe(true);
    expect(incident.on({ type: 'reopened' }).sort()).toEqual([
      'start-timer clock-overdue 900000 detection',
      'start-timer clock-warned 675000 detection',
    ]);
    expect(incident.ignores({ type: 'reopened' })).toBe(true);
  });

  it('goes on after the flow has ended without containment', () => {
    const incident = journey(
      leak,
      ...cutOff,
      ...settled('end-sessions', 'remove-planted', 'remove-copies', 'save-logs', 'search-use', 'tell-owners', 'ask-legal'),
      ...settled('write', 'write-human-part'),
    );
    expect(incident.now().finished).toBe(true);
    expect(incident.on(timer('clock-overdue')).at(-1)).toBe('clock-overdue');
    expect(incident.on({ type: 'contained' })).toEqual([]);
    expect(incident.now().finished).toBe(true);
    expect(incident.now().effects.map(words)).not.toContain('finished');
  });
});
