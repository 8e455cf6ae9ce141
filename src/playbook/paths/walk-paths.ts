/** Walks every path of a compiled playbook against a world that keeps count. Pure but for `goOn`. */
import type { MachineEvent } from '../step.ts';
import type { Playbook, Stage } from '../tree.ts';
import { type Leg, legsOf } from '../walk.ts';
import type { Chart } from './chart.ts';
import { deadEnds, type Edge, eventKey, explore, type Graph, goingWell, type Node, wayTo } from './explore.ts';
import { type LegWays, ordersOf, waysOf } from './ways.ts';
import { fakeWorld } from './world.ts';

/** `path`: the answers after the declaration, the shortest that shows it. */
export type PathFault = { what: string; path: MachineEvent[] };

export type Walked = {
  states: number;
  /** Answers tried, over all states. */
  transitions: number;
  /** Different paths, each walked from the declaration to the end. */
  paths: number;
  faults: PathFault[];
  /** Sentences; empty when everything was walked. */
  notWalked: string[];
};

export type WalkOptions = {
  /** The steps that strike: none may begin but through the gate of its own stage. */
  strikes: ReadonlySet<string>;
  /** Asked again and again; false ends the walk early. */
  goOn(): boolean;
  /** At most about so many states before it is walked in part. */
  mostStates?: number;
};

/** leak.yml has some hundred. Each is tried with about a dozen answers, at some ten thousand a second. */
const usualStates = 12_000;
/** More faults than this have one cause. */
const mostFaults = 20;

export function walkPaths(playbook: Playbook, chart: Chart, options: WalkOptions): Walked {
  const { goOn, mostStates = usualStates } = options;
  const notWalked: string[] = [];
  const whole =
    likelyStates(playbook) > mostStates ? null : explore(playbook, chart, { states: mostStates, goOn, tries: () => true });
  const graph = whole?.complete === true ? whole : inPart(playbook, chart, { goOn, mostStates, notWalked });
  const found = new Map<string, MachineEvent[]>();
  const blame = (what: string, path: MachineEvent[]) => {
    const before = found.get(what);
    if (before === undefined ? found.size < mostFaults : path.length < before.length) found.set(what, path);
  };
  // Taken before paths are walked: those may come by states that were not tried.
  const states = graph.nodes().filter(({ heard }) => heard !== null);
  for (const node of states) for (const what of unheard(node)) blame(what, wayTo(node));
  if (graph === whole) blameDeadEnds(graph, blame);
  const paths = walkAll(playbook, graph, { states, blame, notWalked, options });
  return {
    states: states.length,
    transitions: graph.transitions,
    paths,
    faults: [...found].map(([what, path]) => ({ what, path })).toSorted((a, b) => a.path.length - b.path.length),
    notWalked,
  };
}

type Blame = (what: string, path: MachineEvent[]) => void;

/** Of stages that run together only neighbours beside each other, and the clock only at the end. */
function inPart(
  playbook: Playbook,
  chart: Chart,
  { goOn, mostStates, notWalked }: { goOn(): boolean; mostStates: number; notWalked: string[] },
): Graph {
  const stageOf = new Map(playbook.stages.flatMap(({ id, steps }) => steps.map((step) => [step.id, id] as const)));
  const legs = legsOf(playbook);
  const widest = Math.max(...legs.map((leg) => leg.length));
  const width = neighbours(legs, widest, mostStates);
  const earlier = new Map(
    legs.flatMap((leg) => leg.map(({ id }, index) => [id, leg.slice(0, Math.max(0, index + 1 - width))] as const)),
  );
  const tries: Parameters<typeof explore>[2]['tries'] = ({ active, finished }, event) => {
    const stage = aboutStage(event, stageOf);
    if (stage === null) return finished || event.type === 'replan';
    const waiting = new Set(active.busy.map((step) => stageOf.get(step)));
    const asked = [...active.asking, ...active.refused];
    return (earlier.get(stage) ?? []).every(({ id }) => !waiting.has(id) && !asked.includes(id));
  };
  const graph = explore(playbook, chart, { states: mostStates, goOn, tries });
  const clock = 'the moments of the time from detection in every state: it was let pass at the end only';
  const beside = width === 1 ? 'one after the other' : `at most ${width} neighbours beside each other`;
  notWalked.push(...(width < widest ? [`all states of stages that run together: they were walked ${beside}`] : []), clock);
  if (!graph.complete) {
    const tried = graph.nodes().filter(({ heard }) => heard !== null).length;
    notWalked.push(`what lies behind the first ${numberText(tried)} states`);
  }
  return graph;
}

/** How many stages that run together can be walked beside each other without too many states. */
function neighbours(legs: readonly Leg[], widest: number, mostStates: number): number {
  const statesWith = (width: number) =>
    legs.reduce((sum, leg) => {
      const starts = Array.from({ length: Math.max(1, leg.length - width + 1) }, (_, start) => leg.slice(start, start + width));
      return sum + starts.reduce((states, some) => states + placesIn(some), 0);
    }, 0);
  let width = widest;
  while (width > 1 && statesWith(width) > mostStates) width -= 1;
  return width;
}

/** How many states a right machine has in stages that run beside each other. */
const placesIn = (stages: readonly Stage[]): number =>
  stages.reduce((product, { gate, steps }) => product * (2 * steps.length + (gate === null ? 1 : 3)), 1);

