/**
 * Moves the users of a role to its twin, then cuts the role off, in three parts: the twin is opened and its password handed over; after
 * `drain` the role is closed and its idle sessions end; after another `drain` the rest end. Repeating a part is harmless.
 */
import { z } from 'zod';
import type { Json } from '../../../platform/canonical.ts';
import type { PlanTarget } from '../../../timeline/plan.ts';
import { asAdmin, inTransaction } from '../../clients/postgres/admin.ts';
import type { Query } from '../../clients/postgres/connection.ts';
import { scramVerifier } from '../../clients/postgres/scram.ts';
import type { PostgresTarget, SinkSettings } from '../../clients/postgres/target.ts';
import { type AnsweredCall, afterCalls, ProviderError } from '../../clients/provider-error.ts';
import type { ReplaceCall, Struck } from '../kind.ts';
import { counted } from './breaks.ts';
import { alterSameRole, endPlannedSessions, plannedOid } from './disable.ts';
import { handedValue } from './handed-value.ts';
import { roleLogin } from './probe.ts';
import { type Deliver, heldPassword } from './replace.ts';
import { mustBeSameRole } from './same-role.ts';
import { readFacts } from './schema.ts';
import { countBusy, endIdle, endIdleShown, forbidLogin, openTwin, openTwinShown } from './statements.ts';
import { type Targets, targetRole } from './target-role.ts';

/** What the part before did. */
const progressShape = z.object({ done: z.enum(['moved', 'closed']) });

type Pair = { server: PostgresTarget; role: string; twin: string; sink: SinkSettings; where: string };

export async function swap(
  targets: Targets,
  deliver: Deliver,
  call: ReplaceCall,
  target: PlanTarget,
  progress: Json,
): Promise<Struck> {
  const pair = pairOf(targets, target);
  const done = progress === null ? null : progressShape.parse(progress).done;
  if (done === null) return moveOver(pair, deliver, call, target);
  return done === 'moved' ? close(pair, call, target) : endRest(pair, call, target);
}

function pairOf(targets: Targets, target: PlanTarget): Pair {
  const { target: server, role } = targetRole(targets, target.locator);
  const twin = Object.hasOwn(server.twins, role) ? server.twins[role] : undefined;
  const sink = Object.hasOwn(server.sinks, role) ? server.sinks[role] : undefined;
  if (twin === undefined || sink === undefined || sink.format === 'password') {
    const what = `staunch.yml no longer names a twin of ${role} and a sink that carries a name`;
    throw new ProviderError('replan', `${what}: ${role} was not touched by this; a new plan is made.`);
  }
  return { server, role, twin, sink, where: `${server.name}/${role}` };
}

/** The OID of the twin that the plan was agreed for. */
function twinOid(target: PlanTarget): string {
  const oid = target.ids.twinOid;
  if (oid === undefined) throw new TypeError('A swap has the OID of the twin.');
  return oid;
}

async function moveOver(pair: Pair, deliver: Deliver, call: ReplaceCall, target: PlanTarget): Promise<Struck> {
  const { server, role, twin, sink, where } = pair;
  const password = await heldPassword(call);
  await asAdmin(server, call.signal, `open ${twin} with a new password`, (query) =>
    inTransaction(query, async () => {
      await mustBeSameRole(query, role, plannedOid(target));
      await mustBeSameRole(query, twin, twinOid(target));
      await query(openTwin(twin, scramVerifier(password)));
      await mustBeSameRole(query, twin, twinOid(target));
    }),
  );
  const opened: AnsweredCall = { call: openTwinShown(twin), target: where, answer: 'ALTER ROLE' };
  const handed: AnsweredCall = { call: handOverCall(target), target: where, answer: 'handed over' };
  await afterCalls([opened], () =>
    stillInService(role, async () => {
      await mustLogIn(pair, password, call);
      await deliver(sink, handedValue(server, twin, password, sink.format), call.signal);
    }),
  );
  const until = new Date(call.now().getTime() + server.drainMs);
  const summary = `the leaked password works until ${timeOfDay(until)}; ${twin} is open and its password handed over`;
  return { calls: [opened, handed], again: { inMs: server.drainMs, progress: { done: 'moved' }, summary } };
}

