import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import { type Furnished, furnish } from './furnish.ts';
import { type ActorReport, type AttackerAssignment, actorReport, type ShopAssignment } from './messages.ts';
import { type PracticeServer, startServer } from './server.ts';
import { type Child, startChild } from './start-child.ts';

/** What one of the two did, stamped (ISO 8601, UTC) when the bot heard of it. */
export type PracticeEvent = ActorReport & { at: string; who: 'attacker' | 'shop' };

/** The last of each sort; null before the first. */
export type PracticeState = {
  attacker: {
    login: PracticeEvent | null;
    session: PracticeEvent | null;
    /** Since when every login was refused; null while the last one was not. */
    refusedSince: string | null;
  };
  shop: { order: PracticeEvent | null };
};

/** What the bot needs to reach the practice server: one entry of `targets:`, and the secret behind it. */
export type PracticeTarget = {
  name: string;
  host: string;
  port: number;
  database: string;
  adminUser: string;
  adminPassword: string;
};

export type PracticeWorld = {
  target: PracticeTarget;
  /** What leaked: where it opens what, the value to hand in, and since when the attacker has it (ISO 8601, UTC). */
  leaked: { target: string; role: string; value: string; since: string };
  /** The role that may take the leaked one's place: same rights, NOLOGIN. */
  twin: string;
  /** Where the shop reads its credential, and where a new one goes: JSON, 0600. */
  sink: { file: string };
  /** Process ids, for whoever wants to see that they are gone. */
  pids: { server: number; postmaster: number; attacker: number; shop: number };
  /** Calls `listener` at each event, until the result is called. */
  onEvent(listener: (event: PracticeEvent) => void): () => void;
  latest(): PracticeState;
  /** Ends the attacker, the shop, then the server, and waits for each. May be called again. */
  stop(): Promise<void>;
};

export type PracticeLog = {
  info(fields: Record<string, Json>, message: string): void;
  warn(fields: Record<string, Json>, message: string): void;
};

/** What a person can follow; a test wants it faster. */
const defaultEveryMs = 1_000;

/**
 * Starts a practice server with a new leaked role, an attacker who uses it and the shop that it is of.
 * Under `folder` only `practice/` is written. `everyMs`: pause between two turns. Throws PracticeUnavailable.
 */
export async function startPractice(options: {
  folder: string;
  clock: Clock;
  log: PracticeLog;
  everyMs?: number;
}): Promise<PracticeWorld> {
  const sinkFolder = join(options.folder, 'practice');
  await mkdir(sinkFolder, { recursive: true, mode: 0o700 });
  const server = await startServer();
  try {
    return await populate(server, sinkFolder, options);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function populate(
  server: PracticeServer,
  sinkFolder: string,
  { clock, log, everyMs = defaultEveryMs }: { clock: Clock; log: PracticeLog; everyMs?: number },
): Promise<PracticeWorld> {
  const tag = randomBytes(2).toString('hex');
  const furnished = await furnish(server, tag);
  const target = targetOf(server, furnished, `practice-${tag}`);
  const watch = watchActors(clock);
  const credential = join(sinkFolder, `credential-${furnished.leaked.role}.json`);
  const { role, password } = furnished.leaked;
  await writeFile(credential, JSON.stringify({ user: role, password }), { mode: 0o600 });
  const place = { host: target.host, port: target.port, database: target.database, everyMs };
  const start = (who: PracticeEvent['who'], assignment: AttackerAssignment | ShopAssignment): Child =>
    startChild({ file: `${who}.ts`, assignment, report: actorReport, onReport: (one) => watch.record(who, one) });
  const since = clock.now().toISOString();
  const attacker = start('attacker', { ...place, role, password });
  const shop = start('shop', { ...place, credential });
  const stopping = Promise.withResolvers<void>();
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    stopping.resolve();
    await Promise.all([attacker.stop(), shop.stop()]);
    await server.stop();
  };
  warnOfEarlyEnd([attacker.exited, shop.exited, server.exited], stopping.promise, log);
  log.info({ target: target.name, port: target.port, role: furnished.leaked.role }, 'practice server started');
  return {
    target,
    leaked: { target: target.name, role: furnished.leaked.role, value: furnished.leaked.password, since },
    twin: furnished.twin,
    sink: { file: credential },
    pids: { server: server.pid, postmaster: server.postmasterPid, attacker: attacker.pid, shop: shop.pid },
    onEvent: watch.onEvent,
    latest: watch.latest,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function targetOf(server: PracticeServer, { database, admin }: Furnished, name: string): PracticeTarget {
  return { name, host: server.host, port: server.port, database, adminUser: admin.role, adminPassword: admin.password };
}

function watchActors(clock: Clock) {
  const listeners = new Set<(event: PracticeEvent) => void>();
  let state: PracticeState = { attacker: { login: null, session: null, refusedSince: null }, shop: { order: null } };
  return {
    record(who: PracticeEvent['who'], report: ActorReport): void {
      const event = { ...report, who, at: clock.now().toISOString() };
      state = withEvent(state, event);
      for (const listener of listeners) listener(event);
    },
    onEvent(listener: (event: PracticeEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    latest: (): PracticeState => state,
  };
}

/** The state after one more event. Pure. */
export function withEvent(state: PracticeState, event: PracticeEvent): PracticeState {
  if (event.who === 'shop') return { ...state, shop: { order: event } };
  if (event.what === 'session') return { ...state, attacker: { ...state.attacker, session: event } };
  const refusedSince = event.state === 'refused' ? (state.attacker.refusedSince ?? event.at) : null;
  return { ...state, attacker: { ...state.attacker, login: event, refusedSince } };
}

/** A practice process that ends before anyone asked for it leaves the screen standing still: say why. */
function warnOfEarlyEnd(exits: Promise<string>[], stopping: Promise<void>, log: PracticeLog): void {
  for (const exit of exits) {
    void Promise.race([exit, stopping]).then((how) => {
      if (typeof how === 'string') log.warn({ how }, 'a practice process ended early');
    });
  }
}
