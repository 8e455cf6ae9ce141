/** Words for the tests of commands: given these entries, when somebody says this, then that is written down. */
import { expect } from 'vitest';
import type { Action } from '../../src/incident/action.ts';
import type { Attested, Decision, Situation } from '../../src/incident/commands/decide.ts';
import { fold } from '../../src/incident/fold/fold.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import { draft } from '../../src/timeline/entry.ts';
import { planHash } from '../../src/timeline/plan.ts';
import { look, planFor } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { type Given, given } from './given.ts';

const playbook = readPlaybook(drill, 'drill.yml');
const gives: Record<string, Action['gives']> = { strike: 'strike', prove: 'proof', probe: 'look', plan: 'plans' };
export const plan = planFor([{ id: 'c1', kind: 'password', locator: { role: 'app' }, fingerprint: null }]);
export const hash = planHash(plan);
export const other = planFor([{ id: 'c1', kind: 'password', locator: { role: 'app' }, fingerprint: null }], {
  reversible: false,
});
export const otherHash = planHash(other);
export const nonce = 'n1';
export const surface = { by: 'surface' } as const;

/** The situation of `as` before this record. */
export function situation(
  record: Given,
  as: string | null = 'ana',
  attested: Attested = { by: 'bot', signature: 'signed' },
): Situation {
  return {
    state: fold(record.entries),
    playbook,
    actor: { person: as, account: 'somebody' },
    at: new Date('2026-11-24T00:01:00.000Z'),
    attested,
    gives: (step) => gives[step] ?? null,
    place: (kind, locator) =>
      locator.role === undefined
        ? { fault: `${kind} needs a role.` }
        : { hint: `the role ${locator.role}`, provider: 'main', concurrency: 8 },
    fingerprint: (kind, value) => `print of ${kind} ${value}`,
  };
}

/** What is written down, as "type", and what it does to steps, as "start strike c1". */
export function outcomeOf(decision: Decision): string[] {
  if ('refusal' in decision) return [`refused (${decision.refusal.class}): ${decision.refusal.message}`];
  return decision.consequences.map((consequence) => {
    switch (consequence.type) {
      case 'record':
        return [consequence.entry.type, consequence.event?.type].filter((word) => word !== undefined).join(' → ');
      case 'settle':
      case 'start':
        return [consequence.type, consequence.step, consequence.credential, consequence.entry?.type].filter(Boolean).join(' ');
      case 'hold':
        return ['hold', consequence.ref, consequence.credential, consequence.event?.type].filter(Boolean).join(' ');
      case 'credential':
        return `patch ${consequence.id} ${JSON.stringify(consequence.patch)}`;
      case 'join':
        return `join ${consequence.credential.id} at ${consequence.credential.provider}`;
      case 'purge':
        return `purge ${consequence.seq} ${consequence.entry.type}`;
      case 'destroy':
        return `destroy ${consequence.ref} ${consequence.credential}`;
      default:
        return consequence.type;
    }
  });
}

export const stuck = (step: string, credential: string | null = 'c1') =>
  draft('step.stuck', { step, credential, job: 'j1', class: 'fatal' }, { reason: 'it is broken', byHand: null });
export const started = (step: string, credential: string | null = 'c1') =>
  draft('step.started', { step, credential, action: 'a@1', job: 'j1', attempt: 1 });
export const stepDone = (step: string, credential: string | null = 'c1') =>
  draft('step.done', { step, credential, job: 'j1', via: 'run' }, { summary: 'done', calls: [] });
export const closed = draft('incident.closed', { why: 'the playbook is walked to its end' });
export const made = (order: number, what: typeof plan) =>
  draft('plan.made', { plan: planHash(what), order, reversible: what.reversible, mass: false }, { plan: what });
export const asked = draft('gate.opened', {
  stage: 'contain',
  nonce,
  plans: [hash, otherHash],
  expiresAt: '2026-11-24T00:03:00.000Z',
});
export const said = (person: string, verdict: 'approve' | 'reject', what = hash) =>
  draft(
    'decision.recorded',
    { nonce, plan: what, verdict, person, credential: null, attestation: 'bot', signature: 's' },
    { reason: null },
  );
export const asking = (): Given => given().add(made(1, plan), made(2, other), asked);
export const refusedAll = (): Given => asking().add(said('ana', 'reject'), said('ana', 'reject', otherHash));
export const loose = draft(
  'residual.found',
  { credential: 'c1', residual: 'c1-sessions', until: null },
  { what: 'a session', endedBy: null },
);
export const proved = (after: 'alive' | 'refused') =>
  draft(
    'credential.proved',
    { credential: 'c1', grade: 'by-use', before: 'alive', after },
    { before: look('alive'), after: look(after) },
  );

export type Case = {
  name: string;
  given: Given;
  when: (situation: Situation) => Decision;
  as?: string | null;
  attested?: Attested;
  outcome: string[];
};
export const check = ({ given: record, when, as, attested, outcome: expected }: Case) =>
  expect(outcomeOf(when(situation(record, as, attested)))).toEqual(expected);
