import type { Payload } from '../../incident/command.ts';
import type { View } from '../../incident/view.ts';
import type { DecisionStatement } from '../../timeline/decision.ts';
import { actingPerson, known } from './acting-person.ts';
import { signerOfAgent, signerOfFile } from './signing/find-key.ts';
import { signDecision } from './signing/sign-decision.ts';
import { TerminalError } from './terminal-error.ts';
import { type Turn, tell } from './turn.ts';

export type Attested = { person: string; attestation: Payload<'decide'>['attestation'] };

/**
 * Who decides, and what vouches for it: the person's SSH signature. In practice a name will do, and the surface vouches.
 * Rejects with a TerminalError (forbidden) that says what to type when a real decision cannot be signed.
 */
export async function attested(
  turn: Turn,
  view: View,
  said: Pick<DecisionStatement, 'plan' | 'verdict' | 'nonce'>,
  by: { as: string | null; signWith: string | null },
): Promise<Attested> {
  const people = await turn.composition.people(turn.globals());
  const as = by.as === null ? null : known(by.as, people, '--as');
  if (view.practice && by.signWith === null)
    return { person: await practicePerson(turn, view, as), attestation: { by: 'surface' } };
  const named = as ?? turn.composition.person;
  const account = people.find(({ login }) => login === turn.composition.account)?.id ?? null;
  const signer =
    by.signWith === null ? await signerOfAgent(named, account, people) : await signerOfFile(by.signWith, as, people);
  tell(turn, `Signing as ${signer.person}. If your key asks for a passphrase or a touch: you have 60 s.`);
  const signature = await signDecision({ v: 1, incident: view.incident, person: signer.person, ...said }, signer);
  return { person: signer.person, attestation: { by: 'person', signature } };
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
