/** One look by use: a login with a random password as negative control, then one with the leaked value. */
import { randomBytes } from 'node:crypto';
import type { Look } from '../../../timeline/proof.ts';
import { Unanswered } from '../../clients/postgres/connection.ts';
import { providerError } from '../../clients/postgres/failure.ts';
import { type LoginAnswer, tryLogin } from '../../clients/postgres/login.ts';
import type { PostgresTarget } from '../../clients/postgres/target.ts';
import type { Call } from '../kind.ts';
import { asksPassword, classify } from './classify.ts';
import { readFacts } from './schema.ts';
import { type Targets, targetRole } from './target-role.ts';

/** Logs in as `role` with `password`; database null means the target's own. */
export async function roleLogin(
  target: PostgresTarget,
  role: string,
  password: string,
  database: string | null,
  signal: AbortSignal,
): Promise<LoginAnswer> {
  try {
    return await tryLogin(target, { user: role, password, database: database ?? target.database }, signal);
  } catch (error) {
    throw error instanceof Unanswered ? providerError(error, target, `try a login as ${role}`) : error;
  }
}

/** The same with a password nobody can have. */
export async function controlLogin(
  target: PostgresTarget,
  role: string,
  database: string | null,
  signal: AbortSignal,
): Promise<LoginAnswer> {
  return roleLogin(target, role, randomBytes(24).toString('base64url'), database, signal);
}

/** A fingerprint stays when its value is destroyed. */
const noValue = ({ fingerprint }: Call['credential']) =>
  fingerprint === null ? 'no value was handed in' : 'the value that was handed in was destroyed';

/** Never throws for what the server answers: that is classified. Throws ProviderError when aborted or not configured. */
export async function probe(targets: Targets, call: Call, aliveBefore: boolean): Promise<Look> {
  const { target, role } = targetRole(targets, call.credential.locator);
  const at = call.now().toISOString();
  const value = await call.value();
  if (value === null) return { result: 'could-not-tell', at, detail: noValue(call.credential) };
  const database = readFacts(call.facts)?.probeDatabase ?? null;
  const control = await controlLogin(target, role, database, call.signal);
  // Without an honest control the value is not shown to a server that may not be what it seems.
  const answer = asksPassword(control) === 'yes' ? await roleLogin(target, role, value, database, call.signal) : control;
  return { at: call.now().toISOString(), ...classify(role, control, answer, aliveBefore) };
}