function aboutStage(event: MachineEvent, stageOf: ReadonlyMap<string, string>): string | null {
  if ('step' in event) return stageOf.get(event.step) ?? null;
  if ('stage' in event) return event.stage;
  return event.type === 'timer' && event.timer.includes(':') ? (event.timer.split(':')[1] ?? null) : null;
}

/** What bot and people can answer in this state, and it does not listen to. */
function unheard(node: Node): string[] {
  const { running, stuck, asking, refused } = node.active;
  const answers: MachineEvent[] = [
    ...running.flatMap((step): MachineEvent[] => [
      { type: 'settled', step },
      { type: 'stuck', step },
    ]),
    ...stuck.flatMap((step): MachineEvent[] => [
      { type: 'settled', step },
      { type: 'retried', step },
    ]),
    ...asking.flatMap((stage): MachineEvent[] => [
      { type: 'gate-accepted', stage },
      { type: 'gate-unneeded', stage },
      { type: 'gate-refused', stage },
      { type: 'timer', timer: `gate-expires:${stage}` },
    ]),
    ...[...asking, ...refused].flatMap((stage): MachineEvent[] => [
      { type: 'gate-skipped', stage },
      { type: 'gate-by-hand', stage },
    ]),
  ];
  return answers
    .filter((event) => node.heard?.has(eventKey(event)) !== true)
    .map((event) => `The answer \`${eventKey(event)}\` is not listened to.`);
}

function blameDeadEnds(graph: Graph, blame: Blame): void {
  const nearest = (nodes: Node[], what: string) => {
    const [first] = nodes;
    if (first !== undefined) blame(what, wayTo(first));
  };
  nearest(
    deadEnds(graph, () => true),
    'From here no answer leads to the end: a dead end.',
  );
  const alone = new Set(['gate-accepted', 'gate-unneeded', 'timer']);
  nearest(
    deadEnds(graph, ({ type }) => !alone.has(type)),
    'From here the end is reached only if people agree or a time passes: a dead end when they never do.',
  );
}

type Walk = { states: readonly Node[]; blame: Blame; notWalked: string[]; options: WalkOptions };

/**
 * 1. For every state and every answer tried in it: the shortest way there, the answer, and on to the end, all going well.
 * 2. Every way through each leg, the legs around it going well.
 * 3. Every order in which stages that run together can go on.
 */
function walkAll(playbook: Playbook, graph: Graph, { states, blame, notWalked, options }: Walk): number {
  const walked = new Set<string>();
  const numbers = new Map<string, number>();
  const walk = (events: MachineEvent[]) => {
    const path = walkOne(playbook, graph, events, { blame, strikes: options.strikes });
    walked.add(String.fromCharCode(...path.map((event) => numberOf(numbers, eventKey(event)))));
  };
  const [ways, orders] = [waysOf(playbook), ordersOf(playbook)];
  notWalked.push(...[ways.left, orders.left].filter((left) => left !== null));
  const parts = [...ways.legs, ...orders.legs];
  let left = states.reduce((sum, { edges }) => sum + edges.size, 0) + parts.reduce((sum, { count }) => sum + count, 0);
  for (const events of both(answered(states), through(parts))) {
    if (!options.goOn()) break;
    walk(events);
    left -= 1;
  }
  if (left > 0) notWalked.push(`${numberText(left)} paths, because the time for walking was over`);
  return walked.size;
}

function* answered(states: readonly Node[]): Generator<MachineEvent[]> {
  for (const node of states) {
    const way = wayTo(node);
    for (const { event } of [...node.edges.values()]) yield [...way, event];
  }
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
}

function* through(parts: readonly LegWays[]): Generator<MachineEvent[]> {
  for (const { before, ways } of parts) for (const way of ways()) yield [...before, ...way];
}

/** How many states a right machine has at most: not worth a try where they are too many. */
function likelyStates(playbook: Playbook): number {
  const momentsOfClock = 4;
  return momentsOfClock * legsOf(playbook).reduce((sum, leg) => sum + placesIn(leg), 0);
}

const numberText = (count: number): string => count.toLocaleString('en');

/** Walks on from `events` to the end, all going well; answers the whole path. */
function walkOne(
  playbook: Playbook,
  graph: Graph,
  events: readonly MachineEvent[],
  { blame, strikes }: { blame: Blame; strikes: ReadonlySet<string> },
): MachineEvent[] {
  const world = fakeWorld(playbook, strikes);
  const path: MachineEvent[] = [];
  let node = graph.start;
  for (const what of world.see({
    event: null,
    before: null,
    effects: graph.begun,
    after: node.active,
    finished: node.finished,
  }))
    blame(what, []);
  // A straight way on has one answer for each step and gate; more of them lead in a circle.
  const most = events.length + 2 * playbook.stages.reduce((sum, { steps }) => sum + steps.length + 1, 0);
  for (let event = events[0] ?? goingWell(node); event !== null; event = events[path.length] ?? goingWell(node)) {
    const edge: Edge | null = graph.follow(node, event);
    path.push(event);
    if (edge === null) {
      blame(`The answer \`${eventKey(event)}\` is not listened to.`, [...path.slice(0, -1)]);
      return path;
    }
    const faults = world.see({
      event,
      before: node.active,
      effects: edge.effects,
      after: edge.to.active,
      finished: edge.to.finished,
    });
    for (const what of faults) blame(what, [...path]);
    if (faults.length > 0) return path;
    node = edge.to;
    if (path.length > most) break;
  }
  if (!node.finished) blame('Everything goes well from here, and the end is not reached.', path);
  return path;
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key) ?? numbers.size;
  numbers.set(key, known);
  return known;
}
