/** A gate by itself: decisions and due times played against the pure rules, with a record whose times the test owns. */
import { acceptanceFault } from '../../src/incident/acceptance.ts';
import { decideVerdict } from '../../src/incident/commands/verdict.ts';
import type { Consequence } from '../../src/incident/consequence.ts';
import { type DueJob, dueOf } from '../../src/incident/due.ts';
import { fold } from '../../src/incident/fold/fold.ts';
import type { State } from '../../src/incident/state.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import { draft, type Entry, type EntryDraft } from '../../src/timeline/entry.ts';
import type { PinnedPerson } from '../../src/timeline/person.ts';
import { planHash } from '../../src/timeline/plan.ts';
import { planFor } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { given } from './given.ts';

export type Verdict = 'approve' | 'reject' | 'alone';
export type Setting = { people: PinnedPerson[]; requester: string | null; needed: number; act: boolean; backFirst?: boolean };
type Job = DueJob & { runAt: number };

export type LoneGate = {
  /** The plan that can be taken back, and the one that cannot. */
  plans: [string, string];
  say(person: string, verdict: Verdict, plan: string): boolean;
  /** Lets time pass; what is due happens at its time. `down`: nobody is there until the end. */
  wait(ms: number, down: boolean): void;
  state(): State;
  now(): number;
  /** What the rules say of the acceptance that stands; undefined while there is none. */
  fault(): string | null | undefined;
};

const credential = { id: 'c1', kind: 'password', locator: { role: 'app' }, fingerprint: null };
const unused = { gives: () => null, place: () => ({ fault: 'none' }), fingerprint: () => '' } as const;

export function loneGate({ people, requester, needed, act, backFirst = true }: Setting): LoneGate {
  const text = drill
    .replace('reversible: { people: 1, from: on-call }', `reversible: { people: ${needed}, from: yes-sayers }`)
    .replace('expires: 3m }', `expires: 3m, on-expiry: ${act ? 'act' : 'ask'} }`);
  const playbook = readPlaybook(text, 'gate.yml');
  const record = given({ people, requester });
  const back = planFor([credential]);
  const stays = planFor([credential], { reversible: false });
  const plans: [string, string] = [planHash(back), planHash(stays)];
  const offered = backFirst ? plans : plans.toReversed();
  let now = Date.parse('2026-11-24T01:00:00.000Z');
  let jobs: Job[] = [];
  let askings = 0;

  const add = (entry: EntryDraft) => {
    record.add(entry);
    (record.entries.at(-1) as Entry).at = new Date(now).toISOString();
  };
  const open = () => {
    askings += 1;
    const expires = now + 180_000;
    const expiresAt = new Date(expires).toISOString();
    add(draft('gate.opened', { stage: 'contain', nonce: `n${askings}`, plans: offered, expiresAt, asked: [] }));
    jobs = [{ kind: 'timer', ref: 'gate-expires:contain', runAt: expires }];
  };
  const expire = () => {
    add(draft('gate.expired', { stage: 'contain', nonce: `n${askings}` }));
    open();
  };
  const carryOut = (consequence: Consequence) => {
    switch (consequence.type) {
      case 'record':
        return consequence.event?.type === 'timer' ? expire() : add(consequence.entry);
      case 'set-timer':
        jobs.push({ kind: consequence.kind ?? 'timer', ref: consequence.timer, runAt: consequence.runAt.getTime() });
        return;
      case 'stop-timer':
        jobs = jobs.filter(({ ref }) => ref !== consequence.timer);
        return;
      default:
        throw new Error(`A gate has no use for ${consequence.type}.`);
    }
  };
  const state = () => fold(record.entries);
  const work = () => {
    for (;;) {
      const job = jobs.filter(({ runAt }) => runAt <= now).sort((one, other) => one.runAt - other.runAt)[0];
      if (job === undefined || state().gate?.state !== 'asking') return;
      jobs = jobs.filter((other) => other !== job);
      dueOf(state(), playbook, job, new Date(now)).forEach(carryOut);
    }
  };

  add(draft('plan.made', { plan: plans[0], order: 1, reversible: true, mass: false }, { plan: back }));
  add(draft('plan.made', { plan: plans[1], order: 2, reversible: false, mass: false }, { plan: stays }));
  open();
  return {
    plans,
    state,
    now: () => now,
    say(person, verdict, plan) {
      const attested = { by: 'bot', signature: 'signed' } as const;
      const actor = { person, account: 'somebody' };
      const situation = { ...unused, state: state(), playbook, actor, at: new Date(now), attested };
      const decision = decideVerdict(situation, { verdict, plan, reason: 'because', attestation: { by: 'surface' } });
      if ('refusal' in decision) return false;
      decision.consequences.forEach(carryOut);
      return true;
    },
    wait(ms, down) {
      const until = now + ms;
      const due = () => Math.min(...jobs.map(({ runAt }) => runAt));
      while (!down && due() <= until && state().gate?.state === 'asking') {
        now = Math.max(now, due());
        work();
      }
      now = until;
      work();
    },
    fault() {
      const known = state();
      if (known.gate?.accepted == null) return undefined;
      return acceptanceFault({ state: known, gate: known.gate, playbook, plan: known.gate.accepted, holds: () => true });
    },
  };
}
