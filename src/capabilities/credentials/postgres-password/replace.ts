/** A new password: held first, set as a verifier, handed to its sink; then the sessions of the old one end. */
import { randomInt } from 'node:crypto';
import type { PlanTarget } from '../../../timeline/plan.ts';
import { asAdmin } from '../../clients/postgres/admin.ts';
import { scramVerifier } from '../../clients/postgres/scram.ts';
import type { SinkSettings } from '../../clients/postgres/target.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import type { ReplaceCall, Struck } from '../kind.ts';
import { alterSameRole, endPlannedSessions, plannedOid } from './disable.ts';
import { setVerifier, setVerifierShown } from './statements.ts';
import { type Targets, targetRole } from './target-role.ts';

/** Brings a new value where its users read it. Throws ProviderError. */
export type Deliver = (sink: SinkSettings, value: string, signal: AbortSignal) => Promise<void>;

/** 32 of 62 characters are 190 bits; letters and digits only, so that it survives URLs, shells and files. */
const newPasswordChars = 32;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function newPassword(): string {
  return Array.from({ length: newPasswordChars }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** The value of an interrupted attempt if there is one, so that a repeat delivers the same. */
async function heldPassword(call: ReplaceCall): Promise<string> {
  const held = await call.next();
  if (held !== null) return held;
  const fresh = newPassword();
  await call.holdNext(fresh);
  return fresh;
}

export async function replace(targets: Targets, deliver: Deliver, call: ReplaceCall, target: PlanTarget): Promise<Struck> {
  const { target: server, role } = targetRole(targets, target.locator);
  const sink = Object.hasOwn(server.sinks, role) ? server.sinks[role] : undefined;
  if (sink === undefined) {
    throw new ProviderError('replan', `No sink is configured for ${role} any more. Nothing was changed; a new plan is made.`);
  }
  const where = `${server.name}/${role}`;
  const password = await heldPassword(call);
  await asAdmin(server, call.signal, `set a new password of ${role}`, (query) =>
    alterSameRole(query, role, target, setVerifier(role, scramVerifier(password))),
  );
  await deliver(sink, password, call.signal);
  const ended = await asAdmin(server, call.signal, `end the sessions of ${role} (its password is already new)`, (query) =>
    endPlannedSessions(query, where, plannedOid(target)),
  );
  const planned = (call: string) => target.calls.find((one) => one.call.startsWith(call))?.call ?? call;
  return {
    calls: [
      { call: setVerifierShown(role), target: where, answer: 'ALTER ROLE' },
      { call: planned('hand the new password'), target: where, answer: 'handed over' },
      ...ended,
    ],
  };
}
