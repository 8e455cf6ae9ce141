import { systemClock } from '../platform/clock.ts';
import { type Db, instant } from '../platform/db/db.ts';
import { type FollowingClock, followingClock } from '../platform/following-clock.ts';

/** Where the time of a house comes from: the database that bots share, else this machine, whose process is alone. */
export function houseClock(db: Db, shared: boolean): Promise<FollowingClock> {
  if (!shared) return followingClock({ goesBack: false, now: () => Promise.resolve(systemClock.now()) });
  return followingClock({
    goesBack: true,
    async now() {
      const [row] = await db.query('select clock_timestamp() as now');
      return instant(row?.now);
    },
  });
}
