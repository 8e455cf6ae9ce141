/** A playbook as a drawing: Mermaid text, which GitHub, GitLab and many editors show as a picture. */
import { durationText } from './duration.ts';
import { label } from './graph-label.ts';
import type { Gate, Playbook, Rung, Stage, Step } from './tree.ts';
import { type Leg, legsOf, replanTargets } from './walk.ts';

/** `detail`: each step is a box of its own, with what it does and who does it. */
export type GraphOptions = { detail: boolean };

/** Where lines come in and go out: a leg of several stages has a bar before and behind it. */
type Ends = { entry: string; exit: string };

/** The drawing of a checked playbook, top down. The same playbook gives the same text. */
export function graphOf(playbook: Playbook, { detail }: GraphOptions): string {
  const legs = legsOf(playbook);
  const ends = legs.map(endsOf);
  const last = ends.at(-1) as Ends;
  const lines = [
    // Else lines break after 200 pixels, in the middle of a sentence.
    '%%{init: {"flowchart": {"wrappingWidth": 440}}}%%',
    'flowchart TD',
    `declared([${label([bold(playbook.title)], [`contained within ${durationText(playbook.withinMs)} of detection`])}])`,
    ...legs.flatMap((leg, index) => legLines(leg, index, { playbook, detail })),
    `finished([${label(['Over'])}])`,
    `declared --> ${(ends[0] as Ends).entry}`,
    ...ends.slice(1).map(({ entry }, index) => `${(ends[index] as Ends).exit} --> ${entry}`),
    `${last.exit} --> finished`,
    ...sideWays(legs, ends),
    ...legend,
    'classDef ask fill:#fff3cd,stroke:#8a6d00,color:#222',
    'classDef work fill:#e8f0fe,stroke:#3b5b92,color:#222',
    'classDef bar fill:#555,stroke:#555,color:#fff',
    'classDef mark fill:#f4f4f4,stroke:#777,color:#222',
    'classDef note fill:#fff,stroke:#999,color:#444,stroke-dasharray:4 4',
    'class declared,finished mark',
  ];
  return `${lines.join('\n')}\n`;
}

function endsOf(leg: Leg, index: number): Ends {
  const [only] = leg;
  if (only === undefined || leg.length > 1) return { entry: `fork_${index}`, exit: `join_${index}` };
  return { entry: entryOf(only), exit: stageNode(only) };
}

// Words of an id are joined by hyphens, and none holds an underscore: no two names become one.
const word = (id: string): string => id.replaceAll('-', '_');
const stageNode = ({ id }: Stage): string => `stage_${word(id)}`;
const gateNode = ({ id }: Stage): string => `gate_${word(id)}`;
const stepNode = ({ id }: Step): string => `step_${word(id)}`;
const entryOf = (stage: Stage): string => (stage.gate === null ? stageNode(stage) : gateNode(stage));

type Drawing = { playbook: Playbook; detail: boolean };

function legLines(leg: Leg, index: number, drawing: Drawing): string[] {
  const stages = leg.flatMap((stage) => stageLines(stage, drawing));
  if (leg.length === 1) return stages;
  const { entry, exit } = endsOf(leg, index);
  return [
    `${entry}[${label([`all ${leg.length} at the same time`])}]:::bar`,
    ...stages,
    `${exit}[${label([`when all ${leg.length} are over`])}]:::bar`,
    ...leg.flatMap((stage) => [`${entry} --> ${entryOf(stage)}`, `${stageNode(stage)} --> ${exit}`]),
  ];
}

function stageLines(stage: Stage, { playbook, detail }: Drawing): string[] {
  return [
    ...(stage.gate === null ? [] : gateLines(stage, stage.gate, playbook)),
    ...(detail ? stageInDetail(stage) : [stageBox(stage)]),
  ];
}

function stageBox(stage: Stage): string {
  const { title, withinMs, steps } = stage;
  const common = new Set(steps.map(by)).size === 1 ? by(steps[0] as Step) : null;
  const lines = steps.map((step, index) => [`${index + 1} ${step.title}${common === null ? by(step) : ''}`]);
  return `${stageNode(stage)}[${label([bold(title)], [`within ${durationText(withinMs)}${common ?? ''}`], ...lines)}]:::work`;
}

const by = (step: Step): string => (step.type === 'by-hand' ? ` · by hand, ${step.group}` : '');

function stageInDetail(stage: Stage): string[] {
  const steps = stage.steps.map((step) => `  ${stepNode(step)}[${label([bold(step.title)], [how(step)])}]:::work`);
  const order = stage.steps.slice(1).map((step, index) => `  ${stepNode(stage.steps[index] as Step)} --> ${stepNode(step)}`);
  return [
    `subgraph ${stageNode(stage)}[${label([bold(stage.title), ` · within ${durationText(stage.withinMs)}`])}]`,
    '  direction TB',
    ...steps,
    ...order,
    'end',
  ];
}

function how(step: Step): string {
  if (step.type === 'by-hand') return `by hand, ${step.group}`;
  return step.each === null ? step.do : `${step.do}, each ${step.each}`;
}

function gateLines(stage: Stage, gate: Gate, { ladders }: Playbook): string[] {
  const ladder = ladders[gate.ladder];
  const rungs: [string, Rung | undefined][] = [
    ['can be taken back', ladder?.reversible],
    ['cannot be taken back', ladder?.irreversible],
    ['ends more than the leaked one', ladder?.mass],
  ];
  const who = rungs.flatMap(([plan, rung]) => (rung === undefined ? [] : [[`${plan}: ${agreeing(rung)}`]]));
  const after = durationText(gate.expiresMs);
  const unanswered =
    gate.onExpiry === 'act'
      ? `no answer for ${after}: what can be taken back is done`
      : `no answer for ${after}: the next people are asked`;
  const atOnce = gate.publicLeak === 'act' ? [['a public leak: at once, where modes: allows it']] : [];
  const asks = [bold(`Who agrees to the plan: ${gate.plan}`)];
  return [
    `${gateNode(stage)}{{${label(asks, ...who, [unanswered], ...atOnce)}}}:::ask`,
    `${gateNode(stage)} -->|${label(['agreed'])}| ${stageNode(stage)}`,
  ];
}

const agreeing = ({ people, from, notRequester }: Rung): string =>
  `${people} of ${from}${notRequester ? ', not the declarer' : ''}`;

/** What people may answer instead of a yes: plan again, or pass the stage over. */
function sideWays(legs: readonly Leg[], ends: readonly Ends[]): string[] {
  const makers = replanTargets([...legs]);
  return legs.flatMap((leg, index) =>
    leg.flatMap((stage) => {
      if (stage.gate === null) return [];
      const maker = makers[index];
      const again = maker == null ? [] : [`${gateNode(stage)} -.->|${label(['plan again'])}| ${(ends[maker] as Ends).entry}`];
      // Beside others, the stage that is passed over waits for them.
      const onward = leg.length > 1 ? (ends[index] as Ends).exit : (ends[index + 1]?.entry ?? 'finished');
      return [...again, `${gateNode(stage)} -.->|${label(['skipped, with a reason'])}| ${onward}`];
    }),
  );
}

/** What holds everywhere is said once, below the end. */
const legend = [
  `legend[${label(
    ['A stuck step waits for a person:'],
    ['again, skipped, or by hand.'],
    ['A limit tells people at 75 % and 100 %.'],
    ['It stops nothing.'],
  )}]:::note`,
  'finished ~~~ legend',
];

const bold = (text: string): { bold: string } => ({ bold: text });
