/** What a time that has come leads to: a timer of the playbook, a reminder, the end of a countdown. Pure. */
import type { Playbook } from '../playbook/tree.ts';
import { draft } from '../timeline/entry.ts';
import { actsOnExpiry, runningAlone } from './acceptance.ts';
import { askedAgain, passedOn } from './asking.ts';
import { type Consequence, record } from './consequence.ts';
import { gateOf } from './gate.ts';
import { askAgainRef, countdownRef, expiryTimer, passOnRef } from './gate-times.ts';
import type { AloneStory, GateStory, State } from './state.ts';

export type DueJob = { kind: 'timer' | 'reminder' | 'countdown'; ref: string };

/** Empty when the time belongs to an asking that is over: then nothing is recorded either. */
export function dueOf(state: State, playbook: Playbook, { kind, ref }: DueJob, at: Date): Consequence[] {
  const gate = state.gate?.state === 'asking' ? state.gate : null;
  switch (kind) {
    case 'timer':
      return gate !== null && ref === expiryTimer(gate.stage) ? expire(state, playbook, gate, at) : [fired(ref)];
    case 'reminder':
      return gate === null ? [] : remind(state, playbook, gate, ref);
    case 'countdown': {
      const alone = gate === null ? null : runningAlone(gate);
      return gate === null || alone === null || ref !== countdownRef(gate) ? [] : seeThrough(gate, alone, at);
    }
  }
}

const fired = (timer: string) => record(draft('timer.fired', { timer }), { type: 'timer', timer });

/** An asking outlives its time while a countdown runs. Unanswered, it is asked anew, or the playbook acts. */
function expire(state: State, playbook: Playbook, gate: GateStory, at: Date): Consequence[] {
  const timer = expiryTimer(gate.stage);
  const alone = runningAlone(gate);
  if (alone !== null) {
    const runAt = new Date(alone.until);
    return runAt > at ? [{ type: 'set-timer', timer, runAt }] : seeThrough(gate, alone, at);
  }
  const { stage, nonce } = gate;
  const mayAct = gateOf(playbook, stage)?.onExpiry === 'act' && gate.decisions.every(({ verdict }) => verdict !== 'reject');
  const plan = mayAct ? actsOnExpiry(gate, state.plans) : null;
  if (plan === null) return [fired(timer)];
  return [
    record(draft('gate.expired', { stage, nonce })),
    record(draft('gate.accepted', { stage, nonce, plan, by: 'expiry' }), { type: 'gate-accepted', stage }),
  ];
}

/** Nobody said no in time. */
function seeThrough(gate: GateStory, { plan, until }: AloneStory, at: Date): Consequence[] {
  const { stage, nonce } = gate;
  const runAt = new Date(until);
  if (runAt > at) return [{ type: 'set-timer', kind: 'countdown', timer: countdownRef(gate), runAt }];
  return [record(draft('gate.accepted', { stage, nonce, plan, alone: true }), { type: 'gate-accepted', stage })];
}

/** In their order and once each, even where two bots take them up at the same moment. */
function remind(state: State, playbook: Playbook, gate: GateStory, ref: string): Consequence[] {
  const { stage, nonce } = gate;
  const done = new Set(gate.addressed.map(({ how }) => how));
  const again = done.has('again')
    ? []
    : [record(draft('gate.asked-again', { stage, nonce, to: askedAgain(state, playbook, gate) }))];
  if (ref === askAgainRef(gate)) return again;
  if (ref !== passOnRef(gate) || done.has('passed-on')) return [];
  return [...again, record(draft('gate.passed-on', { stage, nonce, to: passedOn(state, playbook, gate) }))];
}
