/** Every statement of this kind, as it can be pasted into psql. `$1` is a role's OID unless said otherwise. */
import type { PlanTarget } from '../../../timeline/plan.ts';
import { identifier, literal } from '../../clients/postgres/quote.ts';

/** `$1`: the role's name. */
export const selectRole = `
  select oid::text as oid, rolsuper as superuser, rolcreaterole as "createRole", rolcreatedb as "createDb",
         rolcanlogin as "canLogin", rolreplication as replication, rolbypassrls as "bypassRls",
         rolvaliduntil::text as "validUntil", rolconnlimit as "connectionLimit"
    from pg_roles where rolname = $1`;

export const selectNameOfOid = 'select rolname::text as name from pg_roles where oid = $1::oid';

export const selectRoleNames = `
  select rolname as name from pg_roles where rolname !~ '^pg_' order by rolname limit 1000`;

/** Of whoever asks; `$2`: of this role instead, where it is not null. */
export const selectRights = `
  select current_setting('server_version_num')::int / 10000 as version,
         me.rolname::text as "currentUser", coalesce($2, session_user::text) as "sessionUser",
         me.rolsuper as superuser, me.rolcreaterole as "createRole",
         pg_has_role(me.oid, $1::oid, 'MEMBER WITH ADMIN OPTION') as "adminOfRole",
         pg_has_role(me.oid, $1::oid, 'USAGE') as "hasRole",
         pg_has_role(me.oid, 'pg_signal_backend', 'USAGE') as "signalBackend",
         pg_has_role(me.oid, 'pg_read_all_stats', 'USAGE') as "readAllStats"
    from pg_roles me where me.rolname = coalesce($2::text, current_user::text)`;

// Without pg_read_all_stats backend_type is hidden: then count every process of the role.
const sessionsOfRole = `
  from pg_stat_activity
 where usesysid = $1::oid and pid <> pg_backend_pid()
   and (backend_type is null or backend_type in ('client backend', 'walsender'))`;

export const countSessions = `select count(*)::int as sessions ${sessionsOfRole}`;

export const groupSessions = `
  select coalesce(application_name, '') as application, host(client_addr) as address,
         datname::text as database, state, count(*)::int as count
  ${sessionsOfRole}
 group by 1, 2, 3, 4 order by count desc, 1, 2, 3, 4 limit 50`;

/** Oldest first. `$2`: how many at most. */
export const selectSessions = `
  select coalesce(application_name, '') as application, host(client_addr) as address, datname::text as database, state,
         to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
  ${sessionsOfRole}
 order by backend_start, pid limit $2`;

export const terminateSessions = `select count(*) filter (where pg_terminate_backend(pid))::int as sessions ${sessionsOfRole}`;

/** Own objects by database; null for what belongs to the whole cluster (databases, tablespaces). */
export const selectOwned = `
  select d.datname::text as database, count(*)::int as objects
    from pg_shdepend s left join pg_database d on d.oid = s.dbid
   where s.refclassid = 'pg_authid'::regclass and s.refobjid = $1::oid and s.deptype = 'o'
   group by 1 order by 2 desc, 1 limit 50`;

export const selectMemberOf = `
  select pg_get_userbyid(roleid)::text as name from pg_auth_members where member = $1::oid group by 1 order by 1 limit 50`;

/** `$2`: the admin, who is a member so that it can cut the role. */
export const selectMembers = `
  select pg_get_userbyid(member)::text as name from pg_auth_members where roleid = $1::oid
    and member not in (select oid from pg_roles where rolname in (current_user, $2)) group by 1 order by 1 limit 50`;

/** `$2`: the database to prefer. */
export const selectProbeDatabase = `
  select datname::text as name from pg_database
   where datallowconn and not datistemplate and has_database_privilege($1::oid, oid, 'CONNECT')
   order by datname <> $2, datname limit 1`;

/** Sessions that stand between two transactions. Those whose state is hidden from us are left for later. */
export const endIdle = `
  select count(*) filter (where pg_terminate_backend(pid))::int as sessions ${sessionsOfRole} and state = 'idle'`;
/** The others: in a transaction, or hidden from us. */
export const countBusy = `select count(*)::int as sessions ${sessionsOfRole} and state is distinct from 'idle'`;
export const endIdleShown = (oid: string) =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = ${BigInt(oid)} AND state = 'idle'`;

export const openTwin = (twin: string, verifier: string) =>
  `ALTER ROLE ${identifier(twin)} LOGIN PASSWORD ${literal(verifier)}`;
/** As a plan shows it: the verifier is made at execution. */
export const openTwinShown = (twin: string) => `ALTER ROLE ${identifier(twin)} LOGIN PASSWORD 'SCRAM-SHA-256$…'`;

/** The twin that a swap opens, by name, or null: it stands in the agreed calls alone. */
export function twinOpened({ verb, calls }: Pick<PlanTarget, 'verb' | 'calls'>): string | null {
  const quoted = verb === 'swap' ? /^ALTER ROLE "((?:[^"]|"")+)" LOGIN/.exec(calls[0]?.call ?? '')?.[1] : undefined;
  return quoted?.replaceAll('""', '"') ?? null;
}

export const forbidLogin = (role: string) => `ALTER ROLE ${identifier(role)} NOLOGIN`;
export const allowLogin = (role: string) => `ALTER ROLE ${identifier(role)} LOGIN`;
export const setVerifier = (role: string, verifier: string) => `ALTER ROLE ${identifier(role)} PASSWORD ${literal(verifier)}`;
/** As a plan shows it: the verifier is made at execution. */
export const setVerifierShown = (role: string) => `ALTER ROLE ${identifier(role)} PASSWORD 'SCRAM-SHA-256$…'`;
/** What a person types into psql: it asks for the new password, and sends only its verifier. */
export const setByHand = (role: string) => `\\password ${/^[a-z_][a-z0-9_]*$/.test(role) ? role : identifier(role)}`;
export const terminateShown = (oid: string) =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = ${BigInt(oid)}`;
export const lookAgainShown = (oid: string) => `SELECT count(*) FROM pg_stat_activity WHERE usesysid = ${BigInt(oid)}`;
