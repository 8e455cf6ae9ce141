/** A world that does what a playbook asks for and keeps count: what runs, what is due, what is asked. It says what cannot be. */
import type { MachineEffect, MachineEvent } from '../step.ts';
import type { Playbook } from '../tree.ts';
import type { Active } from './active.ts';

/** One move as the world sees it. `event`: null for the beginning. */
export type Move = {
  event: MachineEvent | null;
  before: Active | null;
  effects: readonly MachineEffect[];
  after: Active;
  /** Whether the playbook says that it is at its end. */
  finished: boolean;
};

export type World = {
  /** What is wrong with this move, in sentences; the first move is the beginning. */
  see(move: Move): string[];
};

type Ledger = {
  running: Set<string>;
  timers: Set<string>;
  questions: Set<string>;
  /** Asked anew: the question stays open. */
  expired: Set<string>;
  stages: Set<string>;
  finished: boolean;
};

/** A step of a stage with a gate. `first`: the one that the gate guards. */
type Gated = { stage: string; first: boolean; strikes: boolean };

type Known = {
  ledger: Ledger;
  event: MachineEvent | null;
  stageOf: ReadonlyMap<string, string>;
  gated: ReadonlyMap<string, Gated>;
};

/** `strikes`: the steps that strike. */
export function fakeWorld(playbook: Playbook, strikes: ReadonlySet<string>): World {
  const ledger: Ledger = {
    running: new Set(),
    timers: new Set(),
    questions: new Set(),
    expired: new Set(),
    stages: new Set(),
    finished: false,
  };
  const stageOf = new Map(playbook.stages.flatMap(({ id, steps }) => steps.map((step) => [step.id, id] as const)));
  const gated = gatedSteps(playbook, strikes);
  return {
    see(move) {
      const known = { ledger, event: move.event, stageOf, gated };
      const wasFinished = ledger.finished;
      return [
        ...answered(known),
        ...move.effects.flatMap((effect) => felt(effect, known)),
        ...(wasFinished ? [] : standing(move, ledger)),
        ...aborted(move),
      ];
    },
  };
}

/** What the event itself ends, before anything follows from it. */
function answered({ ledger, event }: Known): string[] {
  if (event?.type === 'settled') {
    return ledger.running.delete(event.step) ? [] : [`Step \`${event.step}\` is done, but it was never begun.`];
  }
  if (event?.type === 'timer') {
    return ledger.timers.delete(event.timer) ? [] : [`The time \`${event.timer}\` is waited for, but nothing counts it.`];
  }
  return [];
}

function felt(effect: MachineEffect, known: Known): string[] {
  const { ledger } = known;
  switch (effect.type) {
    case 'start-step':
      return [...unagreed(effect.step, known), ...put(ledger.running, effect.step, `Step \`${effect.step}\` is begun twice.`)];
    case 'stop-step':
      return take(ledger.running, effect.step, `Step \`${effect.step}\` is stopped, but it does not run.`);
    case 'start-timer':
      return put(ledger.timers, effect.timer, `The time \`${effect.timer}\` is counted twice.`);
    case 'stop-timer':
      // It may have passed before: then nothing is to stop.
      ledger.timers.delete(effect.timer);
      return [];
    case 'stage-started':
      ledger.stages.add(effect.stage);
      return [];
    case 'stage-done':
      return take(ledger.stages, effect.stage, `Stage \`${effect.stage}\` is over, but it was never begun.`);
    case 'gate-opened':
      return opened(effect.stage, ledger);
    case 'gate-expired':
      ledger.expired.add(effect.stage);
      return [];
    case 'gate-closed':
      return take(ledger.questions, effect.stage, `The question of stage \`${effect.stage}\` is closed, but it was not open.`);
    case 'finished':
      return finished(ledger);
    default:
      return [];
  }
}

