/** Whether the steps come in an order in which a leak can be contained, and nothing is struck that nobody agreed to. */
import { givenBy, type KnownAction } from './check-actions.ts';
import type { Remark } from './fault.ts';
import { actionKey, type Positions, rungKey, stageKey } from './read.ts';
import { remarkAt } from './remark-at.ts';
import type { Playbook, Stage, Step } from './tree.ts';
import { type Leg, legsOf } from './walk.ts';

/** A step in its place. `earlier`: the steps that are over for certain when it begins. */
type Placed = { step: Step; gives: string | null; stage: Stage; index: number; earlier: readonly Placed[] };

export function checkOrder(playbook: Playbook, positions: Positions, actions: readonly KnownAction[]): Remark[] {
  const legs = legsOf(playbook);
  const placed = placedIn(legs, givenBy(playbook, actions));
  return [
    ...placed.flatMap((one) => stepFaults(one, positions)),
    ...neverProven(placed, playbook, positions),
    ...twoQuestions(legs, positions),
    ...idleLadders(playbook, positions),
  ];
}

function placedIn(legs: readonly Leg[], given: ReadonlyMap<string, string>): Placed[] {
  const before: Placed[] = [];
  for (const leg of legs) {
    const inLeg = leg.flatMap((stage) => {
      const own: Placed[] = [];
      stage.steps.forEach((step, index) => {
        own.push({ step, gives: given.get(step.id) ?? null, stage, index, earlier: [...before, ...own] });
      });
      return own;
    });
    before.push(...inLeg);
  }
  return before;
}

function stepFaults(one: Placed, positions: Positions): Remark[] {
  const here = (severity: Remark['severity'], what: string, fix: string) =>
    remarkAt(positions, actionKey(one.step.id), severity, `Step \`${one.step.id}\` ${what}`, fix);
  const has = (gives: string) => one.earlier.some((earlier) => earlier.gives === gives);
  switch (one.gives) {
    case 'plans':
      if (has('facts')) return [];
      return [
        here(
          'error',
          'makes a plan before anything was identified.',
          'Put `{ do: credential.identify, each: credential }` before it, in this stage or in one before.',
        ),
      ];
    case 'strike':
      return [...unagreed(one, here), ...untried(has('look'), here)];
    case 'proof': {
      if (one.earlier.some(({ gives, step }) => gives === 'strike' || step.type === 'by-hand')) return [];
      const fix = 'Put it behind `credential.strike`, or behind the `by-hand:` step that cuts it off.';
      return [here('error', 'proves before anything was cut off.', fix)];
    }
    default:
      return [];
  }
}

type Here = (severity: Remark['severity'], what: string, fix: string) => Remark;

/** A gate guards the first step only: whoever answers it by hand goes on behind that step. */
function unagreed({ stage, index }: Placed, here: Here): Remark[] {
  if (stage.gate === null) {
    const fix = `Add \`gate: { plan: containment, ladder: …, expires: 3m }\` to stage \`${stage.id}\`: nothing is struck that nobody agreed to.`;
    return [here('error', `strikes, but stage \`${stage.id}\` has no gate.`, fix)];
  }
  if (index === 0) return [];
  const fix = `Make it the first step of \`${stage.id}\`, or give it a stage with a gate of its own.`;
  return [
    here('error', 'strikes, but is not the first step of its stage: the gate guards only the first, and can be passed.', fix),
  ];
}

function untried(tried: boolean, here: Here): Remark[] {
  if (tried) return [];
  return [
    here(
      'warning',
      'strikes what was never tried: a proof by use needs to have seen the credential work before.',
      'Put `{ do: credential.probe, each: credential }` before the plan is made.',
    ),
  ];
}

/** The clock stops when every credential is proven refused, and only a proof says so. */
function neverProven(placed: readonly Placed[], playbook: Playbook, positions: Positions): Remark[] {
  const strikes = placed.filter(({ gives }) => gives === 'strike');
  const last = strikes.at(-1);
  const fix = 'Add `{ do: credential.prove, each: credential }` behind what cuts it off.';
  if (last !== undefined) {
    if (placed.some(({ gives, earlier }) => gives === 'proof' && earlier.includes(last))) return [];
    const what = `Nothing after step \`${last.step.id}\` proves that the credential is refused: the incident is never contained.`;
    return [remarkAt(positions, actionKey(last.step.id), 'error', what, fix)];
  }
  if (placed.some(({ gives }) => gives === 'proof')) return [];
  const [first] = playbook.stages;
  if (first === undefined) return [];
  const what = 'No step proves that a credential is refused: an incident under this playbook is never contained.';
  return [remarkAt(positions, stageKey(first.id), 'warning', what, fix)];
}

/** An incident asks one question at a time. */
function twoQuestions(legs: readonly Leg[], positions: Positions): Remark[] {
  return legs.flatMap((leg) =>
    leg
      .filter(({ gate }) => gate !== null)
      .slice(1)
      .map(({ id }) => {
        const what = `Stage \`${id}\` has a gate, and runs together with another stage that has one: two questions would be open at once.`;
        const fix = 'Let one of the two come after the other, or remove its gate.';
        return remarkAt(positions, stageKey(id), 'error', what, fix);
      }),
  );
}

function idleLadders(playbook: Playbook, positions: Positions): Remark[] {
  const used = new Set(playbook.stages.flatMap(({ gate }) => (gate === null ? [] : [gate.ladder])));
  return Object.keys(playbook.ladders)
    .filter((ladder) => !used.has(ladder))
    .map((ladder) => {
      const what = `No gate asks by ladder \`${ladder}\`.`;
      return remarkAt(positions, rungKey(ladder, 'reversible'), 'warning', what, 'Name it in a `gate:`, or remove it.');
    });
}
