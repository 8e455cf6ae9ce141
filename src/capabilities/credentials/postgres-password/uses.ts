/** The open sessions of a role as uses of its password: who is in now, from where, since when. */
import type { UsageRow } from '../../../timeline/usage.ts';
import type { Query } from '../../clients/postgres/connection.ts';
import type { SeenUses } from '../kind.ts';
import { type RoleFacts, sessionRow } from './schema.ts';
import { selectSessions } from './statements.ts';

/** More sessions than this are counted, not listed. */
const mostSessions = 1_000;

export async function sessionUses(query: Query, role: string, oid: string, sessions: RoleFacts['sessions']): Promise<SeenUses> {
  const found = (await query(selectSessions, [oid, mostSessions])).map((row) => sessionRow.parse(row));
  const rows = found.map(({ application, address, database, state, since }): UsageRow => {
    const where = database === null ? 'a session in no database' : `a session in ${database}`;
    return {
      at: since,
      from: address ?? (sessions.visible ? 'a local socket' : null),
      as: role,
      what: state === null ? where : `${where}, ${state}`,
      program: application === '' ? null : application,
    };
  });
  return { source: 'pg_stat_activity', rows, more: Math.max(0, sessions.total - rows.length) };
}
