/** What a login's answer means. Two lists of exact answers; everything else is "could not tell". Pure. */
import type { ProbeResult } from '../../../timeline/proof.ts';
import type { LoginAnswer } from '../../clients/postgres/login.ts';

const wrongPassword = '28P01';
const notPermitted = '28000';
/** The server's function that refuses a role that may not log in; pg_hba.conf refuses from `ClientAuthentication`. */
const roleCheck = 'InitializeSessionUserId';

/** Whether the server asks for a password at all: only if it refused a random one as a wrong password. */
export function asksPassword(control: LoginAnswer): 'yes' | 'no' | 'unknown' {
  if (control.connected) return 'no';
  if (control.code === wrongPassword) return 'yes';
  // Refused for its role before any password was looked at: trust, peer or a certificate on a NOLOGIN role.
  return control.code === notPermitted && control.routine === roleCheck ? 'no' : 'unknown';
}

/** Why an answer that is in neither list says nothing about the password. */
function unclear(role: string, answer: { code: string; routine: string | null; message: string }): string {
  const said = `${answer.message} (${answer.code})`;
  if (answer.code === notPermitted) return `pg_hba.conf does not let us try ${role} from here: ${said}`;
  if (answer.code === '53300') return `no connection slot is free for ${role}: ${said}`;
  if (answer.code === '3D000' || answer.code === '42501') return `${role} could not be tried in this database: ${said}`;
  return `trying ${role} was not answered clearly: ${said}`;
}

/**
 * Judges a login of `role` with the leaked value. `control` is the answer to a random password just before;
 * `aliveBefore`: this value was seen alive in this incident, so that 28P01 now means "changed", not "mistyped".
 */
export function classify(
  role: string,
  control: LoginAnswer,
  answer: LoginAnswer,
  aliveBefore: boolean,
): { result: ProbeResult; detail: string } {
  const couldNotTell = (detail: string) => ({ result: 'could-not-tell' as const, detail });
  const asks = asksPassword(control);
  if (asks === 'no') {
    return couldNotTell(
      `the server does not ask ${role} for a password from here (trust, peer or a certificate): a login says nothing about it`,
    );
  }
  if (asks === 'unknown' && !control.connected) return couldNotTell(`with a random password, ${unclear(role, control)}`);
  if (answer.connected) return { result: 'alive', detail: `login as ${role}: OK; with a random password: refused (28P01)` };
  if (answer.code === notPermitted && answer.routine === roleCheck) {
    return { result: 'refused', detail: `the password is right, and ${role} is not permitted to log in (28000)` };
  }
  if (answer.code !== wrongPassword) return couldNotTell(unclear(role, answer));
  return aliveBefore
    ? { result: 'refused', detail: `the password that opened ${role} before is refused now (28P01)` }
    : couldNotTell(`this value does not open ${role}: already changed, or mistyped?`);
}
