/** Every state that a playbook can come into, and every answer that it can be given there. */
import type { Advance, MachineEffect, MachineEvent, MachineState } from '../step.ts';
import type { Playbook } from '../tree.ts';
import { type Active, activeIn } from './active.ts';
import type { Chart } from './chart.ts';

export type Node = {
  /** As text once all was tried: what a statechart remembers of a state is a hundred times larger. */
  state: { live: MachineState } | { text: string };
  finished: boolean;
  active: Active;
  /** The last move of a shortest way here; null for the beginning. */
  from: { node: Node; event: MachineEvent } | null;
  edges: Map<string, Edge>;
  /** What it listens to, by key; null as long as it was not looked at. */
  heard: ReadonlySet<string> | null;
};

/** `effects`: what the move asks for. */
export type Edge = { event: MachineEvent; effects: MachineEffect[]; to: Node };

export type Graph = {
  /** What the beginning asks for. */
  begun: MachineEffect[];
  start: Node;
  /** The nearest first. */
  nodes(): readonly Node[];
  transitions: number;
  /** False when it was stopped before every state was tried. */
  complete: boolean;
  /** Where `event` leads; null where it is not listened to. A step is pure: it is taken once, however many paths go over it. */
  follow(node: Node, event: MachineEvent): Edge | null;
};

export type Bounds = {
  /** At most about so many states. */
  states: number;
  /** False ends it early. */
  goOn(): boolean;
  /** Which of the answers that it listens to a state is given. */
  tries(node: Node, event: MachineEvent): boolean;
};

export function explore(playbook: Playbook, chart: Chart, { states, goOn, tries }: Bounds): Graph {
  const known = new Map<string, Node>();
  // A path that leaves what was explored is not kept: in a large playbook there is no end of such states.
  let exploring = true;
  const nodeOf = ({ state, value, finished }: Advance, from: Node['from']): Node => {
    const key = JSON.stringify(value);
    const before = known.get(key);
    if (before !== undefined) return before;
    const node: Node = {
      state: { live: state },
      finished,
      active: activeIn(playbook, value),
      from: exploring ? from : null,
      edges: new Map(),
      heard: null,
    };
    if (exploring) known.set(key, node);
    return node;
  };
  const follow = (node: Node, event: MachineEvent): Edge | null => {
    const key = eventKey(event);
    const taken = node.edges.get(key);
    if (taken !== undefined) return taken;
    const now = chart.step(stateOf(node), event);
    if (now === null) return null;
    const edge = { event, effects: now.effects, to: nodeOf(now, { node, event }) };
    if (exploring || edge.to.heard !== null) node.edges.set(key, edge);
    return edge;
  };
  const begun = chart.begin();
  const start = nodeOf(begun, null);
  let complete = true;
  let transitions = 0;
  // A map visits what is added while it is walked.
  for (const node of known.values()) {
    if (known.size > states || !goOn()) {
      complete = false;
      break;
    }
    const heard = chart.heard(stateOf(node));
    node.heard = new Set(heard.map(eventKey));
    for (const event of heard) if (tries(node, event) && follow(node, event) !== null) transitions += 1;
    node.state = { text: JSON.stringify(stateOf(node)) };
  }
  exploring = false;
  return { begun: begun.effects, start, nodes: () => [...known.values()], transitions, complete, follow };
}

function stateOf({ state }: Node): MachineState {
  return 'live' in state ? state.live : (JSON.parse(state.text) as MachineState);
}

/** "settled strike": the same event has the same. */
export const eventKey = (event: MachineEvent): string => Object.values(event).join(' ');

/** The moves of a shortest way to a state. */
export function wayTo(node: Node): MachineEvent[] {
  const way: MachineEvent[] = [];
  for (let at = node.from; at !== null; at = at.node.from) way.unshift(at.event);
  return way;
}

/** What the world answers when everything goes well: null at the end, and where nothing can be answered. */
export function goingWell({ active }: Node): MachineEvent | null {
  const [step] = active.busy;
  if (step !== undefined) return { type: 'settled', step };
  const [asking] = active.asking;
  if (asking !== undefined) return { type: 'gate-accepted', stage: asking };
  const [refused] = active.refused;
  return refused === undefined ? null : { type: 'gate-by-hand', stage: refused };
}

/** The states from which no way leads to the end over moves that `may` be made. Only for a graph that is complete. */
export function deadEnds(graph: Graph, may: (event: MachineEvent) => boolean): Node[] {
  const nodes = graph.nodes();
  const before = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) {
    for (const { event, to } of node.edges.values()) if (may(event)) before.get(to)?.push(node);
  }
  const leading = new Set(nodes.filter(({ finished }) => finished));
  // A set visits what is added while it is walked.
  for (const node of leading) for (const earlier of before.get(node) ?? []) leading.add(earlier);
  return nodes.filter((node) => !leading.has(node));
}
