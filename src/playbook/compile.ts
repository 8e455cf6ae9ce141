/**
 * Playbook → statechart. One parallel root: `flow` walks the stages, `clock` counts from detection.
 *
 *   stage   open (its timers, its gate, its steps) → over
 *   step    running ⇄ stuck → done
 *   gate    asking ⇄ asking anew, → refused
 *
 * xstate runs nothing: effects are named actions with parameters and timers are `after`, both read off the list that a
 * transition returns. No spawned actors, no context, no history: the state value is the whole state.
 */
import { type AnyStateMachine, createMachine, type MachineConfig, type MachineContext } from 'xstate';
import type { MachineEffect } from './step.ts';
import type { Gate, Playbook, Stage, Step } from './tree.ts';
import { type Leg, legsOf, replanTargets } from './walk.ts';

/** Goes up whenever the same playbook compiles to another statechart: an incident pins (playbook, compiler number). */
export const compilerNumber = 1;

/** `timers`: our names of timers to the events xstate expects when they fire. */
export type Compiled = { machine: AnyStateMachine; timers: ReadonlyMap<string, string> };

/** Not an effect: tells the translation that the step was left because it is done. */
export type StepDone = { type: 'step-done'; step: string };

type Action = { type: string; params: Record<string, unknown> };
type Go = { target?: string; reenter?: boolean; actions?: Action[] };
type Node = {
  id?: string;
  type?: 'parallel' | 'final';
  initial?: string;
  entry?: Action[];
  exit?: Action[];
  on?: Record<string, Go>;
  after?: Record<string, Go>;
  onDone?: Go;
  states?: Record<string, Node>;
};

const warnAt = 0.75;
const xstateTimer = 'xstate.after.';

/** Whether an xstate event is a timer that fired, and which: the inverse of `Compiled.timers`. */
export function timerOf(xstateEvent: string): string | null {
  // xstate names it xstate.after.<delay>.<node>; our delay names hold no dot.
  return xstateEvent.startsWith(xstateTimer) ? (xstateEvent.slice(xstateTimer.length).split('.')[0] ?? null) : null;
}

/** Compiles a checked playbook. The same playbook gives the same statechart. */
export function compile(playbook: Playbook): Compiled {
  const legs = legsOf(playbook);
  const config: Node = {
    id: playbook.id,
    type: 'parallel',
    states: { flow: flow(legs), clock: clock() },
  };
  // Our node type is a strict part of xstate's, whose own type cannot describe a statechart made at run time.
  const machine = createMachine(config as MachineConfig<MachineContext, { type: string }>, { delays: delaysOf(playbook) });
  const timers = machine.events.flatMap((event) => {
    const timer = timerOf(event);
    return timer === null ? [] : [[timer, event] as const];
  });
  return { machine, timers: new Map(timers) };
}

function flow(legs: Leg[]): Node {
  const replans = replanTargets(legs);
  const states: Record<string, Node> = {};
  legs.forEach((leg, index) => {
    const next = legs[index + 1];
    const replan = replans[index];
    const maker = replan == null ? undefined : legs[replan];
    states[legKey(leg)] = {
      ...(leg.length === 1 ? stageNode(leg[0] as Stage) : together(leg)),
      onDone: { target: next === undefined ? '#end' : `#${legId(next)}` },
      // From within the plan-making stage too: it starts over.
      ...(maker === undefined ? {} : { on: { replan: { target: `#${legId(maker)}`, reenter: true } } }),
    };
  });
  states.end = { id: 'end', type: 'final', entry: [effect({ type: 'finished' })] };
  return { initial: legKey(legs[0] as Leg), states };
}

/** What the state is called in the record. A plus never stands in an id, so no stage can have this name. */
export function legKey(leg: Leg): string {
  return leg.map((stage) => stage.id).join('+');
}

function legId(leg: Leg): string {
  return `stage:${legKey(leg)}`;
}

function together(leg: Leg): Node {
  return {
    id: legId(leg),
    type: 'parallel',
    states: Object.fromEntries(leg.map((stage) => [stage.id, stageNode(stage)])),
  };
}

