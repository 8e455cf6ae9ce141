/** Whether a role's twin may take its place: everything that speaks against it, each with the statement that would mend it. */
import type { Query } from '../../clients/postgres/connection.ts';
import { identifier } from '../../clients/postgres/quote.ts';
import { counted } from './breaks.ts';
import { missingRights } from './rights.ts';
import { type RightsRow, type RoleRow, rightsRow, roleRow, type TwinFacts } from './schema.ts';
import { selectRights, selectRole } from './statements.ts';
import * as statements from './twin-statements.ts';

type Fault = TwinFacts['faults'][number];
type Names = { role: string; twin: string };
/** The role that leaked, as it was found. */
type Original = { row: RoleRow; owned: number };

const fault = (text: string, mend: string | null = null): Fault => ({ text, mend });

/** `mayBeOpen`: it may log in already because an earlier attempt of ours opened it. `listed`: `protected:` names it. */
export async function twinOf(
  query: Query,
  { role, twin }: Names,
  original: Original,
  { mayBeOpen, listed }: { mayBeOpen: boolean; listed: boolean },
): Promise<TwinFacts> {
  const [first] = await query(selectRole, [twin]);
  if (first === undefined) {
    const make = `CREATE ROLE ${identifier(twin)} NOLOGIN`;
    return { name: twin, oid: null, faults: [fault(`there is no role ${twin}`, make)] };
  }
  const row = roleRow.parse(first);
  const rights = rightsRow.parse((await query(selectRights, [row.oid]))[0]);
  const faults = [
    ...own(twin, row, rights, mayBeOpen, listed),
    ...(await attributeFaults(query, { role, twin }, original.row.oid, row.oid)),
    ...(await rightFaults(query, { role, twin }, original, row.oid)),
    ...(await settingFaults(query, { role, twin }, original.row.oid, row.oid)),
  ];
  return { name: twin, oid: row.oid, faults };
}

function own(twin: string, row: RoleRow, rights: RightsRow, mayBeOpen: boolean, listed: boolean): Fault[] {
  const faults: Fault[] = [];
  if (row.canLogin && !mayBeOpen)
    faults.push(fault(`${twin} may log in already: somebody may be using it`, `ALTER ROLE ${identifier(twin)} NOLOGIN`));
  if (listed) faults.push(fault(`\`protected:\` in staunch.yml names ${twin}`));
  if (twin === rights.currentUser || twin === rights.sessionUser)
    faults.push(fault(`${twin} is the admin that Staunch itself uses`));
  if (row.superuser) faults.push(fault(`${twin} is a superuser`, `ALTER ROLE ${identifier(twin)} NOSUPERUSER`));
  const missing = missingRights(twin, row, rights).filter(({ severity }) => severity === 'blocking');
  return [...faults, ...missing.map(({ text, grant }) => fault(text, grant ?? null))];
}

async function attributeFaults(query: Query, { role, twin }: Names, roleOid: string, twinOid: string): Promise<Fault[]> {
  const [mine] = await query(statements.selectAttributes, [roleOid]);
  const [its] = await query(statements.selectAttributes, [twinOid]);
  if (mine === undefined || its === undefined) return [fault(`${twin} cannot be compared with ${role}`)];
  const differing = Object.keys(mine).filter((name) => name !== 'expired' && mine[name] !== its[name]);
  const faults = differing.map((name) => {
    const wanted =
      typeof mine[name] === 'boolean' ? `${mine[name] === true ? '' : 'NO'}${name}` : `${name} ${String(mine[name])}`;
    return fault(`${twin} differs in ${name}`, `ALTER ROLE ${identifier(twin)} ${wanted}`);
  });
  if (its.expired === true)
    faults.push(fault(`${twin} has expired (VALID UNTIL)`, `ALTER ROLE ${identifier(twin)} VALID UNTIL 'infinity'`));
  return faults;
}

/** A twin that is a member of the role has all its rights; then only what it has beyond them counts. */
async function rightFaults(query: Query, { role, twin }: Names, original: Original, twinOid: string): Promise<Fault[]> {
  const pair = [original.row.oid, twinOid];
  const inherits = (await query(statements.selectTwinInherits, pair))[0]?.inherits === true;
  const counts = ({ mine }: { mine?: unknown }) => !(inherits && mine === true);
  const memberships = (await query(statements.selectMembershipDifferences, pair)).filter(counts);
  const grants = (await query(statements.selectGrantDifferences, pair)).filter(counts);
  const elsewhere = (await query(statements.selectElsewhereDifferences, pair)).filter(counts);
  const [mine, its] = [identifier(role), identifier(twin)];
  const faults = [
    ...memberships.map((row) => {
      const group = identifier(String(row.name));
      return row.mine === true
        ? fault(`${role} is a member of ${String(row.name)} in a way that ${twin} is not`, `GRANT ${group} TO ${its}`)
        : fault(`${twin} is a member of ${String(row.name)} in a way that ${role} is not`, `REVOKE ${group} FROM ${its}`);
    }),
    ...grants.map((row) => {
      const [has, lacks] = row.mine === true ? [role, twin] : [twin, role];
      return fault(
        `${has} has ${String(row.privilege)} on ${String(row.object)}, and ${lacks} has it not, or not in the same way`,
      );
    }),
    ...elsewhere.map((row) => {
      const [has, lacks] = row.mine === true ? [role, twin] : [twin, role];
      const where = String(row.database);
      return fault(`${counted(Number(row.objects), 'grant or row policy')} in ${where} that ${has} has and ${lacks} has not`);
    }),
  ];
  if (original.owned > 0 && !inherits) {
    const what = `${role} owns ${counted(original.owned, 'object')}, which ${twin} could not use as their owner`;
    faults.push(fault(what, `GRANT ${mine} TO ${its}`));
  }
  return faults;
}

async function settingFaults(query: Query, { role, twin }: Names, roleOid: string, twinOid: string): Promise<Fault[]> {
  const [mine, its] = [await query(statements.selectSettings, [roleOid]), await query(statements.selectSettings, [twinOid])];
  if (JSON.stringify(mine) === JSON.stringify(its)) return [];
  return [
    fault(
      `${role} and ${twin} have different settings of their own (pg_db_role_setting): give both the same with ALTER ROLE … SET`,
    ),
  ];
}
