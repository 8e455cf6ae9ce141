import { describe, expect, it } from 'vitest';
import { begin } from '../../src/playbook/advance.ts';
import { accepted, asked, cutOff, journey, leak, leakText, settled, words } from './journey.ts';

describe('leak.yml', () => {
  it('begins by finding out what leaked, with its limits counted from the stage and from detection', () => {
    expect(begin(leak).effects.map(words)).toEqual([
      'stage-started identify',
      'start-timer stage-warned:identify 90000 now',
      'start-timer stage-overdue:identify 120000 now',
      'start-step identify',
      'start-timer clock-overdue 900000 detection',
      'start-timer clock-warned 675000 detection',
    ]);
  });

  it('walks to its end, one thing after another, three stages at once after the containment', () => {
    const incident = journey(leak);
    const { on } = incident;
    expect(on({ type: 'settled', step: 'identify' })).toEqual(['start-step probe']);
    expect(on({ type: 'settled', step: 'probe' })).toEqual(['start-step plan']);
    expect(on({ type: 'settled', step: 'plan' })).toEqual([
      'stop-timer stage-warned:identify',
      'stop-timer stage-overdue:identify',
      'stage-done identify',
      'stage-started contain',
      'start-timer stage-warned:contain 225000 now',
      'start-timer stage-overdue:contain 300000 now',
      'gate-opened contain',
      'start-timer gate-expires:contain 180000 now',
    ]);
    expect(on({ type: 'gate-accepted', stage: 'contain' })).toEqual([
      'gate-closed contain',
      'stop-timer gate-expires:contain',
      'start-step strike',
    ]);
    expect(on({ type: 'settled', step: 'strike' })).toEqual(['start-step prove']);
    expect(on({ type: 'contained' })).toEqual(['stop-timer clock-warned', 'stop-timer clock-overdue']);
    const together = on({ type: 'settled', step: 'prove' });
    expect(together.filter((effect) => effect.startsWith('stage-'))).toEqual([
      'stage-done contain',
      'stage-started invalidate',
      'stage-started blast-radius',
      'stage-started notify',
    ]);
    expect(together.filter((effect) => effect.startsWith('start-step'))).toEqual([
      'start-step end-sessions',
      'start-step save-logs',
      'start-step tell-owners',
    ]);
    for (const event of settled('save-logs', 'tell-owners', 'end-sessions', 'remove-planted', 'ask-legal', 'remove-copies'))
      on(event);
    const last = on({ type: 'settled', step: 'search-use' });
    expect(last).toEqual([
      'stop-timer stage-warned:blast-radius',
      'stop-timer stage-overdue:blast-radius',
      'stage-done blast-radius',
      'stage-started post-mortem',
      'start-timer stage-warned:post-mortem 194400000 now',
      'start-timer stage-overdue:post-mortem 259200000 now',
      'start-step write',
    ]);
    on({ type: 'settled', step: 'write' });
    expect(incident.now().finished).toBe(false);
    expect(on({ type: 'settled', step: 'write-human-part' })).toEqual([
      'stop-timer stage-warned:post-mortem',
      'stop-timer stage-overdue:post-mortem',
      'stage-done post-mortem',
      'finished',
    ]);
    expect(incident.now().finished).toBe(true);
    expect(Object.values(incident.where().steps).every((state) => state === 'done')).toBe(true);
  });

  it('stops the timers of a stage that is done while others beside it go on', () => {
    const incident = journey(leak, ...cutOff, { type: 'settled', step: 'tell-owners' });
    expect(incident.on({ type: 'settled', step: 'ask-legal' })).toEqual([
      'stop-timer stage-warned:notify',
      'stop-timer stage-overdue:notify',
      'stage-done notify',
    ]);
    expect(incident.ignores({ type: 'timer', timer: 'stage-overdue:notify' })).toBe(true);
    expect(incident.where().stages).toMatchObject({
      contain: 'done',
      notify: 'done',
      invalidate: 'running',
      'post-mortem': 'pending',
    });
  });

  it('says where it stands', () => {
    expect(journey(leak, ...asked).where().gate).toEqual({ contain: 'asking' });
    const { stages, steps, gate } = journey(leak, ...accepted, { type: 'stuck', step: 'strike' }).where();
    expect(stages).toMatchObject({ identify: 'done', contain: 'running', invalidate: 'pending' });
    expect(steps).toMatchObject({ plan: 'done', strike: 'stuck', prove: 'pending', 'end-sessions': 'pending' });
    expect(gate).toEqual({});
  });

  it('explains the grammar in at most fifteen lines', () => {
    const header = leakText.split('\n').findIndex((line) => !line.startsWith('#'));
    expect(header).toBeGreaterThan(5);
    expect(header).toBeLessThanOrEqual(15);
  });

  it('gives every step by hand to a named group, with instructions that fit on a screen', () => {
    const hand = leak.stages.flatMap(({ steps }) => steps).filter((step) => step.type === 'by-hand');
    expect(hand.length).toBeGreaterThanOrEqual(7);
    for (const { instructions, group } of hand) {
      expect(group).toBe('on-call');
      const lines = instructions.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.length).toBeLessThan(25);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(110);
    }
  });
});
