/** The practice leak: declared by the scanner, decided by whoever sits here. */
import { randomUUID } from 'node:crypto';
import type { Actor, Command } from '../../../incident/command.ts';
import type { Desk, Sent } from '../../../incident/desk.ts';
import type { PlanView, View } from '../../../incident/view.ts';
import { TerminalError } from '../terminal-error.ts';

/** What a practice run needs to know of its world. */
export type PracticeLeak = {
  kind: string;
  locator: Record<string, string>;
  value: string;
  /** Since when the attacker has it: ISO 8601, UTC. */
  exposedSince: string;
  title: string;
  /** Ids of practice people: who finds the leak, and who sits at this terminal. */
  finder: string;
  decider: string;
  account: string;
};

export async function declareLeak(desk: Desk, leak: PracticeLeak, now: Date): Promise<View> {
  const { kind, locator, value, exposedSince, title } = leak;
  const command: Command = {
    incident: '',
    type: 'declare',
    dedupe: `declare:${randomUUID()}`,
    actor: actorOf(leak, leak.finder),
    at: now,
    payload: { kind, locator, value, exposedSince, title, public: false },
  };
  return viewOrThrow(await desk.send(command));
}

/** Says yes to a plan as the person at this terminal; the bot vouches, which only practice allows. */
export function approve(desk: Desk, leak: PracticeLeak, view: View, plan: PlanView, now: Date): Promise<Sent> {
  return desk.send({
    incident: view.incident,
    type: 'decide',
    dedupe: `decide:${randomUUID()}`,
    actor: actorOf(leak, leak.decider),
    at: now,
    payload: { verdict: 'approve', plan: plan.hash, attestation: { by: 'surface' } },
  });
}

/** The plans that can still be chosen, in the order they are offered. */
export function choices(view: View): PlanView[] {
  return view.gate === null ? [] : view.plans.filter((plan) => plan.state === 'waiting');
}

const actorOf = (leak: PracticeLeak, person: string): Actor => ({ person, account: leak.account });

function viewOrThrow(sent: Sent): View {
  if (sent.ok) return sent.view;
  throw new TerminalError('no', sent.refusal.message);
}
