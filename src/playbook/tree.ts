/** A playbook after it was read and checked: plain data, every reference resolved, times in milliseconds. */

/** Who must say yes: `people` distinct persons of group `from`; `notRequester` leaves out whoever declared. */
export type Rung = { people: number; from: string; notRequester: boolean };

/** What kind of plan needs which rung. */
export type Ladder = { reversible: Rung; irreversible: Rung; mass: Rung };

/**
 * `expiresMs`: an unanswered ask is void after this long. `onExpiry`: then a new one is made (`ask`), or the first plan
 * that can be taken back is carried out (`act`). `publicLeak`: whether the first plan of a public leak may be carried out before
 * anybody is asked.
 */
export type Gate = { plan: string; ladder: string; expiresMs: number; onExpiry: 'ask' | 'act'; publicLeak: 'ask' | 'act' };

export type DoStep = { type: 'do'; id: string; title: string; do: string; each: 'credential' | null };
/** A step no code serves: a person of `group` follows `instructions` and says that it is done. */
export type HandStep = { type: 'by-hand'; id: string; title: string; group: string; instructions: string };
export type Step = DoStep | HandStep;

export type Next =
  | { type: 'stage'; stage: string }
  | { type: 'together'; stages: string[]; then: string | null }
  | { type: 'end' };

/** `withinMs` counts from the stage's own start. A gate guards the stage's first step. */
export type Stage = { id: string; title: string; withinMs: number; gate: Gate | null; steps: Step[]; next: Next };

/** `withinMs` counts from detection. Stages stand in the order they are walked; the first is the start. */
export type Playbook = {
  id: string;
  title: string;
  withinMs: number;
  ladders: Record<string, Ladder>;
  stages: Stage[];
};
