import type { Payload } from '../../incident/command.ts';
import type { GateView, PlanView, View, Waiting } from '../../incident/view.ts';
import type { DecisionStatement } from '../../timeline/decision.ts';
import { actingPerson, known } from './acting-person.ts';
import { type Signer, signerOfAgent, signerOfFile } from './signing/find-key.ts';
import { signDecision } from './signing/sign-decision.ts';
import { TerminalError } from './terminal-error.ts';
import { type Turn, tell } from './turn.ts';

/** Who decides, and with which key; without one the surface vouches, which only practice allows. */
export type Decider = { person: string; signer: Signer | null };
export type Attested = { person: string; attestation: Payload<'decide'>['attestation'] };

/**
 * Who decides, found before anything is shown or signed. In practice a name will do.
 * Rejects with a TerminalError (usage, forbidden) for a name that is not in the configuration, a person without a key,
 * and when a real decision cannot be signed here; it says what to type.
 */
export async function deciderOf(turn: Turn, view: View, by: { as: string | null; signWith: string | null }): Promise<Decider> {
  const people = await turn.composition.people(turn.globals());
  const as = by.as === null ? null : known(by.as, people, '--as');
  if (view.practice && by.signWith === null) return { person: await practicePerson(turn, view, as), signer: null };
  if (by.signWith !== null) {
    const signer = await signerOfFile(by.signWith, as, people);
    return { person: signer.person, signer };
  }
  const { person } = turn.composition;
  const named = as ?? (person === null ? null : known(person, people, 'STAUNCH_PERSON'));
  const account = people.find(({ login }) => login === turn.composition.account)?.id ?? null;
  const signer = await signerOfAgent(named, account, people);
  return { person: signer.person, signer };
}

/** Refuses (forbidden) a yes that would not count. Whoever said yes already passes: a second one is answered where it is recorded. */
export function mayApprove(view: View, plan: PlanView, person: string): void {
  const asked = askedFor(view, plan);
  if (asked === undefined || asked.for.includes(person) || plan.have.includes(person)) return;
  const why =
    plan.needs.notRequester && person === view.requester
      ? `${person} declared this incident, and this plan needs somebody else`
      : `${person} is not in the group "${plan.needs.from}"`;
  const who = asked.for.length === 0 ? 'Nobody can give one now' : `Who can: ${asked.for.join(', ')}`;
  const alone = view.gate?.mayActAlone.includes(person) === true ? ` ${aloneHint}` : '';
  throw new TerminalError('forbidden', `This yes would not count: ${why}. ${who}. Nothing was signed or sent.${alone}`);
}

/** Whose yes to this plan is still wanted. */
const askedFor = (view: View, plan: PlanView): Waiting | undefined =>
  view.waiting.find(({ kind, plan: hash }) => kind === 'gate' && (hash === null || hash === plan.hash));

const aloneHint = "If nobody else can be reached: add --alone --reason '…' (a countdown runs, and anyone may stop it).";

/** Refuses whoever may not act alone here (forbidden), a countdown beside one that runs, and one where a plain yes is enough (no). */
export function maySayAlone(view: View, plan: PlanView, person: string): void {
  if (view.gate === null) return;
  if (!view.gate.mayActAlone.includes(person)) throw notAlone(view.gate, person);
  const { alone } = view.gate;
  if (alone !== null)
    throw new TerminalError(
      'no',
      `${alone.person} already acts alone here: the countdown runs until ${alone.until}. A second one would add nothing. Nothing was signed or sent.`,
    );
  const counts = askedFor(view, plan)?.for.includes(person) === true;
  const yeses = new Set([...plan.have, ...(counts ? [person] : [])]);
  if (yeses.size < plan.needs.people) return;
  throw new TerminalError(
    'no',
    `The yes of ${person} is enough for this plan, at once and without a countdown: leave out --alone. Nothing was signed or sent.`,
  );
}

function notAlone(gate: GateView, person: string): TerminalError {
  const who = gate.mayActAlone.length === 0 ? 'Nobody may' : `Who may: ${gate.mayActAlone.join(', ')}`;
  return new TerminalError(
    'forbidden',
    `${person} is in none of the groups that this gate counts on, and may not act alone. ${who}. Nothing was signed or sent.`,
  );
}

/** What vouches for the decision: the person's SSH signature over it. Rejects with a TerminalError when it is not made. */
export async function attested(
  turn: Turn,
  view: View,
  said: Pick<DecisionStatement, 'plan' | 'verdict' | 'nonce'>,
  { person, signer }: Decider,
): Promise<Attested> {
  if (signer === null) return { person, attestation: { by: 'surface' } };
  tell(turn, `Signing as ${person}. If your key asks for a passphrase or a touch: you have 60 s.`);
  const signature = await signDecision({ v: 1, incident: view.incident, person, ...said }, signer);
  return { person, attestation: { by: 'person', signature } };
}

async function practicePerson(turn: Turn, view: View, as: string | null): Promise<string> {
  const person = await actingPerson(turn, as);
  if (person !== null) return person;
  const may = [...new Set(view.waiting.flatMap(({ for: ids }) => ids))];
  throw new TerminalError(
    'forbidden',
    `Say who decides: --as ${may[0] ?? 'PERSON'}. In practice a name is enough.${may.length > 1 ? ` May decide: ${may.join(', ')}.` : ''}`,
  );
}
