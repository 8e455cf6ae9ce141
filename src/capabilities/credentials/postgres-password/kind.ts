/** Leaked password of a PostgreSQL role, 15 to 18: the kind, assembled. */
import type { PlanTarget } from '../../../timeline/plan.ts';
import { postgresTargetSchema } from '../../clients/postgres/target.ts';
import type { CredentialKind } from '../kind.ts';
import { disable } from './disable.ts';
import { type IsListed, identify } from './identify.ts';
import { inspect } from './inspect.ts';
import { plan } from './plan.ts';
import { probe } from './probe.ts';
import { type Deliver, replace } from './replace.ts';
import { locatorSchema } from './schema.ts';
import { allowLogin, forbidLogin, setByHand, terminateShown, twinOpened } from './statements.ts';
import { swap } from './swap.ts';
import { type Targets, targetRole, unknownTarget } from './target-role.ts';
import { undo } from './undo.ts';

const whoMayCall =
  'a role with CREATEROLE (from PostgreSQL 16 also ADMIN OPTION on the leaked role) and pg_signal_backend; never needs a superuser';

function byHand(target: PlanTarget): string {
  const role = target.locator.role ?? '';
  const end = `${terminateShown(target.ids.oid ?? '0')};`;
  if (target.verb === 'replace') return `${setByHand(role)}\n${end}`;
  if (target.verb === 'swap') return swapByHand(target, end);
  return `${forbidLogin(role)};\n${end}`;
}

function swapByHand(target: PlanTarget, end: string): string {
  const twin = twinOpened(target) ?? '';
  return [
    `${allowLogin(twin)};`,
    setByHand(twin),
    '-- Give name and password to every client, and wait until they have connected anew. Then:',
    `${forbidLogin(target.locator.role ?? '')};`,
    end,
  ].join('\n');
}

/** `deliver` brings a new password to its sink; what `isListed` names is never touched. */
export function postgresPassword(targets: Targets, isListed: IsListed, deliver: Deliver): CredentialKind {
  return {
    name: 'postgres-password',
    title: 'Password of a PostgreSQL role',
    locator: locatorSchema,
    locatorKeys: Object.keys(locatorSchema.shape),
    sources: ['https://www.postgresql.org/docs/current/sql-alterrole.html'],
    target: postgresTargetSchema,
    capabilities: {
      swap: {
        reversible: true,
        reversibleUntil: 'until the incident is closed',
        lagMs: 0,
        whoMayCall,
        breaks: 'nobody who reads the credential at each connect; what is still in a transaction after `drain:` is rolled back',
        exercisedOn: 'real service',
        note: 'Needs a twin (`twins:`) that is NOLOGIN and has the same rights, and a sink with `format: json` or `url`. The leaked password works on for `drain:`. Run on 15 and 18.',
      },
      disable: {
        reversible: true,
        reversibleUntil: 'until the incident is closed',
        lagMs: 0,
        whoMayCall,
        breaks: 'everyone who logs in as this role, until it may log in again; open transactions are rolled back',
        exercisedOn: 'real service',
        note: 'ALTER ROLE … NOLOGIN leaves open sessions alone: they are ended by pg_terminate_backend. Run on 15 and 18.',
      },
      replace: {
        reversible: false,
        reversibleUntil: null,
        lagMs: 0,
        whoMayCall,
        breaks: 'every client until it has the new password; open transactions are rolled back',
        exercisedOn: 'real service',
        note: 'Needs a sink for the role, and a server that asks for the password. PostgreSQL does not keep the old one. Run on 15 and 18.',
      },
    },
    // PostgreSQL has no lag; three looks over two seconds show that no pool comes back.
    settling: { looks: 3, everyMs: 1_000, atMostLooks: 10 },
    objection: (locator) => (targets.has(locator.target ?? '') ? null : unknownTarget(targets, locator.target ?? '')),
    hint: (locator) => `${locator.role} on ${locator.target}`,
    provider(locator) {
      const { target } = targetRole(targets, locator);
      return { provider: target.name, concurrency: target.concurrency };
    },
    identify: (call) => identify(targets, isListed, call),
    probe: (call, aliveBefore) => probe(targets, call, aliveBefore),
    plan,
    inspect: (call, target) => inspect(targets, call, target),
    disable: (call, target) => disable(targets, call, target),
    replace: (call, target) => replace(targets, deliver, call, target),
    swap: (call, target, progress) => swap(targets, deliver, call, target, progress),
    undo: (call, target) => undo(targets, call, target),
    byHand,
  };
}