/** Every step of a stage with a gate, and every step that strikes: without a gate nobody can have agreed to it. */
function gatedSteps({ stages }: Playbook, strikes: ReadonlySet<string>): ReadonlyMap<string, Gated> {
  return new Map(
    stages.flatMap(({ id: stage, gate, steps }) =>
      steps
        .map(({ id }, index) => [id, { stage, first: index === 0, strikes: strikes.has(id) }] as const)
        .filter(([, step]) => gate !== null || step.strikes),
    ),
  );
}

/** A yes opens the first step; the others follow from the one before, or from whoever did the first by hand. */
function unagreed(step: string, { event, stageOf, gated }: Known): string[] {
  const guarded = gated.get(step);
  if (guarded === undefined) return [];
  const { stage, first, strikes } = guarded;
  const yes = (event?.type === 'gate-accepted' || event?.type === 'gate-unneeded') && event.stage === stage;
  if (yes && first) return [];
  if (strikes) return [`Step \`${step}\` strikes, and nobody had agreed to it at a gate of its own stage.`];
  const follows =
    (event?.type === 'settled' && stageOf.get(event.step) === stage) ||
    (event?.type === 'gate-by-hand' && event.stage === stage);
  return follows && !first ? [] : [`Step \`${step}\` is begun, and not through the gate of its stage.`];
}

function opened(stage: string, ledger: Ledger): string[] {
  if (ledger.expired.delete(stage) && ledger.questions.has(stage)) return [];
  const others = [...ledger.questions];
  ledger.questions.add(stage);
  return others.length === 0
    ? []
    : [`Two questions are open at once: of stage \`${others.join('`, `')}\` and of \`${stage}\`.`];
}

function finished(ledger: Ledger): string[] {
  if (ledger.finished) return ['It ends twice.'];
  ledger.finished = true;
  const timers = [...ledger.timers].filter((timer) => !timer.startsWith('clock-'));
  return [
    ...left(ledger.running, 'step'),
    ...left(ledger.questions, 'question'),
    ...left(timers, 'time'),
    ...left(ledger.stages, 'stage'),
  ];
}

const left = (names: Iterable<string>, what: string): string[] =>
  [...names].map((name) => `It ends, and ${what} \`${name}\` is still open.`);

/** Holds what was asked for against where the playbook says it stands. */
function standing({ finished: atEnd, after }: Move, ledger: Ledger): string[] {
  const { busy } = after;
  const asked = [...after.asking, ...after.refused];
  return [
    ...differing(ledger.running, busy, 'step'),
    ...differing(ledger.questions, after.asking, 'question'),
    ...(atEnd && !ledger.finished ? ['It is at its end and does not say so.'] : []),
    ...(!atEnd && busy.length + asked.length === 0 ? ['Nothing runs, nobody is asked, and it is not over: a dead end.'] : []),
  ];
}

function differing(ledger: ReadonlySet<string>, active: readonly string[], what: string): string[] {
  const lost = active.filter((name) => !ledger.has(name));
  const forgotten = [...ledger].filter((name) => !active.includes(name));
  return [
    ...lost.map((name) => `It waits for ${what} \`${name}\`, which was never begun.`),
    ...forgotten.map((name) => `Nothing waits for ${what} \`${name}\` any more, and it was not stopped.`),
  ];
}

/** A limit that passes tells people. It moves no stage and stops no step. */
function aborted({ event, before, effects, after }: Move): string[] {
  if (event?.type !== 'timer' || event.timer.startsWith('gate-expires:')) return [];
  const told = event.timer.startsWith('clock-') ? ['clock-', 'stop-timer'] : ['stage-warned', 'stage-overdue'];
  const more = effects.filter(({ type }) => !told.some((start) => type.startsWith(start)));
  return before?.flow === after.flow && more.length === 0 ? [] : [`The limit \`${event.timer}\` moves the playbook.`];
}

function put(set: Set<string>, name: string, twice: string): string[] {
  if (set.has(name)) return [twice];
  set.add(name);
  return [];
}

function take(set: Set<string>, name: string, missing: string): string[] {
  return set.delete(name) ? [] : [missing];
}
