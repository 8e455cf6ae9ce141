/** Which rights the admin lacks for this role, each with the statement that gives it. Pure. */
import { identifier } from '../../clients/postgres/quote.ts';
import type { Remark } from '../kind.ts';
import type { Rights } from './own-accounts.ts';
import type { RightsRow, RoleRow } from './schema.ts';

/** From this version CREATEROLE alone is not enough: the admin also needs ADMIN OPTION on the role. */
const adminOptionSince = 16;

function toChangeTheRole(role: string, row: RoleRow, rights: RightsRow): Remark[] {
  const admin = identifier(rights.currentUser);
  if (row.replication && rights.version < adminOptionSince) {
    return [
      {
        severity: 'blocking',
        text: `${role} has REPLICATION: before PostgreSQL 16 only a superuser may change such a role`,
        grant: `ALTER ROLE ${admin} SUPERUSER`,
      },
    ];
  }
  const missing: Remark[] = [];
  if (!rights.createRole) {
    missing.push({
      severity: 'blocking',
      text: `${rights.currentUser} lacks CREATEROLE`,
      grant: `ALTER ROLE ${admin} CREATEROLE`,
    });
  }
  if (rights.version >= adminOptionSince && !rights.adminOfRole) {
    missing.push({
      severity: 'blocking',
      text: `${rights.currentUser} lacks ADMIN OPTION on ${role} (needed from PostgreSQL 16)`,
      grant: `GRANT ${identifier(role)} TO ${admin} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`,
    });
  }
  return missing;
}

/** `blocking`: without it a strike would fail. `warning`: only something that we do not see. */
export function missingRights(role: string, row: RoleRow, { admin, reader }: Rights): Remark[] {
  return [...(admin.superuser ? [] : toCut(role, row, admin)), ...toSee(reader)];
}

function toCut(role: string, row: RoleRow, admin: RightsRow): Remark[] {
  const missing = toChangeTheRole(role, row, admin);
  if (admin.signalBackend || admin.hasRole) return missing;
  return [
    ...missing,
    {
      severity: 'blocking',
      text: `${admin.currentUser} lacks pg_signal_backend, without which open sessions cannot be ended`,
      grant: `GRANT pg_signal_backend TO ${identifier(admin.currentUser)}`,
    },
  ];
}

function toSee(reader: RightsRow): Remark[] {
  if (seesSessions(reader)) return [];
  return [
    {
      severity: 'warning',
      text: `${reader.currentUser} lacks pg_read_all_stats: addresses and states of sessions are not visible to us`,
      grant: `GRANT pg_read_all_stats TO ${identifier(reader.currentUser)}`,
    },
  ];
}

/** Whether pg_stat_activity shows us addresses and states of this role's sessions. */
export function seesSessions(rights: RightsRow): boolean {
  return rights.superuser || rights.readAllStats || rights.hasRole;
}
