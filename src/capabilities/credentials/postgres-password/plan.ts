/** The alternatives for one leaked password. Pure: facts and the first look in, calls out. */
import type { Json } from '../../../platform/canonical.ts';
import type { CredentialRecord } from '../../../timeline/credential.ts';
import type { PlannedCall, PlanTarget, StrikeVerb } from '../../../timeline/plan.ts';
import type { Look } from '../../../timeline/proof.ts';
import type { PlanOption } from '../kind.ts';
import { breaksOf } from './breaks.ts';
import { type RoleFacts, readFacts } from './schema.ts';
import { endIdleShown, forbidLogin, lookAgainShown, openTwinShown, setVerifierShown, terminateShown } from './statements.ts';

/** How many sessions one approval may end: the smallest that holds what is open, so that a crowd is asked about anew. */
const sessionCaps = [1_000, 10_000, 100_000] as const;

/** Plans are offered by what they cost: who is out until a person acts comes before whom nobody can bring back. */
const outageRanks = { swap: 0, sessionsOnly: 10, disable: 50, replace: 60 } as const;

function callsOf(where: string, statements: { call: string; reversible: boolean }[]): PlannedCall[] {
  return statements.map(({ call, reversible }, index) => ({ order: index + 1, call, target: where, reversible }));
}

function targetOf(credential: CredentialRecord, facts: RoleFacts, verb: StrikeVerb, calls: PlannedCall[]): PlanTarget {
  const sessions = sessionCaps.find((cap) => facts.sessions.total <= cap) ?? sessionCaps[sessionCaps.length - 1] ?? 0;
  const { id, kind, locator, fingerprint } = credential;
  return { credential: id, kind, locator, fingerprint, verb, ids: { oid: facts.oid }, caps: { sessions }, calls };
}

function disableOption(credential: CredentialRecord, facts: RoleFacts, role: string, where: string): PlanOption {
  const calls = callsOf(where, [
    { call: forbidLogin(role), reversible: true },
    { call: terminateShown(facts.oid), reversible: true },
    { call: lookAgainShown(facts.oid), reversible: true },
  ]);
  return {
    target: targetOf(credential, facts, 'disable', calls),
    title: `Cut now: ${role} may not log in`,
    reversible: true,
    expectedOutage: `until ${role} may log in again`,
    outageRank: outageRanks.disable,
    breaks: breaksOf(role, facts),
    residuals: [],
  };
}

/** The password is dead already, but who logged in before is still in. */
function sessionsOption(credential: CredentialRecord, facts: RoleFacts, role: string, where: string): PlanOption {
  const calls = callsOf(where, [
    { call: terminateShown(facts.oid), reversible: true },
    { call: lookAgainShown(facts.oid), reversible: true },
  ]);
  return {
    target: targetOf(credential, facts, 'disable', calls),
    title: `Only end open sessions: ${role} is already not permitted to log in`,
    reversible: true,
    expectedOutage: `the open sessions of ${role}`,
    outageRank: outageRanks.sessionsOnly,
    breaks: breaksOf(role, facts),
    residuals: [],
  };
}

function replaceOption(credential: CredentialRecord, facts: RoleFacts, role: string, where: string, sink: string): PlanOption {
  const calls = callsOf(where, [
    { call: setVerifierShown(role), reversible: false },
    { call: `hand the new password to ${sink}`, reversible: false },
    { call: terminateShown(facts.oid), reversible: false },
    { call: lookAgainShown(facts.oid), reversible: true },
  ]);
  return {
    target: targetOf(credential, facts, 'replace', calls),
    title: `New password: ${role} goes on with another one, handed to ${sink}`,
    reversible: false,
    expectedOutage: 'until every client has the new password',
    outageRank: outageRanks.replace,
    breaks: breaksOf(role, facts),
    residuals: [],
  };
}

/** Its users move first, then it is cut: nobody who reads the credential at each connect is out. */
function swapOption(credential: CredentialRecord, facts: RoleFacts, role: string, where: string): PlanOption | null {
  const { twin, sink, drainMs } = facts;
  if (twin?.oid == null || twin.faults.length > 0 || sink === null || !facts.sinkNamesRole) return null;
  const calls = callsOf(where, [
    { call: openTwinShown(twin.name), reversible: true },
    { call: `hand the new password of ${twin.name} to ${sink}`, reversible: true },
    { call: forbidLogin(role), reversible: true },
    { call: endIdleShown(facts.oid), reversible: true },
    { call: terminateShown(facts.oid), reversible: true },
    { call: lookAgainShown(facts.oid), reversible: true },
  ]);
  const target = targetOf(credential, facts, 'swap', calls);
  const seconds = Math.ceil(drainMs / 1_000);
  return {
    target: { ...target, ids: { ...target.ids, twinOid: twin.oid }, caps: { ...target.caps, drainMs } },
    title: `Swap, then cut: ${role} moves over to ${twin.name}`,
    reversible: true,
    expectedOutage: `none for clients that read their credential at each connect; the leaked password works for ${seconds} s more after the yes`,
    outageRank: outageRanks.swap,
    breaks: [...breaksOf(role, facts), `a transaction of ${role} that is open ${2 * seconds} s after the yes is rolled back`],
    residuals: [],
  };
}

/** Depends on nothing that a half-done strike of ours changes, so that a repeat plans the same. */
export function plan(credential: CredentialRecord, facts: Json, before: Look | null): PlanOption[] {
  const known = readFacts(facts);
  if (known === null) return [];
  const role = credential.locator.role ?? '';
  const where = `${credential.locator.target}/${role}`;
  if (before?.result === 'refused' && !known.canLogin) {
    return known.sessions.total === 0 ? [] : [sessionsOption(credential, known, role, where)];
  }
  const options = [disableOption(credential, known, role, where)];
  const asked = known.asksPassword === 'yes' && known.canLogin;
  // A swap that closed the role already and was interrupted then is planned as it was.
  const mayMove = known.asksPassword === 'yes' && (known.canLogin || known.twin?.opened === true);
  const swap = mayMove ? swapOption(credential, known, role, where) : null;
  if (swap !== null) options.unshift(swap);
  if (known.sink !== null && asked) {
    options.push(replaceOption(credential, known, role, where, known.sink));
  }
  return options;
}
