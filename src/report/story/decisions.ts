import type { Entry, EntryOf } from '../../timeline/entry.ts';
import type { Plan } from '../../timeline/plan.ts';

/** One plan, under its hash. `plan` is undefined once its text was purged. */
export type PlanStory = { hash: string; offered: { at: string; order: number }[]; reversible: boolean; plan: Plan | undefined };

export type AskingEnd = {
  how: 'agreed' | 'refused' | 'expired' | 'void' | 'by hand' | 'skipped';
  at: string;
  plan: string | null;
  /** How a plan came to be agreed to: by enough people, by one alone, since nobody answered, or at once since the leak is public. Null where none was. */
  by: 'people' | 'one alone' | 'expiry' | 'public leak' | null;
};
export type AskingStory = {
  stage: string;
  nonce: string;
  plans: string[];
  openedAt: string;
  expiresAt: string;
  said: EntryOf<'decision.recorded'>[];
  /** How often those who were asked were asked again, and others as well. */
  repeats: number;
  /** Countdowns of one person alone, oldest first. */
  alone: { entry: EntryOf<'alone.started'>; end: EntryOf<'alone.ended'> | null }[];
  end: AskingEnd | null;
};

export type DecisionsStory = {
  plans: PlanStory[];
  askings: AskingStory[];
  decisions: EntryOf<'decision.recorded'>[];
  unneededAt: string | null;
  /** The step that makes the plan was left out, so that nobody knows whether one was needed. */
  planSkipped: boolean;
};

export function decisionsOf(entries: readonly Entry[]): DecisionsStory {
  const story: DecisionsStory = {
    plans: [],
    askings: [],
    decisions: [],
    unneededAt: null,
    planSkipped: isPlanSkipped(entries),
  };
  for (const entry of entries) fold(story, entry);
  return story;
}

function isPlanSkipped(entries: readonly Entry[]): boolean {
  const planning = new Set<string>();
  let skipped = false;
  for (const { type, data } of entries) {
    if (type === 'step.started' && data.action.startsWith(`${planAction}@`)) planning.add(data.step);
    if (type === 'step.skipped' && planning.has(data.step)) skipped = true;
    if (type === 'step.done' && planning.has(data.step)) skipped = false;
  }
  return skipped;
}

function fold(story: DecisionsStory, entry: Entry): void {
  switch (entry.type) {
    case 'plan.made':
      offer(story.plans, entry);
      return;
    case 'gate.opened':
      story.askings.push({ ...entry.data, openedAt: entry.at, said: [], repeats: 0, alone: [], end: null });
      return;
    case 'gate.unneeded':
      story.unneededAt ??= entry.at;
      return;
    case 'decision.recorded':
      story.decisions.push(entry);
      say(story, entry);
      return;
    case 'gate.asked-again':
    case 'gate.passed-on':
      repeat(story, entry.data.nonce);
      return;
    case 'alone.started':
    case 'alone.ended':
      countDown(story, entry);
      return;
    default:
      endAsking(story.askings.at(-1), entry);
  }
}

function offer(plans: PlanStory[], { at, data, body }: EntryOf<'plan.made'>): void {
  const place = { at, order: data.order };
  const known = plans.find(({ hash }) => hash === data.plan);
  if (known === undefined) {
    plans.push({ hash: data.plan, offered: [place], reversible: data.reversible, plan: body?.plan });
    return;
  }
  known.offered.push(place);
  known.plan = body?.plan ?? known.plan;
}

/** A no to the last plan left refuses the asking: no entry of its own says so. */
function say({ askings }: DecisionsStory, entry: EntryOf<'decision.recorded'>): void {
  const asking = askings.findLast(({ nonce }) => nonce === entry.data.nonce);
  if (asking === undefined) return;
  asking.said.push(entry);
  const refused = (plan: string) => asking.said.some(({ data }) => data.plan === plan && data.verdict === 'reject');
  if (entry.data.verdict === 'reject' && asking.plans.every(refused)) {
    asking.end ??= { how: 'refused', at: entry.at, plan: null, by: null };
  }
}

function repeat({ askings }: DecisionsStory, nonce: string): void {
  const asking = askings.findLast((one) => one.nonce === nonce);
  if (asking !== undefined) asking.repeats += 1;
}

function countDown({ askings }: DecisionsStory, entry: EntryOf<'alone.started'> | EntryOf<'alone.ended'>): void {
  const asking = askings.findLast(({ nonce }) => nonce === entry.data.nonce);
  if (entry.type === 'alone.started') {
    asking?.alone.push({ entry, end: null });
    return;
  }
  const last = asking?.alone.at(-1);
  if (last !== undefined) last.end ??= entry;
}

function endAsking(asking: AskingStory | undefined, entry: Entry): void {
  if (asking === undefined) return;
  const end = askingEnd(asking, entry);
  if (end === null) return;
  // A person's way out of a refused asking is its real end.
  const replaces = asking.end?.how === 'refused' && (end.how === 'by hand' || end.how === 'skipped');
  if (asking.end === null || replaces) asking.end = end;
}

function askingEnd(asking: AskingStory, entry: Entry): AskingEnd | null {
  const { at } = entry;
  switch (entry.type) {
    case 'gate.accepted':
      return { how: 'agreed', at, plan: entry.data.plan, by: agreedBy(entry) };
    case 'gate.refused':
      return { how: 'refused', at, plan: null, by: null };
    case 'gate.expired':
      return { how: 'expired', at, plan: null, by: null };
    case 'gate.closed':
      return { how: 'void', at, plan: null, by: null };
    case 'step.by-hand':
      return entry.data.step === gateStep(asking.stage) ? { how: 'by hand', at, plan: null, by: null } : null;
    case 'step.skipped':
      return entry.data.step === gateStep(asking.stage) ? { how: 'skipped', at, plan: null, by: null } : null;
    default:
      return null;
  }
}

function agreedBy({ data }: EntryOf<'gate.accepted'>): AskingEnd['by'] {
  if (data.alone === true) return 'one alone';
  if (data.by === 'public-leak') return 'public leak';
  return data.by === 'expiry' ? 'expiry' : 'people';
}

/** The action whose answer is the alternatives. */
const planAction = 'leak.plan';

/** Commands name the gate of a stage like a step. */
const gateStep = (stage: string) => `${stage}.gate`;
