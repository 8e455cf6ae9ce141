import type { Query } from '../../clients/postgres/connection.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import { selectRole } from './statements.ts';

/** What holds when a plan is refused before anything was done. */
export const nothingChanged = 'Nothing was changed; a new plan is made and asked about.';

/** Refuses a role that was dropped, or dropped and made again under the same name, since the plan was agreed. `so`: what holds then. */
export async function mustBeSameRole(query: Query, role: string, oid: string, so: string = nothingChanged): Promise<void> {
  const [row] = await query(selectRole, [role]);
  if (row?.oid === oid) return;
  const now = row === undefined ? 'it does not exist any more' : `it was made again (OID ${row.oid} instead of ${oid})`;
  throw new ProviderError('replan', `Role ${role} is not the role of the agreed plan: ${now}. ${so}`);
}
