/** Statements that would make a twin like its role. Pure. */
import { identifier } from '../../clients/postgres/quote.ts';

/** A membership as pg_auth_members has it; `inherit_option` and `set_option` are there from PostgreSQL 16 on. */
export type Membership = {
  name: string;
  mine: boolean;
  options: { admin_option: boolean; inherit_option?: boolean; set_option?: boolean };
};

/** A privilege as it was given: `type` and `identity` as PostgreSQL's pg_identify_object names the object. */
export type Granted = {
  object: string;
  privilege: string;
  mine: boolean;
  grantable: boolean;
  type: string | null;
  identity: string | null;
  column: string | null;
};

/** `its`: how the twin is a member of the same role, if it is. */
export function membershipMend(twin: string, one: Membership, its: Membership | undefined): string {
  const [group, to] = [identifier(one.name), identifier(twin)];
  if (!one.mine) return `REVOKE ${group} FROM ${to}`;
  const { admin_option: admin, inherit_option: inherit, set_option: set } = one.options;
  if (inherit !== undefined && set !== undefined) {
    const word = (is: boolean) => (is ? 'TRUE' : 'FALSE');
    return `GRANT ${group} TO ${to} WITH ADMIN ${word(admin)}, INHERIT ${word(inherit)}, SET ${word(set)}`;
  }
  if (!admin && its?.options.admin_option === true) return `REVOKE ADMIN OPTION FOR ${group} FROM ${to}`;
  return `GRANT ${group} TO ${to}${admin ? ' WITH ADMIN OPTION' : ''}`;
}

/** The words of GRANT for a sort of object, where they are others than the sort's own name. */
const grantWords = new Map([
  ['table', 'TABLE'],
  ['view', 'TABLE'],
  ['materialized view', 'TABLE'],
  ['foreign table', 'TABLE'],
  ['sequence', 'SEQUENCE'],
  ['schema', 'SCHEMA'],
  ['function', 'ROUTINE'],
  ['procedure', 'ROUTINE'],
  ['aggregate', 'ROUTINE'],
  ['type', 'TYPE'],
  ['language', 'LANGUAGE'],
  ['database', 'DATABASE'],
  ['tablespace', 'TABLESPACE'],
  ['foreign-data wrapper', 'FOREIGN DATA WRAPPER'],
  ['server', 'FOREIGN SERVER'],
]);

/** Null for what no plain GRANT gives (default privileges and the like). `its`: the twin's own grant of the same, if any. */
export function grantMend(twin: string, one: Granted, its: Granted | undefined): string | null {
  const word = grantWords.get(one.type ?? '');
  if (word === undefined || one.identity === null) return null;
  const what = `${one.privilege}${one.column === null ? '' : ` (${one.column})`} ON ${word} ${one.identity}`;
  const to = identifier(twin);
  if (!one.mine) return `REVOKE ${what} FROM ${to}`;
  if (its !== undefined && !one.grantable) return `REVOKE GRANT OPTION FOR ${what} FROM ${to}`;
  return `GRANT ${what} TO ${to}${one.grantable ? ' WITH GRANT OPTION' : ''}`;
}
