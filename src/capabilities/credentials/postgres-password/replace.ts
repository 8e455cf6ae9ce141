/** A new password: held first, set as a verifier, handed to its sink; then the sessions of the old one end. */
import { randomInt } from 'node:crypto';
import type { PlanTarget } from '../../../timeline/plan.ts';
import { asAdmin } from '../../clients/postgres/admin.ts';
import { scramVerifier } from '../../clients/postgres/scram.ts';
import type { SinkSettings } from '../../clients/postgres/target.ts';
import { type AnsweredCall, afterCalls, ProviderError } from '../../clients/provider-error.ts';
import type { ReplaceCall, Struck } from '../kind.ts';
import { alterSameRole, endPlannedSessions, plannedOid } from './disable.ts';
import { handedValue } from './handed-value.ts';
import { setByHand, setVerifier, setVerifierShown, terminateShown } from './statements.ts';
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
export async function heldPassword(call: ReplaceCall): Promise<string> {
  const held = await call.next();
  if (held !== null) return held;
  const fresh = newPassword();
  await call.holdNext(fresh);
  return fresh;
}

/** The one moment at which clients are out and only we hold what lets them in again: said whatever else is said. */
async function handOver(role: string, oid: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof ProviderError)) throw cause;
    const so = `The old password of ${role} is already refused and the new one is set, but it was not handed over: clients are out.`;
    const next = 'Mend the sink and retry (the same password is handed over), or set another one by hand.';
    const byHand = [
      '-- The old password is already refused, and the new one was not handed over: set another one and give it to every client.',
      setByHand(role),
      `${terminateShown(oid)};`,
    ].join('\n');
    throw new ProviderError(cause.class, `${so} ${cause.message} ${next}`, { cause, byHand });
  }
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
  const oid = plannedOid(target);
  const set: AnsweredCall = { call: setVerifierShown(role), target: where, answer: 'ALTER ROLE' };
  await afterCalls([set], () =>
    handOver(role, oid, () => deliver(sink, handedValue(server, role, password, sink.format), call.signal)),
  );
  const shown = 'hand the new password';
  const planned = target.calls.find((one) => one.call.startsWith(shown))?.call ?? shown;
  const handed: AnsweredCall = { call: planned, target: where, answer: 'handed over' };
  const doing = `end the sessions of ${role} (its new password is set and handed over)`;
  const ended = await afterCalls([set, handed], () =>
    asAdmin(server, call.signal, doing, (query) => endPlannedSessions(query, where, oid)),
  );
  return { calls: [set, handed, ...ended] };
}
