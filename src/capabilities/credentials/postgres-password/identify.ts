/** Finds the role, whatever hangs on it, and whether we would be able and allowed to cut it: before anyone is asked. */
import { asReader } from '../../clients/postgres/admin.ts';
import type { Query } from '../../clients/postgres/connection.ts';
import type { PostgresTarget } from '../../clients/postgres/target.ts';
import type { Call, Identified, Remark, SeenUses } from '../kind.ts';
import { breaksOf } from './breaks.ts';
import { asksPassword } from './classify.ts';
import { type Rights, rightsOn } from './own-accounts.ts';
import { controlLogin, roleLogin } from './probe.ts';
import { protectedBecause } from './protected.ts';
import { missingRights, seesSessions } from './rights.ts';
import { ownedRow, type RoleFacts, type RoleRow, roleRow } from './schema.ts';
import { sessionsSeen } from './sessions.ts';
import { similarNames } from './similar-names.ts';
import * as statements from './statements.ts';
import { type Targets, targetRole } from './target-role.ts';
import { twinOf } from './twin.ts';
import { sessionUses } from './uses.ts';

type Found = {
  row: RoleRow;
  rights: Rights;
  facts: Omit<RoleFacts, 'asksPassword' | 'sink' | 'sinkNamesRole' | 'twin' | 'drainMs'>;
  uses: SeenUses;
};
type Refused = Extract<Identified, { kind: 'refused' }>;

function attributes(row: RoleRow): string[] {
  const named: [boolean, string][] = [
    [row.superuser, 'SUPERUSER'],
    [row.createRole, 'CREATEROLE'],
    [row.createDb, 'CREATEDB'],
    [row.replication, 'REPLICATION'],
    [row.bypassRls, 'BYPASSRLS'],
    [row.validUntil !== null, `VALID UNTIL '${row.validUntil}'`],
    [row.connectionLimit >= 0, `CONNECTION LIMIT ${row.connectionLimit}`],
  ];
  return [row.canLogin ? 'LOGIN' : 'NOLOGIN', ...named.filter(([has]) => has).map(([, name]) => name)];
}

async function names(query: Query, statement: string, values: unknown[] = []): Promise<string[]> {
  return (await query(statement, values)).map((row) => String(row.name));
}

async function noSuchRole(query: Query, target: PostgresTarget, role: string): Promise<Refused> {
  const similar = similarNames(role, await names(query, statements.selectRoleNames));
  const meant = similar.length === 0 ? 'No name there is similar.' : `Similar names there: ${similar.join(', ')}.`;
  return {
    kind: 'refused',
    class: 'fatal',
    reason: `There is no role "${role}" on PostgreSQL "${target.name}". ${meant} Nothing was changed. Declare the leak again with the right role=, or check target=.`,
  };
}

async function find(query: Query, target: PostgresTarget, role: string, now: Date): Promise<Found | Refused> {
  const [first] = await query(statements.selectRole, [role]);
  if (first === undefined) return noSuchRole(query, target, role);
  const row = roleRow.parse(first);
  const rights = await rightsOn(query, target, row.oid);
  const [probeDatabase] = await names(query, statements.selectProbeDatabase, [row.oid, target.database]);
  const sessions = await sessionsSeen(query, row.oid, seesSessions(rights.reader), now);
  return {
    row,
    rights,
    uses: await sessionUses(query, role, row.oid, sessions),
    facts: {
      oid: row.oid,
      canLogin: row.canLogin,
      attributes: attributes(row),
      probeDatabase: probeDatabase ?? null,
      sessions,
      owns: (await query(statements.selectOwned, [row.oid])).map((owned) => ownedRow.parse(owned)),
      memberOf: await names(query, statements.selectMemberOf, [row.oid]),
      members: await names(query, statements.selectMembers, [row.oid, target.admin.user]),
    },
  };
}

/** What the admin may not do, as a refusal with every GRANT that is missing; null when it may do all. */
function refusedForRights(target: PostgresTarget, role: string, oid: string, missing: Remark[]): Refused | null {
  const blocking = missing.filter((remark) => remark.severity === 'blocking');
  if (blocking.length === 0) return null;
  // Each statement on a line of its own: it is copied in a hurry.
  const list = blocking.map((remark) => `${remark.text}:\n${remark.grant};\n`).join('');
  return {
    kind: 'refused',
    class: 'denied',
    reason: `The admin of PostgreSQL "${target.name}" may not cut ${role}. Nothing was changed, and the password still works. Run as a superuser, then retry:\n${list}Or cut it by hand.`,
    byHand: `${statements.forbidLogin(role)};\n${statements.terminateShown(oid)};`,
  };
}

