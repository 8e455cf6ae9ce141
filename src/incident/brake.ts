/** `stop` and `resume`: the brake on every call that changes anything, in every bot and every open incident at once. */
import { draft, type EntryDraft } from '../timeline/entry.ts';
import type { Refusal } from './command.ts';
import { type EveryOpenParts, everywhere, tell } from './every-open.ts';
import { mayOrder, type OrderPeople } from './may-order.ts';
import type { Resumed, ResumeOrder, StopOrder, Stopped } from './order.ts';
import { holdJobs, providersInUse, putBrake, readBrakes, releaseHeldJobs, takeBrakeOff } from './rows/brake-row.ts';
import { type Locked, stateOf } from './scene.ts';
import { type ScreenParts, screenedText } from './screen.ts';
import type { Brake } from './view.ts';

export type BrakeParts = Omit<ScreenParts, 'db' | 'values'> &
  EveryOpenParts &
  OrderPeople & {
    /** Whom calls may go to, by the configuration. */
    providers: readonly string[];
    /** The names of the actions that change nothing. */
    reads: readonly string[];
  };

/** What bots listen for: a lease may have been taken out of their hands. */
export const stopWord = 'stop';

export async function stop(parts: BrakeParts, order: StopOrder): Promise<Stopped> {
  const person = mayOrder(parts, order.actor, 'neither stop nor resume');
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
  const person = mayOrder(parts, order.actor, 'neither stop nor resume');
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
