/** Statements that compare a role with its twin. `$1`: the role's OID, `$2`: the twin's. */

/** Attributes by which two roles may do different things. */
export const selectAttributes = `
  select rolsuper as "SUPERUSER", rolinherit as "INHERIT", rolcreaterole as "CREATEROLE", rolcreatedb as "CREATEDB",
         rolreplication as "REPLICATION", rolbypassrls as "BYPASSRLS", rolconnlimit as "CONNECTION LIMIT",
         rolvaliduntil::text as "validUntil", coalesce(rolvaliduntil < now(), false) as expired,
         extract(epoch from coalesce(rolvaliduntil, 'infinity'))::text as "untilSeconds"
    from pg_roles where oid = $1::oid`;

/** Roles that only one of the two is a member of, or with other options; the twin may be a member of the role itself. */
export const selectMembershipDifferences = `
  with held as (
    select member, roleid, to_jsonb(m) - 'oid' - 'roleid' - 'member' - 'grantor' as options
      from pg_auth_members m where member in ($1::oid, $2::oid) and roleid not in ($1::oid, $2::oid) group by 1, 2, 3)
  select pg_get_userbyid(roleid)::text as name, member = $1::oid as mine, options
    from held h
   where not exists (select from held o where o.roleid = h.roleid and o.options = h.options and o.member <> h.member)
   order by 1 limit 20`;

/** Whether the twin has the rights of the role because it is a member of it. */
export const selectTwinInherits = `select pg_has_role($2::oid, $1::oid, 'USAGE') as inherits`;

/** Grants in this database, and on what belongs to the whole server, that only one of the two has. */
export const selectGrantDifferences = `
  with lists as (
    select 'pg_class'::regclass::oid as class, oid as object, 0 as part, relacl as acl from pg_class
    union all select 'pg_class'::regclass, attrelid, attnum, attacl from pg_attribute
    union all select 'pg_namespace'::regclass, oid, 0, nspacl from pg_namespace
    union all select 'pg_proc'::regclass, oid, 0, proacl from pg_proc
    union all select 'pg_type'::regclass, oid, 0, typacl from pg_type
    union all select 'pg_language'::regclass, oid, 0, lanacl from pg_language
    union all select 'pg_database'::regclass, oid, 0, datacl from pg_database
    union all select 'pg_tablespace'::regclass, oid, 0, spcacl from pg_tablespace
    union all select 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwacl from pg_foreign_data_wrapper
    union all select 'pg_foreign_server'::regclass, oid, 0, srvacl from pg_foreign_server
    union all select 'pg_default_acl'::regclass, oid, 0, defaclacl from pg_default_acl
    union all select 'pg_parameter_acl'::regclass, oid, 0, paracl from pg_parameter_acl
    union all select 'pg_largeobject_metadata'::regclass, oid, 0, lomacl from pg_largeobject_metadata),
  granted as (
    select class, object, part, x.grantee, x.privilege_type, x.is_grantable
      from lists cross join lateral aclexplode(acl) x
     where acl is not null and x.grantee in ($1::oid, $2::oid))
  select pg_describe_object(class, object, part)::text as object, privilege_type as privilege, grantee = $1::oid as mine,
         is_grantable as grantable, named.type, named.identity,
         (select quote_ident(attname) from pg_attribute where part > 0 and attrelid = object and attnum = part) as column
    from granted g cross join lateral pg_identify_object(class, object, 0) named
   where not exists (
     select from granted o where o.class = g.class and o.object = g.object and o.part = g.part
        and o.privilege_type = g.privilege_type and o.is_grantable = g.is_grantable and o.grantee <> g.grantee)
   order by 1, 2 limit 20`;

/**
 * What in other databases, or in row policies anywhere, names only one of the two: there the server tells us that something is
 * granted, not what.
 */
export const selectElsewhereDifferences = `
  with named as (
    select s.dbid, s.classid, s.objid, s.objsubid, s.deptype, s.refobjid as role
      from pg_shdepend s
     where s.refclassid = 'pg_authid'::regclass and s.refobjid in ($1::oid, $2::oid)
       and (s.deptype = 'r' or (s.deptype = 'a' and s.dbid not in (0, (select oid from pg_database where datname = current_database())))))
  select coalesce(d.datname::text, 'the whole server') as database, count(*)::int as objects, role = $1::oid as mine
    from named n left join pg_database d on d.oid = n.dbid
   where not exists (
     select from named o where o.dbid = n.dbid and o.classid = n.classid and o.objid = n.objid and o.objsubid = n.objsubid
        and o.deptype = n.deptype and o.role <> n.role)
   group by 1, 3 order by 1 limit 20`;

/** What each of the two owns, by sort and database. A membership gives the use of objects, and of nothing else. */
export const selectOwnThings = `
  select case s.classid when 'pg_default_acl'::regclass then 'default privileges'
                        when 'pg_user_mapping'::regclass then 'user mappings' else 'objects' end as what,
         coalesce(d.datname::text, 'the whole server') as database,
         count(*) filter (where refobjid = $1::oid)::int as mine, count(*) filter (where refobjid = $2::oid)::int as its
    from pg_shdepend s left join pg_database d on d.oid = s.dbid
   where s.refclassid = 'pg_authid'::regclass and s.refobjid in ($1::oid, $2::oid) and s.deptype = 'o'
   group by 1, 2 order by 1, 2 limit 50`;

/** Settings of their own that differ: names alone, a value may be a secret. */
export const selectSettingDifferences = `
  with own as (
    select s.setrole, s.setdatabase, c.setting
      from pg_db_role_setting s cross join lateral unnest(s.setconfig) c(setting) where s.setrole in ($1::oid, $2::oid))
  select distinct split_part(setting, '=', 1) as name
    from own o
   where not exists (
     select from own p where p.setdatabase = o.setdatabase and p.setting = o.setting and p.setrole <> o.setrole)
   order by 1 limit 20`;
