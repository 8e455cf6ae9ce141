/** The one card model of an incident, made from what its entries add up to. Pure: the same record, the same card. */
import { z } from 'zod';
import type { Playbook, Stage, Step } from '../playbook/tree.ts';
import { isRefused } from './fold/decisions.ts';
import { eligible, ladderOf, needsOf, rungFor, yesSayers } from './gate.ts';
import { gateView } from './gate-view.ts';
import type { CredentialStory, MemberStory, State } from './state.ts';
import type { CredentialView, Pause, PlanView, StageView, StepView, View } from './view.ts';
import { waitingFor } from './waiting.ts';

/** `paused`: the providers of this incident that are left alone for now. */
export function viewOf(state: State, playbook: Playbook, number: number, paused: Pause[] = []): View {
  const deadline = new Date(Date.parse(state.detectedAt) + playbook.withinMs).toISOString();
  return {
    incident: state.incident,
    number,
    title: state.title,
    practice: state.practice,
    state: state.status,
    public: state.public,
    requester: state.requester,
    detectedAt: state.detectedAt,
    declaredAt: state.declaredAt,
    exposedSince: state.exposedSince,
    deadline,
    containedAt: state.containedAt,
    closedAt: state.closedAt,
    closed: state.closed,
    stages: playbook.stages.map((stage) => stageView(state, stage)),
    credentials: [...state.credentials.values()].map((credential) => credentialView(state, credential)),
    waiting: waitingFor(state, playbook),
    plans: planViews(state, playbook),
    gate: gateView(state, playbook),
    alarms: state.alarms,
    stopped: state.status === 'closed' ? [] : state.stops,
    paused: state.status === 'closed' ? [] : paused,
  };
}

function stageView(state: State, stage: Stage): StageView {
  const story = state.stages.get(stage.id);
  const steps = stage.steps.map((step) => stepView(state, step));
  return {
    id: stage.id,
    title: stage.title,
    state: stageState(state, stage, steps),
    startedAt: story?.startedAt ?? null,
    endedAt: story?.endedAt ?? null,
    within: stage.withinMs / 1000,
    steps,
  };
}

function stageState(state: State, stage: Stage, steps: StepView[]): StageView['state'] {
  const story = state.stages.get(stage.id);
  if (story === undefined || story.state === 'pending') return 'pending';
  if (story.state === 'done') return steps.length > 0 && steps.every((step) => step.state === 'skipped') ? 'skipped' : 'done';
  const gate = state.gate?.stage === stage.id ? state.gate.state : null;
  if (gate === 'refused' || steps.some((step) => step.state === 'stuck')) return 'stuck';
  if (gate === 'asking' || steps.some((step) => step.state === 'waiting')) return 'waiting';
  return 'running';
}

function stepView(state: State, step: Step): StepView {
  const members = [...(state.members.get(step.id)?.values() ?? [])];
  const by = step.type === 'do' ? 'bot' : 'person';
  return { id: step.id, title: step.title, by, state: stepState(members, by), summary: summaryOf(members) };
}

function stepState(members: MemberStory[], by: StepView['by']): StepView['state'] {
  if (members.length === 0) return 'pending';
  if (members.some((member) => member.state === 'running')) return by === 'person' ? 'waiting' : 'running';
  if (members.some((member) => member.state === 'stuck')) return 'stuck';
  return members.every((member) => member.state === 'skipped') ? 'skipped' : 'done';
}

function summaryOf(members: MemberStory[]): string | null {
  const said = members.flatMap((member) => (member.summary === null ? [] : [member.summary]));
  return said.length === 0 ? null : said.join(' · ');
}

/** What every kind's facts offer to the card; the rest of them is the kind's own. */
const shownFacts = z.object({
  breaks: z.array(z.string()).default([]),
  remarks: z
    .array(z.object({ severity: z.enum(['note', 'warning', 'blocking']), text: z.string(), grant: z.string().exactOptional() }))
    .default([]),
});

function credentialView(state: State, credential: CredentialStory): CredentialView {
  const facts = shownFacts.safeParse(credential.facts);
  return {
    id: credential.record.id,
    kind: credential.record.kind,
    hint: credential.record.hint,
    locator: credential.record.locator,
    mode: credential.mode,
    state: credential.state,
    held: credential.held,
    destroyed: credential.destroyed,
    proof: { grade: credential.grade, before: credential.before, after: credential.after },
    residuals: credential.residuals.map(({ id, what, until, endedBy, acceptedBy }) => ({
      id,
      what,
      until,
      endedBy,
      acceptedBy,
    })),
    breaks: facts.success ? facts.data.breaks : [],
    remarks: facts.success ? facts.data.remarks : [],
    cutOffAt: credential.cutOffAt,
    undo:
      credential.undo === null || state.status === 'closed'
        ? null
        : { plan: credential.undo.plan, nonce: credential.undo.nonce, until: 'the incident is closed' },
  };
}

function planViews(state: State, playbook: Playbook): PlanView[] {
  const gateStage = state.gate?.stage ?? playbook.stages.find((stage) => stage.gate !== null)?.id;
  const ladder = gateStage === undefined ? null : ladderOf(playbook, gateStage);
  if (ladder === null) return [];
  return state.offered.flatMap((hash) => {
    const plan = state.plans.get(hash);
    if (plan === undefined) return [];
    const needs = needsOf(rungFor(plan, ladder), state.requester);
    const allowed = eligible(state.people, needs, state.requester);
    return [
      {
        hash,
        title: plan.title,
        reversible: plan.reversible,
        expectedOutage: plan.expectedOutage,
        breaks: plan.breaks,
        calls: plan.targets.flatMap((target) => target.calls.map((call) => ({ ...call, credential: target.credential }))),
        residuals: plan.residuals.map(({ id, what, until, endedBy }) => ({ id, what, until, endedBy })),
        needs,
        have: state.gate === null ? [] : yesSayers(state.gate.decisions, hash, allowed),
        acceptedBy: state.gate?.accepted === hash ? state.gate.acceptedBy : null,
        state: planState(state, hash),
      },
    ];
  });
}

function planState(state: State, hash: string): PlanView['state'] {
  const gate = state.gate;
  if (gate === null || !gate.plans.includes(hash)) return 'waiting';
  if (gate.accepted === hash) return 'accepted';
  if (isRefused(gate, hash)) return 'refused';
  return gate.state === 'asking' ? 'waiting' : 'expired';
}
