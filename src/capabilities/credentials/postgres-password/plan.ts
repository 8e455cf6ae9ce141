/** The alternatives for one leaked password. Pure: facts and the first look in, calls out. */
import type { Json } from '../../../platform/canonical.ts';
import type { CredentialRecord } from '../../../timeline/credential.ts';
import type { PlannedCall, PlanTarget, StrikeVerb } from '../../../timeline/plan.ts';
import type { Look } from '../../../timeline/proof.ts';
import type { PlanOption } from '../kind.ts';
import { breaksOf } from './breaks.ts';
import { type RoleFacts, readFacts } from './schema.ts';
import { forbidLogin, lookAgainShown, setVerifierShown, terminateShown } from './statements.ts';

/** How many sessions one approval may end: the smallest that holds what is open, so that a crowd is asked about anew. */
const sessionCaps = [1_000, 10_000, 100_000] as const;

/** Plans are offered by what they cost: who is out until a person acts comes before whom nobody can bring back. */
const outageRanks = { sessionsOnly: 10, disable: 50, replace: 60 } as const;

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
  if (known.sink !== null && known.asksPassword === 'yes' && known.canLogin) {
    options.push(replaceOption(credential, known, role, where, known.sink));
  }
  return options;
}
