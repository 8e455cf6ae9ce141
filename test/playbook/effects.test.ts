import { expect, it } from 'vitest';
import { effectsOf, type RawAction } from '../../src/playbook/effects.ts';

const after = (timer: string) => `xstate.after.${timer}.somewhere`;
const started = (timer: string): RawAction => ({
  type: 'xstate.raise',
  params: { event: { type: after(timer) }, id: after(timer), delay: 5 },
});
const stopped = (timer: string): RawAction => ({ type: 'xstate.cancel', params: { sendId: after(timer) } });

it('what was started and stopped in the same step of the statechart was never there', () => {
  const actions = [
    { type: 'start-step', params: { step: 'a' } },
    started('t'),
    stopped('t'),
    { type: 'stop-step', params: { step: 'a' } },
    { type: 'start-step', params: { step: 'b' } },
  ];
  expect(effectsOf(actions, null)).toEqual([{ type: 'start-step', step: 'b' }]);
});

it('what was stopped and then started is both, in this order', () => {
  const actions = [
    stopped('t'),
    { type: 'stop-step', params: { step: 'a' } },
    { type: 'start-step', params: { step: 'a' } },
    started('t'),
  ];
  expect(effectsOf(actions, null).map(({ type }) => type)).toEqual(['stop-timer', 'stop-step', 'start-step', 'start-timer']);
});

it('a step that is done has nothing to stop, a timer that fires neither', () => {
  const actions = [
    { type: 'step-done', params: { step: 'a' } },
    { type: 'stop-step', params: { step: 'a' } },
    stopped('t'),
    stopped('u'),
  ];
  expect(effectsOf(actions, 't')).toEqual([{ type: 'stop-timer', timer: 'u' }]);
});

it("xstate's own bookkeeping is left out", () => {
  const actions = [
    { type: 'xstate.raise', params: { event: { type: 'x' } } },
    { type: 'xstate.log', params: {} },
    { type: 'xstate.cancel', params: { sendId: 'other' } },
  ];
  expect(effectsOf(actions, null)).toEqual([]);
});
