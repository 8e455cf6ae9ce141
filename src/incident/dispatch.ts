/** A command on an open incident becomes one transaction: lock, dedupe, decide, carry out. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Query } from '../platform/db/db.ts';
import type { Playbook } from '../playbook/tree.ts';
import type { DecisionStatement } from '../timeline/decision.ts';
import { draft } from '../timeline/entry.ts';
import { readEntries } from '../timeline/read.ts';
import type { Action } from './action.ts';
import { type Attestor, vouchingFault } from './attestation.ts';
import type { Actor, Command, Payload, Refusal } from './command.ts';
import { decideAccept } from './commands/accept.ts';
import { decideAddCredential } from './commands/add-credential.ts';
import { decideByHand } from './commands/by-hand.ts';
import { decideClose } from './commands/close.ts';
import { decideCorrect } from './commands/correct.ts';
import { type Attested, type Decision, refuse, type Situation } from './commands/decide.ts';
import { decideHandIn } from './commands/hand-in.ts';
import { decideNote } from './commands/note.ts';
import { decidePurge } from './commands/purge.ts';
import { decideRetry } from './commands/retry.ts';
import { decideSkip } from './commands/skip.ts';
import { decideUndo } from './commands/undo.ts';
import { decideVerdict } from './commands/verdict.ts';
import { record } from './consequence.ts';
import { onIncident } from './locked.ts';
import type { Memory } from './memory.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { type Locked, stateOf } from './scene.ts';
import { isSameAccount, pinnedSlack } from './slack-identity.ts';
import type { State } from './state.ts';
import { endTurn } from './turn.ts';
import { beginTurn, type TurnParts, timeIn } from './turn-underway.ts';

export type DispatchParts = {
  db: Db;
  clock: Clock;
  memory: Memory;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
  attestor: Attestor;
  /** What the action behind a step gives. */
  gives(playbook: Playbook, step: string): Action['gives'] | null;
  place: Situation['place'];
};

export type Dispatched = { ok: true } | { ok: false; refusal: Refusal };

/** Carries out one command on an existing incident. The same `dedupe` key has its effect, and its answer, once. */
export async function dispatch(parts: DispatchParts, command: Exclude<Command, { type: 'declare' }>): Promise<Dispatched> {
  const before = (query: Query) => answeredBefore(query, command.incident, command.dedupe);
  const dispatched = await onIncident(parts, command.incident, before, async (locked, earlier) => {
    if (earlier !== null) return earlier;
    const { playbook, scene } = locked;
    const state = stateOf(scene);
    const situation: Situation = {
      state,
      playbook,
      actor: command.actor,
      at: timeIn(scene, parts.clock.now()),
      attested: await attested(parts.attestor, state, command),
      gives: (step) => parts.gives(playbook, step),
      place: parts.place,
      fingerprint: parts.turn.values.fingerprint,
    };
    const decision = stranger(situation) ?? decide(situation, command);
    return conclude(parts, locked, command, situation, decision);
  });
  return dispatched ?? refused({ class: 'missing', message: `There is no incident ${command.incident}.` });
}

/** A name that the incident does not know can neither act nor vouch. */
function stranger({ state, actor }: Situation): Decision | null {
  if (actor.person === null || state.people.some((person) => person.id === actor.person)) return null;
  const known = state.people.map((person) => person.id).join(', ');
  return refuse('forbidden', `${actor.person} is not among the people of this incident. They are: ${known}.`);
}

function decide(situation: Situation, command: Exclude<Command, { type: 'declare' }>): Decision {
  switch (command.type) {
    case 'decide':
      return decideVerdict(situation, command.payload);
    case 'note':
      return decideNote(situation, command.payload);
    case 'hand-in':
      return decideHandIn(situation, command.payload);
    case 'retry':
      return decideRetry(situation, command.payload);
    case 'skip':
      return decideSkip(situation, command.payload);
    case 'by-hand':
      return decideByHand(situation, command.payload);
    case 'undo':
      return decideUndo(situation, command.payload);
    case 'accept':
      return decideAccept(situation, command.payload);
    case 'close':
      return decideClose(situation, command.payload);
    case 'add-credential':
      return decideAddCredential(situation, command.payload);
    case 'correct':
      return decideCorrect(situation, command.payload);
    case 'purge':
      return decidePurge(situation, command.payload);
  }
}