function stageNode(stage: Stage): Node {
  const { id, gate, steps } = stage;
  return {
    id: `stage:${id}`,
    entry: [effect({ type: 'stage-started', stage: id })],
    initial: 'open',
    states: {
      open: {
        after: {
          [`stage-warned:${id}`]: { actions: [effect({ type: 'stage-warned', stage: id })] },
          [`stage-overdue:${id}`]: { actions: [effect({ type: 'stage-overdue', stage: id })] },
        },
        initial: gate === null ? (steps[0] as Step).id : 'gate',
        states: {
          ...(gate === null ? {} : { gate: gateNode(stage) }),
          ...Object.fromEntries(steps.map((step, index) => [step.id, stepNode(step, afterStep(stage, index))])),
        },
      },
      // Not `final` on the stage itself: beside others a stage that is done must stop its timers and wait.
      over: { id: `over:${id}`, type: 'final', entry: [effect({ type: 'stage-done', stage: id })] },
    },
  };
}

function afterStep(stage: Stage, index: number): string {
  const next = stage.steps[index + 1];
  return next === undefined ? `#over:${stage.id}` : `#step:${next.id}`;
}

function stepNode(step: Step, next: string): Node {
  const settle: Go = { target: 'done', actions: [effect({ type: 'step-done', step: step.id })] };
  return {
    id: `step:${step.id}`,
    // On the step, not on `running`: a retried member does not start the others again.
    entry: [effect({ type: 'start-step', step: step.id })],
    exit: [effect({ type: 'stop-step', step: step.id })],
    initial: 'running',
    states: {
      running: { on: { [`stuck:${step.id}`]: { target: 'stuck' }, [`settled:${step.id}`]: settle } },
      // Settled from here when a person skipped the last stuck member, or did it by hand.
      stuck: { on: { [`retried:${step.id}`]: { target: 'running' }, [`settled:${step.id}`]: settle } },
      done: { type: 'final' },
    },
    onDone: { target: next },
  };
}

function gateNode(stage: Stage): Node {
  const { id } = stage;
  const guarded = `#step:${(stage.steps[0] as Step).id}`;
  return {
    initial: 'asking',
    states: {
      asking: {
        id: `asking:${id}`,
        entry: [effect({ type: 'gate-opened', stage: id })],
        exit: [effect({ type: 'gate-closed', stage: id })],
        after: {
          [`gate-expires:${id}`]: {
            target: `#asking:${id}`,
            reenter: true,
            actions: [effect({ type: 'gate-expired', stage: id })],
          },
        },
        on: {
          [`gate-accepted:${id}`]: { target: guarded },
          [`gate-unneeded:${id}`]: { target: guarded },
          [`gate-refused:${id}`]: { target: 'refused' },
        },
      },
      refused: {},
    },
    on: {
      [`gate-skipped:${id}`]: { target: `#over:${id}` },
      [`gate-by-hand:${id}`]: { target: afterStep(stage, 0) },
    },
  };
}

function clock(): Node {
  return {
    initial: 'running',
    states: {
      running: {
        // The limit stands on `running`, so that the warning does not restart it.
        after: { 'clock-overdue': { target: 'overdue', actions: [effect({ type: 'clock-overdue' })] } },
        on: { contained: { target: 'stopped' } },
        initial: 'calm',
        states: {
          calm: { after: { 'clock-warned': { target: 'warned', actions: [effect({ type: 'clock-warned' })] } } },
          warned: {},
        },
      },
      overdue: { on: { contained: { target: 'stopped' } } },
      stopped: { on: { reopened: { target: 'running' } } },
    },
  };
}

/** Every timer of the playbook, and how long after its beginning it fires, in milliseconds. */
export function delaysOf(playbook: Playbook): Record<string, number> {
  const limits = (name: (moment: 'warned' | 'overdue') => string, withinMs: number): [string, number][] => [
    [name('warned'), Math.round(withinMs * warnAt)],
    [name('overdue'), withinMs],
  ];
  const gates = playbook.stages.filter((stage): stage is Stage & { gate: Gate } => stage.gate !== null);
  return Object.fromEntries([
    ...limits((moment) => `clock-${moment}`, playbook.withinMs),
    ...playbook.stages.flatMap(({ id, withinMs }) => limits((moment) => `stage-${moment}:${id}`, withinMs)),
    ...gates.map(({ id, gate }): [string, number] => [`gate-expires:${id}`, gate.expiresMs]),
  ]);
}

/** An effect as a named action; the translation in `effects.ts` reads it back. */
function effect({ type, ...params }: MachineEffect | StepDone): Action {
  return { type, params };
}