/** As the plan shows it. */
function handOverCall(target: PlanTarget): string {
  return target.calls.find((one) => one.call.startsWith('hand the new password'))?.call ?? 'hand the new password over';
}

/** What the server says to the login of a role that may not, or whose password is wrong: a repeat says the same. */
const refusedLogin = /^28/;

/** Nobody is sent to a door that does not open. */
async function mustLogIn({ server, twin }: Pair, password: string, call: ReplaceCall): Promise<void> {
  const answer = await roleLogin(server, twin, password, readFacts(call.facts)?.probeDatabase ?? null, call.signal);
  if (answer.connected) return;
  const what = `${twin} was opened with a new password, but the server does not let it in: ${answer.message} (${answer.code}).`;
  throw new ProviderError(refusedLogin.test(answer.code) ? 'fatal' : 'retryable', what);
}

/** Until the role is closed nobody is out: said whatever else is said. */
async function stillInService<T>(role: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ProviderError)) throw cause;
    const next = 'Mend what stands in the way and retry, or choose to cut now.';
    const message = `${cause.message} ${stillWorks(role)} ${next}`;
    throw new ProviderError(cause.class === 'replan' ? 'fatal' : cause.class, message, { cause });
  }
}

const stillWorks = (role: string) =>
  `Nothing was taken from ${role}: its users go on as before, and so does the leaked password.`;

async function close(pair: Pair, call: ReplaceCall, target: PlanTarget): Promise<Struck> {
  const { server, role, twin, where } = pair;
  const statement = forbidLogin(role);
  const oid = plannedOid(target);
  const moved = `${twin} is open, and its new password was handed over.`;
  const password = await call.next();
  // Whoever moved over must be able to stay there.
  if (password !== null) await stillInService(role, () => mustLogIn(pair, password, call));
  const idle = await asAdmin(server, call.signal, `forbid ${role} to log in`, (query) =>
    laterPart(async () => {
      const so = `${stillWorks(role)} Its users were told to move to ${twin}: look at both roles.`;
      await mustBeSameRole(query, twin, twinOid(target), so);
      await alterSameRole(query, role, target, statement, `It was not closed. ${moved}`);
      return endIdleSessions(query, oid);
    }),
  );
  const calls: AnsweredCall[] = [
    { call: statement, target: where, answer: 'ALTER ROLE' },
    { call: endIdleShown(oid), target: where, answer: `${counted(idle.ended, 'session')} ended` },
  ];
  if (idle.left === 0) {
    const rest = await afterCalls(calls, () => endRest(pair, call, target));
    return { calls: [...calls, ...rest.calls], undoable: true };
  }
  const until = new Date(call.now().getTime() + server.drainMs);
  const summary = `the leaked password is refused; ${counted(idle.left, 'session')} of ${role} in a transaction may go on until ${timeOfDay(until)}`;
  return { calls, again: { inMs: server.drainMs, progress: { done: 'closed' }, summary } };
}

async function endIdleSessions(query: Query, oid: string): Promise<{ ended: number; left: number }> {
  const [told] = await query(endIdle, [oid]);
  const [busy] = await query(countBusy, [oid]);
  return { ended: Number(told?.sessions ?? 0), left: Number(busy?.sessions ?? 0) };
}

async function endRest({ server, role, where }: Pair, call: ReplaceCall, target: PlanTarget): Promise<Struck> {
  const oid = plannedOid(target);
  const calls = await asAdmin(server, call.signal, `end the last sessions of ${role} (it may not log in any more)`, (query) =>
    laterPart(async () => {
      // Whoever opened it again in the meantime is not overlooked.
      const so = 'It had been closed before this, and sessions that were in a transaction then may still be open.';
      await alterSameRole(query, role, target, forbidLogin(role), so);
      return endPlannedSessions(query, where, oid);
    }),
  );
  return { calls, undoable: true };
}

/** The plan was begun: what is not as agreed any more is a person's business, and the next plan is made when that person retries. */
async function laterPart<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ProviderError) || cause.class !== 'replan') throw cause;
    const next = 'Cut it by hand, or retry: then a new plan is made and asked about.';
    throw new ProviderError('fatal', `${cause.message} ${next}`, { cause });
  }
}

const timeOfDay = (at: Date) => `${at.toISOString().slice(11, 19)} UTC`;
