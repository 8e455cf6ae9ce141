/** What our own accounts may do: the one that cuts, and the one that looks, which may be the same. */
import type { Query } from '../../clients/postgres/connection.ts';
import type { PostgresTarget } from '../../clients/postgres/target.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import { type RightsRow, rightsRow } from './schema.ts';
import { selectRights } from './statements.ts';

export type Rights = { admin: RightsRow; reader: RightsRow };

/** Their rights on the role of that OID, asked as the one that looks. Throws ProviderError when the server has no such admin. */
export async function rightsOn(query: Query, target: PostgresTarget, oid: string): Promise<Rights> {
  const reader = await readerRights(query, oid);
  if (target.reader === null) return { admin: reader, reader };
  const [row] = await query(selectRights, [oid, target.admin.user]);
  if (row !== undefined) return { admin: rightsRow.parse(row), reader };
  const what = `PostgreSQL "${target.name}" has no role "${target.admin.user}"`;
  throw new ProviderError(
    'denied',
    `${what}, the admin of this target: nothing could be cut off. Check \`admin.user\`, then retry.`,
  );
}

export async function readerRights(query: Query, oid: string): Promise<RightsRow> {
  return rightsRow.parse((await query(selectRights, [oid, null]))[0]);
}

/** Which of our accounts that role is; null when it is none. */
export function ownAccount(role: string, { admin, reader }: Rights): 'admin' | 'reader' | null {
  if (role === admin.currentUser || role === admin.sessionUser) return 'admin';
  return role === reader.currentUser || role === reader.sessionUser ? 'reader' : null;
}
