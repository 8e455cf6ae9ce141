/** The incident floor on a database of its own, with scripted actions and a clock that the test owns. */
import { randomUUID } from 'node:crypto';
import type { Action } from '../../src/incident/action.ts';
import type { Actor, Command, CommandType, Payload } from '../../src/incident/command.ts';
import type { Desk, Sent } from '../../src/incident/desk.ts';
import { deskOf } from '../../src/incident/desk-of.ts';
import { type Engine, engineOf } from '../../src/incident/engine.ts';
import type { View } from '../../src/incident/view.ts';
import type { Witness } from '../../src/incident/witness-job.ts';
import { workOne } from '../../src/incident/worker.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { openEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { fingerprintKey } from '../../src/platform/keys/fingerprint-key.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { valuesKey } from '../../src/platform/keys/values-key.ts';
import { createRedactor, type Redactor } from '../../src/platform/redact/redactor.ts';
import type { Entry, EntryName, EntryOf } from '../../src/timeline/entry.ts';
import { readEntries } from '../../src/timeline/read.ts';
import { type Cast, castOf } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { type Person, people } from './people.ts';

/** Where every test's time begins. */
export const midnight = new Date('2026-11-24T00:00:00.000Z');
export const minutes = (count: number) => count * 60_000;
export const seconds = (count: number) => count * 1_000;

export type LogLine = { fields: Record<string, unknown>; message: string };

export type World = {
  db: Db;
  engine: Engine;
  desk: Desk;
  cast: Cast;
  redactor: Redactor;
  clock: { now(): Date };
  log: LogLine[];
  /** Opens a practice incident on a place of its own; `settled` false leaves its first jobs undone. */
  declare(more?: Partial<Payload<'declare'>> & { as?: string | null; settled?: boolean }): Promise<string>;
  send<T extends CommandType>(
    incident: string,
    type: T,
    payload: Payload<T>,
    more?: { as?: string | null; dedupe?: string },
  ): Promise<Sent>;
  /** Approves the first plan on offer, or the one named. */
  approve(incident: string, as: string, more?: { plan?: string; dedupe?: string }): Promise<Sent>;
  reject(incident: string, as: string, reason?: string): Promise<Sent>;
  /** Another credential of the same incident. */
  addCredential(incident: string, id: string): Promise<void>;
  /** Works until nothing is due at the clock's time. */
  settle(): Promise<void>;
  /** Lets time pass, doing at each moment what is due then. */
  forward(ms: number): Promise<void>;
  /** Lets time pass without anybody working: the bot is down. */
  sleepThrough(ms: number): void;
  view(incident: string): Promise<View>;
  entries(incident: string): Promise<Entry[]>;
  entriesOf<N extends EntryName>(incident: string, type: N): Promise<EntryOf<N>[]>;
  types(incident: string): Promise<string[]>;
  /** Forgets what earlier tests left to do, and the cast's script. */
  calm(): Promise<void>;
  close(): Promise<void>;
};

export type WorldNeeds = {
  db?: Db;
  playbook?: string;
  people?: Person[];
  holdMs?: number;
  actions?: Action[];
  /** What the kinds say of a locator; without it every role is a place. */
  place?: Parameters<typeof engineOf>[0]['place'];
  /** How far the bot may go with a kind by the configuration. */
  configured?: Parameters<typeof engineOf>[0]['configured'];
  practice?: boolean;
  /** Where the head of each record goes; nowhere without it. */
  witness?: Witness;
  /** Calls at once that every provider takes. */
  concurrency?: number;
  /** Strikes that all bots may begin within an hour; without it, more than any test makes. */
  strikesPerHour?: number;
};

const neverStopped = new AbortController().signal;
/** More than any test needs: a job that comes due again and again at one instant is a fault. */
const mostJobsAtOnce = 500;

export async function openWorld(needs: WorldNeeds = {}): Promise<World> {
  const db = needs.db ?? (await openEmbedded(null));
  if (needs.db === undefined) await migrate(db);
  return worldOn(db, needs);
}

