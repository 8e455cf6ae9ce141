/** The one place that reads xstate's list of actions: what a transition asks for, in our words and in order. */
import { type StepDone, timerOf } from './compile.ts';
import type { MachineEffect } from './step.ts';

/** The part of an xstate action that matters here. */
export type RawAction = { type: string; params?: unknown };

/**
 * Translates and folds: what was started and stopped again in the same macrostep was never there. A stopped timer is not
 * mentioned when it is the one that `fired`. A `stop-timer` may still name a timer that fired earlier: then nothing is to stop.
 */
export function effectsOf(actions: readonly RawAction[], fired: string | null): MachineEffect[] {
  const effects: MachineEffect[] = [];
  const done = new Set<string>();
  for (const action of actions) {
    const effect = translate(action);
    if (effect === null) continue;
    if (effect.type === 'step-done') done.add(effect.step);
    else if (!superfluous(effect, effects, done, fired)) effects.push(effect);
  }
  return effects;
}

/** Whether `effect` need not be mentioned; takes back the earlier effect that it undoes. */
function superfluous(effect: MachineEffect, effects: MachineEffect[], done: Set<string>, fired: string | null): boolean {
  switch (effect.type) {
    case 'stop-step':
      // Left because it is done: there is nothing to stop.
      return done.delete(effect.step) || takeBack(effects, 'start-step', effect);
    case 'stop-timer':
      return takeBack(effects, 'start-timer', effect) || effect.timer === fired;
    case 'gate-expired':
      // An ask that expired is not closed: it is asked anew.
      takeBack(effects, 'gate-closed', effect);
      return false;
    default:
      return false;
  }
}

function translate({ type, params }: RawAction): MachineEffect | StepDone | null {
  if (type === 'xstate.raise') return timerStarted(params as { event: { type: string }; delay?: number });
  if (type === 'xstate.cancel') {
    const timer = timerOf((params as { sendId: string }).sendId);
    return timer === null ? null : { type: 'stop-timer', timer };
  }
  // Everything of xstate's own that is left is noise (raised events are already processed); the rest are our actions.
  return type.startsWith('xstate.') ? null : ({ type, ...(params as object) } as MachineEffect | StepDone);
}

function timerStarted({ event, delay }: { event: { type: string }; delay?: number }): MachineEffect | null {
  const timer = timerOf(event.type);
  if (timer === null || delay === undefined) return null;
  return { type: 'start-timer', timer, afterMs: delay, from: timer.startsWith('clock-') ? 'detection' : 'now' };
}

type Subject = { step?: string; timer?: string; stage?: string };

/** Removes the last effect of this type about the same thing; says whether there was one. */
function takeBack(effects: MachineEffect[], type: MachineEffect['type'], about: Subject): boolean {
  const index = effects.findLastIndex((effect) => {
    const subject = effect as Subject;
    return (
      effect.type === type && subject.step === about.step && subject.timer === about.timer && subject.stage === about.stage
    );
  });
  if (index >= 0) effects.splice(index, 1);
  return index >= 0;
}
