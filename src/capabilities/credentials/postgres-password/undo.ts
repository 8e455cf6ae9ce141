import type { PlanTarget } from '../../../timeline/plan.ts';
import { asAdmin, inTransaction } from '../../clients/postgres/admin.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import type { Call, Struck } from '../kind.ts';
import { plannedOid } from './disable.ts';
import { mustBeSameRole } from './same-role.ts';
import { readFacts } from './schema.ts';
import { allowLogin, twinOpened } from './statements.ts';
import { type Targets, targetRole } from './target-role.ts';

/** Takes a `disable` back: the role may log in again, with the leaked password too. Ended sessions do not come back, and a twin stays open. */
export async function undo(targets: Targets, call: Call, target: PlanTarget): Promise<Struck> {
  const { target: server, role } = targetRole(targets, target.locator);
  if (target.verb !== 'disable' && target.verb !== 'swap') {
    throw new ProviderError('fatal', `A new password of ${role} cannot be taken back: PostgreSQL does not keep the old one.`);
  }
  if (readFacts(call.facts)?.canLogin !== true) {
    throw new ProviderError(
      'fatal',
      `${role} could not log in before the strike either: nothing is taken back, and it stays NOLOGIN.`,
    );
  }
  const statement = allowLogin(role);
  await asAdmin(server, call.signal, `let ${role} log in again`, (query) =>
    inTransaction(query, async () => {
      await mustBeSameRole(query, role, plannedOid(target));
      await query(statement);
      await mustBeSameRole(query, role, plannedOid(target));
    }),
  );
  const twin = twinOpened(target);
  // Whoever moved over is not thrown out a second time.
  const stays = twin === null ? '' : `; ${twin} stays open with its new password`;
  return { calls: [{ call: statement, target: `${server.name}/${role}`, answer: `ALTER ROLE${stays}` }] };
}
