/** Whether a role's twin may take its place: everything that speaks against it, each with the statement that would mend it. */
import type { Query } from '../../clients/postgres/connection.ts';
import { identifier, literal } from '../../clients/postgres/quote.ts';
import type { PostgresTarget } from '../../clients/postgres/target.ts';
import { counted } from './breaks.ts';
import { ownAccount, type Rights, rightsOn } from './own-accounts.ts';
import { missingRights } from './rights.ts';
import { type RoleRow, roleRow, type TwinFacts } from './schema.ts';
import { selectRole } from './statements.ts';
import { type Granted, grantMend, type Membership, membershipMend } from './twin-mends.ts';
import * as statements from './twin-statements.ts';

type Fault = TwinFacts['faults'][number];
type Names = { role: string; twin: string };

const fault = (text: string, mend: string | null = null): Fault => ({ text, mend });

/** `mayBeOpen`: it may log in already because an earlier attempt of ours opened it. `listed`: `protected:` names it. */
export async function twinOf(
  query: Query,
  target: PostgresTarget,
  { role, twin }: Names,
  roleOid: string,
  { mayBeOpen, listed }: { mayBeOpen: boolean; listed: boolean },
): Promise<TwinFacts> {
  const [first] = await query(selectRole, [twin]);
  if (first === undefined) {
    const make = `CREATE ROLE ${identifier(twin)} NOLOGIN`;
    return { name: twin, oid: null, opened: false, faults: [fault(`there is no role ${twin}`, make)] };
  }
  const row = roleRow.parse(first);
  const rights = await rightsOn(query, target, row.oid);
  const faults = [
    ...own(twin, row, rights, mayBeOpen, listed),
    ...(await attributeFaults(query, { role, twin }, roleOid, row.oid)),
    ...(await rightFaults(query, { role, twin }, [roleOid, row.oid])),
    ...(await settingFaults(query, { role, twin }, [roleOid, row.oid])),
  ];
  return { name: twin, oid: row.oid, opened: row.canLogin && mayBeOpen, faults };
}

function own(twin: string, row: RoleRow, rights: Rights, mayBeOpen: boolean, listed: boolean): Fault[] {
  const faults: Fault[] = [];
  if (row.canLogin && !mayBeOpen)
    faults.push(fault(`${twin} may log in already: if nobody uses it, close it`, `ALTER ROLE ${identifier(twin)} NOLOGIN`));
  if (listed) faults.push(fault(`\`protected:\` in staunch.yml names ${twin}`));
  const account = ownAccount(twin, rights);
  if (account !== null) faults.push(fault(`${twin} is the ${account} that Staunch itself uses`));
  if (twin.startsWith('pg_')) faults.push(fault(`the name ${twin} is reserved by PostgreSQL`));
  if (row.superuser) faults.push(fault(`${twin} is a superuser`, `ALTER ROLE ${identifier(twin)} NOSUPERUSER`));
  const missing = missingRights(twin, row, rights).filter(({ severity }) => severity === 'blocking');
  return [...faults, ...missing.map(({ text, grant }) => fault(text, grant ?? null))];
}

async function attributeFaults(query: Query, { role, twin }: Names, roleOid: string, twinOid: string): Promise<Fault[]> {
  const [mine] = await query(statements.selectAttributes, [roleOid]);
  const [its] = await query(statements.selectAttributes, [twinOid]);
  if (mine === undefined || its === undefined) return [fault(`${twin} cannot be compared with ${role}`)];
  // Attributes are named as ALTER ROLE names them; the others say until when a password counts.
  const differing = Object.keys(mine).filter((name) => name === name.toUpperCase() && mine[name] !== its[name]);
  const faults = differing.map((name) => {
    const wanted =
      typeof mine[name] === 'boolean' ? `${mine[name] === true ? '' : 'NO'}${name}` : `${name} ${String(mine[name])}`;
    return fault(`${twin} differs in ${name}`, `ALTER ROLE ${identifier(twin)} ${wanted}`);
  });
  if (its.expired === true || Number(its.untilSeconds) < Number(mine.untilSeconds)) {
    const what =
      its.expired === true ? `${twin} has expired (VALID UNTIL)` : `${twin} expires before ${role} does (VALID UNTIL)`;
    const until = mine.expired === true ? 'infinity' : String(mine.validUntil ?? 'infinity');
    faults.push(fault(what, `ALTER ROLE ${identifier(twin)} VALID UNTIL ${literal(until)}`));
  }
  return faults;
}

