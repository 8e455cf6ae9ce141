/** What a provider's hourly budget of calls promises to bots that share a database. */
import { expect, test } from 'vitest';
import { spendCall } from '../../../src/incident/rows/spent-row.ts';
import type { Db } from '../../../src/platform/db/db.ts';

const noon = new Date('2026-11-24T12:00:20.000Z');
const after = (ms: number) => new Date(noon.getTime() + ms);
const hour = 3_600_000;

/** `bots`: connections of their own to one database, as many as there are bots. */
export function spends(bots: () => readonly Db[]): void {
  const bot = (place: number) => bots()[place % bots().length] as Db;

  test('grants as many calls as there are in the hour, then says when the oldest minute leaves it', async () => {
    const spent = { provider: 'limited', perHour: 2 };
    expect(await spendCall(bot(0), { ...spent, at: noon })).toBeNull();
    expect(await spendCall(bot(1), { ...spent, at: after(60_000) })).toBeNull();
    expect(await spendCall(bot(0), { ...spent, at: after(120_000) })).toEqual(new Date('2026-11-24T13:00:00.000Z'));
  });

  test('has room again at that moment, and not before it', async () => {
    const spent = { provider: 'over-the-hour', perHour: 1 };
    expect(await spendCall(bot(0), { ...spent, at: noon })).toBeNull();
    const free = await spendCall(bot(1), { ...spent, at: after(1) });
    expect(await spendCall(bot(1), { ...spent, at: new Date((free?.getTime() ?? 0) - 1) })).toEqual(free);
    expect(await spendCall(bot(0), { ...spent, at: free ?? noon })).toBeNull();
    expect(free?.getTime()).toBeLessThanOrEqual(noon.getTime() + hour);
  });

  test('counts each provider for itself', async () => {
    expect(await spendCall(bot(0), { provider: 'one', perHour: 1, at: noon })).toBeNull();
    expect(await spendCall(bot(1), { provider: 'other', perHour: 1, at: noon })).toBeNull();
    expect(await spendCall(bot(1), { provider: 'one', perHour: 1, at: noon })).not.toBeNull();
  });

  test('is not exceeded by bots that ask at the same instant, whatever minute each of them has', async () => {
    const asked = Array.from({ length: 40 }, (_, place) =>
      spendCall(bot(place), { provider: 'asked-at-once', perHour: 7, at: after((place % 5) * 60_000) }),
    );
    expect((await Promise.all(asked)).filter((free) => free === null)).toHaveLength(7);
  });
}
