/** NOLOGIN, then every open session, then a look for whoever came back. Repeating it is harmless. */
import type { PlanTarget } from '../../../timeline/plan.ts';
import { asAdmin, inTransaction } from '../../clients/postgres/admin.ts';
import type { Query } from '../../clients/postgres/connection.ts';
import { type AnsweredCall, afterCalls, ProviderError } from '../../clients/provider-error.ts';
import type { Call, Struck } from '../kind.ts';
import { counted } from './breaks.ts';
import { mustBeSameRole, nothingChanged } from './same-role.ts';
import { roleRow } from './schema.ts';
import { endSessions, openSessions } from './sessions.ts';
import { forbidLogin, lookAgainShown, selectRole, terminateShown } from './statements.ts';
import { type Targets, targetRole } from './target-role.ts';

/** The OID that the plan was agreed for. */
export function plannedOid(target: PlanTarget): string {
  const oid = target.ids.oid;
  if (oid === undefined) throw new TypeError('A plan for postgres-password has the OID of its role.');
  return oid;
}

/** Refuses to end more sessions than were agreed. */
export async function mustBeWithinCap(query: Query, role: string, target: PlanTarget, so = nothingChanged): Promise<void> {
  const open = await openSessions(query, plannedOid(target));
  const cap = target.caps.sessions ?? 0;
  if (open <= cap) return;
  throw new ProviderError('replan', `${role} has ${open} open sessions, and the agreed plan ends at most ${cap}. ${so}`);
}

/**
 * Runs an ALTER ROLE on exactly the planned role: its OID is checked before and after, in one transaction.
 * Answers whether the role was permitted to log in before. `so`: what holds when it is refused.
 */
export async function alterSameRole(
  query: Query,
  role: string,
  target: PlanTarget,
  statement: string,
  so: string = nothingChanged,
): Promise<boolean> {
  const oid = plannedOid(target);
  return inTransaction(query, async () => {
    await mustBeSameRole(query, role, oid, so);
    const { canLogin } = roleRow.parse((await query(selectRole, [role]))[0]);
    await mustBeWithinCap(query, role, target, so);
    await query(statement);
    // ALTER ROLE goes by name: had the role been made again in between, this throws and nothing is committed.
    await mustBeSameRole(query, role, oid, so);
    return canLogin;
  });
}

/** Ends the sessions of the planned role and says what was found, as the two last calls of a strike. */
export async function endPlannedSessions(query: Query, where: string, oid: string): Promise<Struck['calls']> {
  const { ended, left } = await endSessions(query, oid);
  return [
    { call: terminateShown(oid), target: where, answer: `${counted(ended, 'session')} ended` },
    {
      call: lookAgainShown(oid),
      target: where,
      answer: left === 0 ? 'no session is open' : `${counted(left, 'session')} still open`,
    },
  ];
}

export async function disable(targets: Targets, call: Call, target: PlanTarget): Promise<Struck> {
  const { target: server, role } = targetRole(targets, target.locator);
  const where = `${server.name}/${role}`;
  const statement = forbidLogin(role);
  const changesRole = target.calls.some((planned) => planned.call === statement);
  // Ended sessions do not come back: only a role that we closed can be opened again.
  let undoable = false;
  const altered = await asAdmin(server, call.signal, `forbid ${role} to log in`, async (query): Promise<AnsweredCall[]> => {
    if (changesRole) {
      undoable = await alterSameRole(query, role, target, statement);
      return [{ call: statement, target: where, answer: undoable ? 'ALTER ROLE' : 'was already NOLOGIN' }];
    }
    await mustBeSameRole(query, role, plannedOid(target));
    await mustBeWithinCap(query, role, target);
    return [];
  });
  const doing = changesRole ? `end the sessions of ${role} (it may not log in any more)` : `end the sessions of ${role}`;
  const ended = await afterCalls(altered, () =>
    asAdmin(server, call.signal, doing, (query) => endPlannedSessions(query, where, plannedOid(target))),
  );
  return { calls: [...altered, ...ended], undoable };
}
