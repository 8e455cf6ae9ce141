import { describe, expect, it } from 'vitest';
import { followingClock, type Reference } from '../../src/platform/following-clock.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-11-24T12:00:00.000Z');

/** A machine and a reference whose clocks the test sets. */
async function machine({ goesBack }: Pick<Reference, 'goesBack'>) {
  const time = { steady: 5_000, reference: noon, lagMs: 0 };
  const pass = (ms: number) => {
    time.steady += ms;
    time.reference += ms;
  };
  const reference: Reference = {
    goesBack,
    async now() {
      pass(time.lagMs / 2);
      const at = new Date(time.reference);
      pass(time.lagMs / 2);
      return at;
    },
  };
  const clock = await followingClock(reference, () => time.steady);
  return { clock, time, pass };
}

describe('a clock that follows another', () => {
  it('tells its time and goes on by itself in between', async () => {
    const { clock, pass } = await machine({ goesBack: true });
    expect(clock.now()).toEqual(new Date(noon));
    pass(90_000);
    expect(clock.now()).toEqual(new Date(noon + 90_000));
  });

  it('does not take the way to the other clock for time', async () => {
    const { clock, time } = await machine({ goesBack: true });
    time.lagMs = 800;
    expect(await clock.follow()).toBe(0);
    expect(clock.now()).toEqual(new Date(noon + 800));
  });

  it.each([
    ['forward', hour],
    ['back', -hour],
  ])('goes %s with the other clock, and says by how much', async (_, stepMs) => {
    const { clock, time } = await machine({ goesBack: true });
    time.reference += stepMs;
    expect(clock.now()).toEqual(new Date(noon));
    expect(await clock.follow()).toBe(stepMs);
    expect(clock.now()).toEqual(new Date(noon + stepMs));
    expect(await clock.follow()).toBe(0);
  });

  it('alone, never goes back: what is due soon stays due soon', async () => {
    const { clock, time, pass } = await machine({ goesBack: false });
    time.reference -= hour;
    expect(await clock.follow()).toBe(0);
    pass(1_000);
    expect(clock.now()).toEqual(new Date(noon + 1_000));
  });

  it('alone, goes forward: the machine slept, or its clock was behind', async () => {
    const { clock, time } = await machine({ goesBack: false });
    time.reference += hour;
    expect(await clock.follow()).toBe(hour);
    expect(clock.now()).toEqual(new Date(noon + hour));
  });

  it('keeps its time when the other clock cannot be read', async () => {
    const time = { steady: 0, away: false };
    const reference: Reference = {
      goesBack: true,
      now: () => (time.away ? Promise.reject(new Error('away')) : Promise.resolve(new Date(noon))),
    };
    const clock = await followingClock(reference, () => time.steady);
    time.away = true;
    await expect(clock.follow()).rejects.toThrow('away');
    time.steady += 10;
    expect(clock.now()).toEqual(new Date(noon + 10));
  });
});