type Pair = [roleOid: string, twinOid: string];

/** A twin that is a member of the role has all its rights; then only what it has beyond them counts. */
async function rightFaults(query: Query, names: Names, pair: Pair): Promise<Fault[]> {
  const inherits = (await query(statements.selectTwinInherits, pair))[0]?.inherits === true;
  const counts = ({ mine }: { mine?: unknown }) => !(inherits && mine === true);
  const memberships = (await query(statements.selectMembershipDifferences, pair)) as Membership[];
  const grants = (await query(statements.selectGrantDifferences, pair)) as Granted[];
  const elsewhere = (await query(statements.selectElsewhereDifferences, pair)).filter(counts);
  return [
    ...membershipFaults(names, memberships.filter(counts)),
    ...grantFaults(names, grants.filter(counts)),
    ...elsewhere.map((row) => {
      const [has, lacks] = row.mine === true ? [names.role, names.twin] : [names.twin, names.role];
      const where = String(row.database);
      return fault(`${counted(Number(row.objects), 'grant or row policy')} in ${where} that ${has} has and ${lacks} has not`);
    }),
    ...(await ownershipFaults(query, names, pair, inherits)),
  ];
}

/** Both may have a thing, and not in the same way: then it is said once, by what the role has. */
function saidOnce<T extends { mine: boolean }>(rows: T[], same: (one: T, other: T) => boolean): [one: T, its: T | undefined][] {
  return rows.flatMap((one) => {
    const other = rows.find((row) => row.mine !== one.mine && same(row, one));
    return !one.mine && other !== undefined ? [] : [[one, other] as [T, T | undefined]];
  });
}

function membershipFaults({ role, twin }: Names, rows: Membership[]): Fault[] {
  return saidOnce(rows, (one, other) => one.name === other.name).map(([one, its]) => {
    const [has, lacks] = one.mine ? [role, twin] : [twin, role];
    return fault(`${has} is a member of ${one.name} in a way that ${lacks} is not`, membershipMend(twin, one, its));
  });
}

function grantFaults({ role, twin }: Names, rows: Granted[]): Fault[] {
  const same = (one: Granted, other: Granted) => one.object === other.object && one.privilege === other.privilege;
  return saidOnce(rows, same).map(([one, its]) => {
    const [has, lacks] = one.mine ? [role, twin] : [twin, role];
    const what = `${has} has ${one.privilege} on ${one.object}, and ${lacks} has it not, or not in the same way`;
    return fault(what, grantMend(twin, one, its));
  });
}

async function ownershipFaults(query: Query, { role, twin }: Names, pair: Pair, inherits: boolean): Promise<Fault[]> {
  return (await query(statements.selectOwnThings, pair)).flatMap(({ what, database, mine, its }) => {
    if (what !== 'objects') {
      if (mine === its) return [];
      return [
        fault(`${role} has ${mine} ${what} of its own in ${database}, ${twin} has ${its}: a membership does not give them`),
      ];
    }
    if (inherits || Number(mine) === 0) return [];
    const owned = `${role} owns ${counted(Number(mine), 'object')} in ${database}, which ${twin} could not use as their owner`;
    return [fault(owned, `GRANT ${identifier(role)} TO ${identifier(twin)}`)];
  });
}

async function settingFaults(query: Query, { role, twin }: Names, pair: Pair): Promise<Fault[]> {
  const names = (await query(statements.selectSettingDifferences, pair)).map(({ name }) => String(name));
  if (names.length === 0) return [];
  const how = 'give both the same with ALTER ROLE … SET';
  return [fault(`${role} and ${twin} have different settings of their own (${names.join(', ')}): ${how}`)];
}