/** Another process on the same database: its own memory, its own redactor; the same keys, actions and clock. */
export function worldOn(db: Db, needs: WorldNeeds & { twin?: World } = {}): World {
  const cast = needs.twin?.cast ?? castOf();
  const redactor = createRedactor();
  const log: LogLine[] = [];
  let now = midnight.getTime();
  const clock = needs.twin?.clock ?? { now: () => new Date(now) };
  const say = (fields: Record<string, unknown>, message: string) => void log.push({ fields, message });
  const engine = engineOf({
    db,
    clock,
    sleep: () => Promise.resolve(),
    jitter: () => 0.5,
    log: { info: say, warn: say, error: say },
    keys: {
      record: recordKey(Buffer.alloc(32, 1)),
      values: valuesKey(Buffer.alloc(32, 2)),
      fingerprint: fingerprintKey(Buffer.alloc(32, 3)),
    },
    redactor,
    screen: async (text) => ({ text }),
    holdMs: needs.holdMs ?? minutes(30),
    practice: needs.practice ?? true,
    actions: needs.actions ?? cast.actions,
    people: needs.people ?? people,
    strikesPerHour: needs.strikesPerHour ?? 1_000,
    place:
      needs.place ??
      ((kind, locator) =>
        locator.role === undefined
          ? { fault: `${kind} needs a role.` }
          : { hint: `the role ${locator.role}`, provider: locator.provider ?? 'main', concurrency: needs.concurrency ?? 8 }),
    providers: ['main', 'other'],
    leakPlaybook: () => ({ name: 'drill.yml', text: needs.playbook ?? drill }),
    report: (found) => `${found.entries.length} entries`,
    wake: () => undefined,
    ...(needs.witness === undefined ? {} : { witness: needs.witness }),
    ...(needs.configured === undefined ? {} : { configured: needs.configured }),
  });
  const desk = deskOf(engine.desk);

  async function settle(): Promise<void> {
    for (let jobs = 0; await workOne(engine.work, neverStopped); jobs += 1) {
      if (jobs === mostJobsAtOnce) throw new Error('The same work comes due again and again.');
    }
  }
  async function nextDue(until: number): Promise<number | null> {
    const [row] = await db.query<{ due: Date | string }>(
      `select min(greatest(case when status = 'running' then lease_until else run_at end, pause.until)) as due
       from job left join provider_pause as pause using (provider) where status in ('ready', 'running')`,
    );
    const due = row?.due == null ? null : new Date(row.due).getTime();
    return due === null || due > until ? null : due;
  }
  const send: World['send'] = (incident, type, payload, more = {}) => {
    const actor: Actor = { person: more.as === undefined ? 'ana' : more.as, account: 'somebody' };
    const command = { incident, type, dedupe: more.dedupe ?? randomUUID(), actor, at: clock.now(), payload };
    return desk.send(command as unknown as Command);
  };
  const view = async (incident: string) => {
    const found = await desk.view(incident);
    if (found === null) throw new Error(`No incident ${incident}.`);
    return found;
  };
  const entries = (incident: string) => readEntries(db.query, incident, 'all');

  return {
    db,
    engine,
    desk,
    cast,
    redactor,
    clock,
    log,
    async declare({ as = 'ana', settled = true, ...payload } = {}) {
      const actor: Actor = { person: as, account: 'somebody' };
      const leak = { kind: 'password', locator: { role: randomUUID() }, public: false, ...payload };
      const sent = await desk.send({
        incident: '',
        type: 'declare',
        dedupe: randomUUID(),
        actor,
        at: clock.now(),
        payload: leak,
      });
      if (!sent.ok) throw new Error(sent.refusal.message);
      if (settled) await settle();
      return sent.view.incident;
    },
    send,
    async approve(incident, as, more = {}) {
      const plan = more.plan ?? (await view(incident)).plans[0]?.hash ?? '0'.repeat(64);
      const payload = { verdict: 'approve', plan, attestation: { by: 'surface' } } as const;
      return send(incident, 'decide', payload, { as, ...(more.dedupe === undefined ? {} : { dedupe: more.dedupe }) });
    },
    async reject(incident, as, reason = 'It serves the shop.') {
      const plan = (await view(incident)).plans[0]?.hash ?? '0'.repeat(64);
      return send(incident, 'decide', { verdict: 'reject', plan, reason, attestation: { by: 'surface' } }, { as });
    },
    async addCredential(incident, id) {
      const sent = await send(incident, 'add-credential', { kind: 'password', locator: { role: `the role of ${id}` } });
      if (!sent.ok) throw new Error(sent.refusal.message);
      await settle();
    },
    settle,
    async forward(ms) {
      const until = clock.now().getTime() + ms;
      for (let due = await nextDue(until); due !== null; due = await nextDue(until)) {
        now = Math.max(now, due);
        await settle();
      }
      now = until;
    },
    sleepThrough(ms) {
      now += ms;
    },
    view,
    entries,
    async entriesOf<N extends EntryName>(incident: string, type: N) {
      return (await readEntries(db.query, incident, [type])) as unknown as EntryOf<N>[];
    },
    types: async (incident) => (await entries(incident)).map((entry) => entry.type),
    async calm() {
      await db.query("update job set status = 'cancelled' where status in ('ready', 'running', 'held')");
      await db.query('delete from provider_pause');
      await db.query('delete from provider_spent');
      await db.query('delete from strike_begun');
      await db.query('delete from strike_budget');
      // As a person would: a stop is in the record of every open incident, too.
      const stopped = await db.query<{ provider: string }>('select provider from brake');
      const actor: Actor = { person: 'ana', account: 'somebody' };
      for (const { provider } of stopped) await desk.resume({ provider: provider || null, actor });
      await db.query('delete from brake');
      cast.reset();
      log.length = 0;
      now = midnight.getTime();
    },
    close: () => db.close(),
  };
}

/** The refusal of a command that was turned away; throws when it was carried out. */
export function refusalOf(sent: Sent): { class: string; message: string } {
  if (sent.ok) throw new Error('The command was carried out.');
  return sent.refusal;
}

/** The view after a command; throws when it was refused. */
export function viewAfter(sent: Sent): View {
  if (!sent.ok) throw new Error(sent.refusal.message);
  return sent.view;
}
