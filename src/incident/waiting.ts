/** What an incident wants from people right now, most urgent first. Pure. */
import type { Playbook, Step } from '../playbook/tree.ts';
import { isLoose } from '../timeline/residual.ts';
import { runningAlone } from './acceptance.ts';
import { eligible, ladderOf, needsOf, rungFor, yesSayers } from './gate.ts';
import type { State } from './state.ts';
import { gateStep } from './step-names.ts';
import type { Waiting } from './view.ts';

export function waitingFor(state: State, playbook: Playbook): Waiting[] {
  if (state.status === 'closed') return [];
  return [
    ...actingAlone(state),
    ...gates(state, playbook),
    ...stuck(state, playbook),
    ...residuals(state),
    ...byHand(state, playbook),
  ];
}

/** Everybody is told: anyone of them may stop it. */
function actingAlone(state: State): Waiting[] {
  const gate = state.gate;
  const alone = gate === null ? null : runningAlone(gate);
  if (gate === null || alone === null) return [];
  const { plan, person, until, startedAt: since } = alone;
  const title = state.plans.get(plan)?.title ?? 'a plan whose text was purged';
  const what = `${person} acts alone: ${title}. It is carried out at ${until} unless somebody says no.`;
  return [waiting(state, { kind: 'alone', step: gateStep(gate.stage), plan, what, since, for: everyone(state) })];
}

function gates(state: State, playbook: Playbook): Waiting[] {
  const gate = state.gate;
  if (gate === null) return [];
  if (gate.state === 'refused') {
    const what = 'Every plan was refused. Retry to be asked anew, skip with a reason, or do it by hand.';
    return [waiting(state, { kind: 'stuck', step: gateStep(gate.stage), what, since: gate.openedAt, for: everyone(state) })];
  }
  const ladder = ladderOf(playbook, gate.stage);
  if (gate.state !== 'asking' || ladder === null) return [];
  return gate.plans.flatMap((hash) => {
    const plan = state.plans.get(hash);
    if (plan === undefined || gate.decisions.some((decision) => decision.plan === hash && decision.verdict === 'reject'))
      return [];
    const needs = needsOf(rungFor(plan, ladder), state.requester);
    const allowed = eligible(state.people, needs, state.requester);
    const have = yesSayers(gate.decisions, hash, allowed);
    const left = allowed.map((person) => person.id).filter((id) => !have.includes(id));
    const what = `${plan.title}: ${asked(needs.people - have.length, needs.from, left.length)}`;
    return [waiting(state, { kind: 'gate', step: gateStep(gate.stage), plan: hash, what, since: gate.openedAt, for: left })];
  });
}

function asked(missing: number, group: string, left: number): string {
  const wish = `needs a yes from ${missing} of ${group}`;
  return left >= missing ? wish : `${wish}, but only ${left} can still give one: choose another plan, or do it by hand`;
}

function stuck(state: State, playbook: Playbook): Waiting[] {
  const titles = new Map(steps(playbook).map((step) => [step.id, step.title]));
  return [...state.members].flatMap(([step, members]) =>
    [...members].flatMap(([credential, member]) => {
      if (member.state !== 'stuck') return [];
      const { byHand, since } = member;
      const what = `${titles.get(step) ?? step}: ${member.summary ?? 'it needs a person'}`;
      // The bot may not do it: nothing broke, and nothing is to be retried.
      const kind = member.stuckAs === 'by-hand' ? 'by-hand' : 'stuck';
      return [waiting(state, { ...memberPlace(step, credential), kind, what, byHand, since })];
    }),
  );
}

function residuals(state: State): Waiting[] {
  return [...state.credentials.values()].flatMap((credential) =>
    credential.residuals.filter(isLoose).map((residual) => {
      const what = `${residual.id}: ${residual.what} still works. End it${residual.endedBy === null ? '' : ` (${residual.endedBy})`}, or accept it with a reason.`;
      return waiting(state, {
        kind: 'residual',
        credential: credential.record.id,
        residual: residual.id,
        what,
        byHand: residual.endedBy,
        since: residual.since,
      });
    }),
  );
}

function byHand(state: State, playbook: Playbook): Waiting[] {
  return steps(playbook).flatMap((step) => {
    const member = state.members.get(step.id)?.get('');
    if (step.type !== 'by-hand' || member?.state !== 'running') return [];
    const group = state.people.filter((person) => person.groups.includes(step.group)).map((person) => person.id);
    const instructions = step.instructions.trim();
    return [
      waiting(state, {
        kind: 'by-hand',
        step: step.id,
        what: group.length > 0 ? step.title : `${step.title}: ${nobodyIn(step.group)}`,
        instructions,
        since: member.since,
        for: group,
      }),
    ];
  });
}

/** They left, and the playbook is pinned. */
const nobodyIn = (group: string) =>
  `nobody is in ${group} any more. Put somebody into the group in staunch.yml, or skip it with a reason`;

const steps = (playbook: Playbook): Step[] => playbook.stages.flatMap((stage) => stage.steps);
const everyone = (state: State) => state.people.map((person) => person.id);
const memberPlace = (step: string, credential: string) => ({ step, credential: credential === '' ? null : credential });

function waiting(state: State, known: Pick<Waiting, 'kind' | 'what' | 'since'> & Partial<Waiting>): Waiting {
  return {
    step: null,
    credential: null,
    plan: null,
    residual: null,
    instructions: null,
    byHand: null,
    for: everyone(state),
    ...known,
  };
}
