/** The server's own state, asked by a fresh client: may the role still log in, and who is still in? */
import type { PlanTarget } from '../../../timeline/plan.ts';
import type { Residual } from '../../../timeline/residual.ts';
import { asReader } from '../../clients/postgres/admin.ts';
import type { PostgresTarget } from '../../clients/postgres/target.ts';
import type { Call, Inspection } from '../kind.ts';
import { counted, sessionLines } from './breaks.ts';
import { asksPassword } from './classify.ts';
import { readerRights } from './own-accounts.ts';
import { controlLogin, roleLogin } from './probe.ts';
import { seesSessions } from './rights.ts';
import { type RoleFacts, readFacts, roleRow } from './schema.ts';
import { sessionsSeen } from './sessions.ts';
import { selectNameOfOid, selectRole, terminateShown } from './statements.ts';
import { type Targets, targetRole } from './target-role.ts';

type State = { oid: string; canLogin: boolean; sessions: RoleFacts['sessions'] };
/** Nothing has that name. `nowNamed`: what the OID that was identified is called now, null when it is gone. */
type Absent = { nowNamed: string | null };

async function stateOf(server: PostgresTarget, role: string, known: string | null, call: Call): Promise<State | Absent> {
  return asReader(server, call.signal, `look at role ${role}`, async (query) => {
    const [first] = await query(selectRole, [role]);
    if (first === undefined) {
      const [named] = known === null ? [] : await query(selectNameOfOid, [known]);
      return { nowNamed: named === undefined ? null : String(named.name) };
    }
    const { oid, canLogin } = roleRow.parse(first);
    const rights = await readerRights(query, oid);
    return { oid, canLogin, sessions: await sessionsSeen(query, oid, seesSessions(rights), call.now()) };
  });
}

function openSessionsLeft(credential: string, role: string, state: State): Residual[] {
  if (state.sessions.total === 0) return [];
  const what = `${counted(state.sessions.total, 'open session')} of ${role}: ${sessionLines(state.sessions).join('; ')}`;
  return [{ id: `${credential}-sessions`, credential, what, until: null, endedBy: terminateShown(state.oid) }];
}

/** PostgreSQL keeps one password a role: if the new one opens it and a random one does not, the old one is gone. */
async function newPasswordRules(
  server: PostgresTarget,
  role: string,
  call: Call,
): Promise<Pick<Inspection, 'cutOff' | 'detail'>> {
  const next = await call.next();
  if (next === null) return { cutOff: 'could-not-tell', detail: 'the new password is not held any more' };
  const database = readFacts(call.facts)?.probeDatabase ?? null;
  const control = await controlLogin(server, role, database, call.signal);
  if (asksPassword(control) !== 'yes') {
    return { cutOff: 'could-not-tell', detail: `the server did not refuse a random password of ${role} as a wrong one` };
  }
  const answer = await roleLogin(server, role, next, database, call.signal);
  if (answer.connected) return { cutOff: 'yes', detail: `the new password opens ${role}, and a role has only one` };
  if (answer.code === '28P01') return { cutOff: 'no', detail: `the new password does not open ${role} (28P01)` };
  return { cutOff: 'could-not-tell', detail: `the new password of ${role}: ${answer.message} (${answer.code})` };
}

/** Gone counts only for an OID that was identified before: a mistyped name is nobody's death. */
function absent(server: PostgresTarget, role: string, known: string | null, { nowNamed }: Absent): Inspection {
  const couldNotTell = (detail: string) => ({ cutOff: 'could-not-tell' as const, detail, residuals: [] });
  if (known === null) return couldNotTell(`no role ${role} on ${server.name}, and none was ever seen in this incident`);
  if (nowNamed !== null) return couldNotTell(`role ${role} (OID ${known}) has another name now: ${nowNamed}`);
  return { cutOff: 'yes', detail: `role ${role} (OID ${known}) does not exist any more`, residuals: [] };
}

/** `target` null: nothing was struck, the role was found closed. */
export async function inspect(targets: Targets, call: Call, target: PlanTarget | null): Promise<Inspection> {
  const { target: server, role } = targetRole(targets, call.credential.locator);
  const known = target?.ids.oid ?? readFacts(call.facts)?.oid ?? null;
  const state = await stateOf(server, role, known, call);
  if ('nowNamed' in state) return absent(server, role, known, state);
  const residuals = openSessionsLeft(call.credential.id, role, state);
  const planned = known ?? state.oid;
  if (planned !== state.oid) {
    return {
      cutOff: 'could-not-tell',
      detail: `role ${role} was made again (OID ${state.oid} instead of ${planned})`,
      residuals,
    };
  }
  if (target?.verb === 'replace') return { ...(await newPasswordRules(server, role, call)), residuals };
  return state.canLogin
    ? { cutOff: 'no', detail: `the server says: ${role} may log in`, residuals }
    : { cutOff: 'yes', detail: `the server says: ${role} may not log in`, residuals };
}
