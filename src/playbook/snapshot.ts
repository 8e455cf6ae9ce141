/** From a statechart's state to what is stored, and back. */
import { type AnyMachineSnapshot, type AnyStateMachine, createActor, type Snapshot } from 'xstate';
import { type Compiled, compile } from './compile.ts';
import type { MachineState } from './step.ts';
import type { Playbook } from './tree.ts';

// A memory of a pure function, keyed by the playbook object and gone with it: compiling again gives the same statechart.
const compiledBefore = new WeakMap<Playbook, Compiled>();

/** The statechart of a playbook, compiled once per playbook object. The object must not be changed afterwards. */
export function statechartOf(playbook: Playbook): Compiled {
  const known = compiledBefore.get(playbook);
  if (known !== undefined) return known;
  const compiled = compile(playbook);
  compiledBefore.set(playbook, compiled);
  return compiled;
}

// The same for states that were persisted here: who keeps the object need not have it restored.
const persistedFrom = new WeakMap<object, { machine: AnyStateMachine; snapshot: AnyMachineSnapshot }>();

/** JSON-safe, a few hundred bytes: the same after a round trip through JSON. The object must not be changed afterwards. */
export function persisted(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): MachineState {
  const state = JSON.parse(JSON.stringify(machine.getPersistedSnapshot(snapshot)));
  persistedFrom.set(state, { machine, snapshot });
  return state;
}

/** The state as it was stored; starts nothing. Throws when the state does not belong to this playbook. */
export function restored(machine: AnyStateMachine, state: MachineState): AnyMachineSnapshot {
  const known = typeof state === 'object' && state !== null ? persistedFrom.get(state) : undefined;
  if (known?.machine === machine) return known.snapshot;
  // `resolveState` would lose what a persisted snapshot holds besides its value.
  const snapshot = createActor(machine, { snapshot: state as Snapshot<unknown> }).getSnapshot();
  if (snapshot.status === 'error') {
    throw new Error(`The stored state does not fit playbook "${machine.id}": it was made by another playbook or compiler.`, {
      cause: snapshot.error,
    });
  }
  return snapshot;
}
