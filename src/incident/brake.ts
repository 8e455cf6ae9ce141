/** `stop` and `resume`: the brake on every call that changes anything, in every bot and every open incident at once. */
import type { Clock } from '../platform/clock.ts';
import { DatabaseError, type Db, type Query } from '../platform/db/db.ts';
import { draft, type EntryDraft } from '../timeline/entry.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import { reserveNumber } from '../timeline/register.ts';
import type { Actor, Refusal } from './command.ts';
import { record } from './consequence.ts';
import { lockIn } from './locked.ts';
import type { Memory } from './memory.ts';
import type { Resumed, ResumeOrder, StopOrder, Stopped } from './order.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { holdJobs, providersInUse, putBrake, readBrakes, releaseHeldJobs, takeBrakeOff } from './rows/brake-row.ts';
import { openIncidents } from './rows/incident-row.ts';
import { type Locked, stateOf } from './scene.ts';
import { type ScreenParts, screenedText } from './screen.ts';
import { endTurn } from './turn.ts';
import { beginTurn, type TurnParts } from './turn-underway.ts';
import type { Brake } from './view.ts';

export type BrakeParts = Omit<ScreenParts, 'db' | 'values'> & {
  db: Db;
  clock: Clock;
  memory: Memory;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
  /** The people of the configuration. */
  people(): PinnedPerson[];
  /** The groups that a leak's playbook asks for a yes; null when it cannot be read. */
  askedGroups(): string[] | null;
  /** Whom calls may go to, by the configuration. */
  providers: readonly string[];
  /** The names of the actions that change nothing. */
  reads: readonly string[];
};

/** What bots listen for: a lease may have been taken out of their hands. */
export const stopWord = 'stop';

/** Two of these, and whoever else takes several incidents, may want the same ones in another order: the database ends one. */
const mostTries = 5;
const deadlock = '40P01';

export async function stop(parts: BrakeParts, order: StopOrder): Promise<Stopped> {
  const person = mayBrake(parts, order.actor);
  if (typeof person !== 'string') return { ok: false, refusal: person };
  const unknown = await unknownProvider(parts, order.provider);
  if (unknown !== null) return { ok: false, refusal: unknown };
  const reason = await screenedText({ ...parts, values: parts.turn.values }, order.reason);
  return everywhere(parts, async (query, open, at) => {
    const brake: Brake = { provider: order.provider, reason, by: person, at: at.toISOString() };
    if (!(await putBrake(query, brake))) {
      const before = (await readBrakes(query)).find(({ provider }) => provider === order.provider);
      return { ok: true, brake: before ?? brake, already: true };
    }
    await holdJobs(query, brake.provider, [...parts.reads]);
    await tell(parts, open, { at, person, entry: stoppedEntry(brake), key: `stop:${brake.provider ?? ''}` });
    await query("select pg_notify('staunch', $1)", [stopWord]);
    return { ok: true, brake, already: false };
  });
}

export async function resume(parts: BrakeParts, order: ResumeOrder): Promise<Resumed> {
  const person = mayBrake(parts, order.actor);
  if (typeof person !== 'string') return { ok: false, refusal: person };
  return everywhere(parts, async (query, open, at) => {
    const { provider } = order;
    const brake = await takeBrakeOff(query, provider);
    // The row may be gone in other ways than this; what the record of an incident says still holds its calls back.
    const stopped = open.filter(({ scene }) => stateOf(scene).stops.some((stop) => stop.provider === provider));
    const left = stillStopped(await readBrakes(query), open, provider);
    if (brake === null && stopped.length === 0)
      return { ok: false, refusal: { class: 'no', message: notStopped(provider, left) } };
    await releaseHeldJobs(query, at);
    const entry = draft('calls.resumed', { provider, person });
    await tell(parts, brake === null ? stopped : open, { at, person, entry, key: `resume:${provider ?? ''}` });
    await query("select pg_notify('staunch', '')");
    return { ok: true, by: person, at: at.toISOString(), left };
  });
}

/** What stays stopped when `resumed` is not any more: by the table, or by the record of an open incident. */
function stillStopped(brakes: Brake[], open: readonly Locked[], resumed: string | null): Brake[] {
  const recorded = open.flatMap(({ scene }) => stateOf(scene).stops);
  const byProvider = new Map([...recorded, ...brakes].map((brake) => [brake.provider, brake]));
  byProvider.delete(resumed);
  return [...byProvider.values()].sort((one, other) => (one.provider ?? '').localeCompare(other.provider ?? ''));
}

export const stoppedEntry = ({ provider, by, at, reason }: Brake): EntryDraft =>
  draft('calls.stopped', { provider, person: by, since: at }, { reason });

/**
 * Work on all open incidents, each one locked: in the meantime nobody begins a call, adds a job or declares, so whatever
 * comes up later sees the brake as it is then.
 */
async function everywhere<T>(
  parts: BrakeParts,
  work: (query: Query, open: Locked[], at: Date) => Promise<T>,
  tries = 1,
): Promise<T> {
  try {
    return await parts.db.transaction(async (query, later) => {
      await reserveNumber(query);
      const open: Locked[] = [];
      for (const id of await openIncidents(query)) {
        const locked = await lockIn(parts, { query, later }, id);
        if (locked !== null && locked.row.status !== 'closed') open.push(locked);
      }
      return work(query, open, parts.clock.now());
    });
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === deadlock) || tries >= mostTries) throw error;
    return everywhere(parts, work, tries + 1);
  }
}

type Telling = { at: Date; person: string; entry: EntryDraft; key: string };

async function tell(parts: BrakeParts, open: Locked[], { at, person, entry, key }: Telling): Promise<void> {
  for (const locked of open) {
    // The place in the record makes the key: the same stop may be ordered again later.
    const dedupe = `${key}:${locked.row.position.seq}`;
    await endTurn(beginTurn(parts.turn, locked, at), [record(entry)], { actor: `person:${person}`, dedupe });
  }
}

/** The person's id, or why they may neither stop nor resume. */
function mayBrake(parts: BrakeParts, { person }: Actor): string | Refusal {
  const groups = parts.askedGroups();
  const allowed = parts
    .people()
    // A playbook that cannot be read must keep nobody from stopping.
    .filter((known) => groups === null || known.groups.some((group) => groups.includes(group)))
    .map(({ id }) => id);
  if (person !== null && allowed.includes(person)) return person;
  const who = person === null ? 'Nobody knows who you are: add --as PERSON.' : `${person} may neither stop nor resume.`;
  return { class: 'forbidden', message: `${who} It takes one of: ${allowed.join(', ')}. Nothing was changed.` };
}

/** A stop of nobody would look like a stop. */
async function unknownProvider(parts: BrakeParts, provider: string | null): Promise<Refusal | null> {
  if (provider === null || parts.providers.includes(provider)) return null;
  const inUse = await providersInUse(parts.db.query);
  if (inUse.includes(provider)) return null;
  const known = [...new Set([...parts.providers, ...inUse])].sort().join(', ') || 'none';
  const message = `There is no provider "${provider}" (known: ${known}), so nothing was stopped. Without --provider everything is stopped.`;
  return { class: 'usage', message };
}

function notStopped(provider: string | null, left: Brake[]): string {
  const what = provider === null ? 'Not everything is stopped' : `${provider} is not stopped`;
  const others = left.map((brake) => brake.provider ?? 'everything').join(', ');
  return `${what}, so there is nothing to resume. ${left.length === 0 ? 'Nothing is stopped.' : `Stopped: ${others}.`}`;
}