/** A refusal is remembered too: the auditor sees who was turned away. */
async function conclude(
  parts: DispatchParts,
  locked: Locked,
  command: Command,
  { at }: Situation,
  decision: Decision,
): Promise<Dispatched> {
  const turn = beginTurn(parts.turn, locked, at);
  const by = { actor: actorName(command.actor), dedupe: command.dedupe };
  if ('consequences' in decision) {
    await endTurn(turn, decision.consequences, by);
    return { ok: true };
  }
  const { class: refusalClass, message } = decision.refusal;
  const entry = draft(
    'command.refused',
    {
      command: command.type,
      class: refusalClass,
      person: command.actor.person,
      ...(command.type === 'decide' ? { verdict: command.payload.verdict } : {}),
    },
    { message },
  );
  await endTurn(turn, [record(entry)], by);
  return refused(decision.refusal);
}

async function answeredBefore(query: Query, incident: string, dedupe: string): Promise<Dispatched | null> {
  const [row] = await query<{ seq: number }>('select seq from entry where incident = $1 and dedupe = $2', [incident, dedupe]);
  if (row === undefined) return null;
  const refusals = await readEntries(query, incident, ['command.refused']);
  const refusal = refusals.find((entry) => entry.seq === row.seq);
  if (refusal?.type !== 'command.refused') return { ok: true };
  return refused({ class: refusal.data.class as Refusal['class'], message: refusal.body?.message ?? 'Refused.' });
}

/** Checks the signature of a decision against the statement that this incident asks to be signed. */
async function attested(attestor: Attestor, state: State, command: Command): Promise<Attested> {
  const asked = statementFor(state, command);
  if (asked === null) return { by: 'nobody', why: 'There is nothing to sign here.' };
  const given = (command.payload as Payload<'undo'>).attestation;
  const slack = given.by === 'surface' ? given.slack : undefined;
  const statement = slack === undefined ? asked : { ...asked, slack };
  const before = pinnedFault(attestor, state, statement, given.by);
  if (before !== null) return unvouched(before);
  const attestation = given.by === 'person' ? given : attestor.attest(statement);
  const fault = await vouchingFault(attestor, state, statement, attestation);
  if (fault !== null) return unvouched(fault);
  return slack === undefined ? attestation : { ...attestation, slack };
}

const unvouched = (fault: string): Attested => ({ by: 'nobody', why: `This decision is not vouched for: ${fault}.` });

/** Whoever verifies the record has the keys and accounts that it pins, and no configuration: a decision must hold by both. */
function pinnedFault(attestor: Attestor, state: State, statement: DecisionStatement, by: 'person' | 'surface'): string | null {
  const { person, slack } = statement;
  const changed = (what: string) =>
    `this incident has another ${what} of ${person} in its record than staunch.yml lists now; the bot takes up the new one when it is started with it`;
  if (by === 'person') {
    const pinned = state.people.find(({ id }) => id === person)?.ssh ?? null;
    return pinned === attestor.keyOf(person) ? null : changed('SSH key');
  }
  if (slack === undefined) return null;
  const [pinned, listed] = [pinnedSlack(state.people, person), attestor.slackOf(person)];
  if (pinned === null && listed === null) {
    return `nobody said which Slack account is that of ${person}: write it under people: in staunch.yml (slack: { user, team }) and start the bot with it, or decide at a terminal`;
  }
  return isSameAccount(pinned, listed) ? null : changed('Slack account');
}

function statementFor(state: State, command: Command): DecisionStatement | null {
  const person = command.actor.person;
  if (person === null) return null;
  const common = { v: 1, incident: state.incident, person } as const;
  if (command.type === 'undo') {
    const undo = state.credentials.get(command.payload.credential)?.undo;
    return undo == null ? null : { ...common, plan: undo.plan, verdict: 'undo', nonce: undo.nonce };
  }
  if (command.type !== 'decide' || state.gate === null) return null;
  const plan = state.gate.plans.find((hash) => hash.startsWith(command.payload.plan));
  return plan === undefined ? null : { ...common, plan, verdict: command.payload.verdict, nonce: state.gate.nonce };
}

export const actorName = (actor: Actor) => (actor.person === null ? `account:${actor.account}` : `person:${actor.person}`);

const refused = (refusal: Refusal): Dispatched => ({ ok: false, refusal });