function remarksOf(role: string, facts: RoleFacts, missing: Remark[]): Remark[] {
  const remarks: Remark[] = [{ severity: 'note', text: `${role}: ${facts.attributes.join(', ')}` }, ...missing];
  if (!facts.canLogin)
    remarks.push({ severity: 'warning', text: `${role} is already NOLOGIN: nobody can log in with its password` });
  if (facts.memberOf.length > 0)
    remarks.push({ severity: 'note', text: `${role} has the rights of ${facts.memberOf.join(', ')}` });
  remarks.push(...swapRemarks(role, facts));
  if (facts.asksPassword === 'no') {
    remarks.push({
      severity: 'warning',
      text: 'the server does not ask us for a password: proof will rest on its own state (by-provider)',
    });
  }
  if (facts.asksPassword === 'unknown') {
    remarks.push({
      severity: 'warning',
      text: 'a random password was not refused as one: a login may not be able to prove anything',
    });
  }
  return remarks;
}

/** What is known of the role's twin; null where staunch.yml names none. */
async function twinFor(
  target: PostgresTarget,
  role: string,
  { row, facts }: Found,
  isListed: IsListed,
  call: Call,
): Promise<RoleFacts['twin']> {
  const twin = Object.hasOwn(target.twins, role) ? target.twins[role] : undefined;
  if (twin === undefined) return null;
  const next = await call.next();
  // Open with the value that we hold: an earlier attempt of ours was interrupted behind it.
  const mayBeOpen = next !== null && (await roleLogin(target, twin, next, facts.probeDatabase, call.signal)).connected;
  const listed = isListed({ ...call.credential.locator, role: twin });
  const found = await asReader(target, call.signal, `compare ${twin} with ${role}`, (query) =>
    twinOf(query, target, { role, twin }, row.oid, { mayBeOpen, listed }),
  );
  if (found.oid === null || found.faults.length > 0) return found;
  const control = asksPassword(await controlLogin(target, twin, facts.probeDatabase, call.signal));
  if (control === 'yes') return found;
  return { ...found, faults: [{ text: `the server does not ask ${twin} for a password from here`, mend: null }] };
}

function swapRemarks(role: string, { twin, sink, sinkNamesRole, canLogin }: RoleFacts): Remark[] {
  if (twin === null || !canLogin) return [];
  const why = `no swap to ${twin.name} is offered`;
  if (sink === null || !sinkNamesRole) {
    const what =
      sink === null ? `there is no sink for ${role}` : `its sink carries the password alone, and ${twin.name} has another name`;
    return [
      { severity: 'warning', text: `${why}: ${what}. Write \`format: json\` or \`format: url\` at the sink in staunch.yml` },
    ];
  }
  return twin.faults.map(({ text, mend }) => ({
    severity: 'warning',
    text: `${why}: ${text}`,
    ...(mend === null ? {} : { grant: mend }),
  }));
}

/** One word of a command as it would be typed into a shell. */
function typed(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function sinkInWords(target: PostgresTarget, role: string): string | null {
  const sink = Object.hasOwn(target.sinks, role) ? target.sinks[role] : undefined;
  if (sink === undefined) return null;
  return 'file' in sink ? `file ${sink.file}` : `standard input of ${sink.command.map(typed).join(' ')}`;
}

/** Whether `protected:` in staunch.yml names this place. */
export type IsListed = (locator: Record<string, string>) => boolean;

/** Exactly one role, or why not. Throws ProviderError when the server cannot be asked. */
export async function identify(targets: Targets, isListed: IsListed, call: Call): Promise<Identified> {
  const { target, role } = targetRole(targets, call.credential.locator);
  const found = await asReader(target, call.signal, `look up role ${role}`, (query) => find(query, target, role, call.now()));
  if ('kind' in found) return found;
  const because = protectedBecause(role, found.row, found.rights, isListed(call.credential.locator));
  if (because !== null) return { kind: 'refused', class: 'denied', ...because };
  const missing = missingRights(role, found.row, found.rights);
  const refused = refusedForRights(target, role, found.row.oid, missing);
  if (refused !== null) return refused;
  const control = await controlLogin(target, role, found.facts.probeDatabase, call.signal);
  const sink = Object.hasOwn(target.sinks, role) ? target.sinks[role] : undefined;
  const facts: RoleFacts = {
    ...found.facts,
    asksPassword: asksPassword(control),
    sink: sinkInWords(target, role),
    sinkNamesRole: sink !== undefined && sink.format !== 'password',
    twin: await twinFor(target, role, found, isListed, call),
    drainMs: target.drainMs,
  };
  return {
    kind: 'one',
    identity: { ids: { oid: facts.oid }, breaks: breaksOf(role, facts), remarks: remarksOf(role, facts, missing), facts },
    uses: found.uses,
  };
}
