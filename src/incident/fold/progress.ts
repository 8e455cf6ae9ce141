import type { Entry } from '../../timeline/entry.ts';
import type { MemberStory, Progress, StageStory, State } from '../state.ts';

/** How far stages and steps are. */
export function foldProgress(state: State, entry: Entry): void {
  switch (entry.type) {
    case 'stage.started':
      state.stages.set(entry.data.stage, {
        state: 'running',
        startedAt: entry.at,
        endedAt: null,
        overdue: false,
        begun: entry.seq,
      });
      return;
    case 'stage.done':
      changeStage(state, entry.data.stage, { state: 'done', endedAt: entry.at });
      return;
    case 'stage.overdue':
      changeStage(state, entry.data.stage, { overdue: true });
      return;
    default:
      foldStep(state, entry);
  }
}

function foldStep(state: State, entry: Entry): void {
  switch (entry.type) {
    case 'step.asked':
      put(state, entry, null, 'running', {});
      return;
    case 'step.started':
    case 'step.retried':
      put(state, entry, entry.data.credential, 'running', {});
      return;
    case 'step.waiting':
      put(state, entry, entry.data.credential, 'running', { summary: entry.body?.summary ?? null });
      return;
    case 'step.failed':
      put(state, entry, entry.data.credential, 'running', { summary: entry.body?.reason ?? null });
      return;
    case 'step.stuck':
      put(state, entry, entry.data.credential, 'stuck', {
        summary: entry.body?.reason ?? null,
        byHand: entry.body?.byHand ?? null,
        stuckAs: entry.data.class,
      });
      return;
    case 'step.done':
      put(state, entry, entry.data.credential, 'done', { summary: entry.body?.summary ?? null });
      return;
    case 'step.by-hand':
      put(state, entry, entry.data.credential, 'done', { summary: `done by hand by ${entry.data.person}` });
      return;
    case 'step.skipped':
      put(state, entry, entry.data.credential, 'skipped', { summary: entry.body?.reason ?? null });
      return;
    default:
  }
}

function put(
  state: State,
  entry: Entry & { data: { step: string } },
  credential: string | null,
  progress: Progress,
  words: Partial<Pick<MemberStory, 'summary' | 'byHand' | 'stuckAs'>>,
): void {
  const members = state.members.get(entry.data.step) ?? new Map<string, MemberStory>();
  const begun = members.get(credential ?? '')?.begun ?? entry.seq;
  members.set(credential ?? '', {
    state: progress,
    summary: null,
    byHand: null,
    stuckAs: null,
    since: entry.at,
    begun,
    ...words,
  });
  state.members.set(entry.data.step, members);
}

function changeStage(state: State, stage: string, change: Partial<StageStory>): void {
  const before = state.stages.get(stage);
  if (before !== undefined) state.stages.set(stage, { ...before, ...change });
}
