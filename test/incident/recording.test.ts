/** An answer is written down once, whatever the database says meanwhile. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseError, type Db } from '../../src/platform/db/db.ts';
import { done } from './cast.ts';
import { openWorld, viewAfter, type World, worldOn } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

/** The same database, whose connection breaks right after the commits that `breaks` asks for. */
function deafAfterCommit(db: Db, breaks: () => boolean): Db {
  return {
    ...db,
    async transaction(work) {
      const result = await db.transaction(work);
      if (breaks()) throw new DatabaseError('Connection terminated unexpectedly', { unreachable: true, code: null });
      return result;
    },
  };
}

describe('the answer of an action', () => {
  test('whose commit nobody heard of stands once, and is not called late', async () => {
    const incident = await world.declare();
    let broken = 0;
    let struck = false;
    const db = deafAfterCommit(world.db, () => struck && broken++ === 0);
    const deaf = worldOn(db, { twin: world });
    world.cast.script('credential.strike', () => {
      struck = true;
      return done({ summary: 'struck', calls: [{ call: 'lock', target: 'c1', answer: 'locked' }] });
    });
    viewAfter(await world.approve(incident, 'ana'));
    await deaf.settle();
    expect(broken).toBeGreaterThan(0);
    const strikes = (await world.entries(incident)).filter((entry) => 'step' in entry.data && entry.data.step === 'strike');
    expect(strikes.map(({ type }) => type)).toEqual(['step.started', 'step.done']);
    expect((await world.view(incident)).state).toBe('contained');
  });

  test('that the database will not take makes a stuck step, not an endless one', async () => {
    // PostgreSQL keeps no NUL in JSON.
    world.cast.script('credential.identify', done({ summary: 'found', facts: { name: 'a\u0000b' } }));
    const incident = await world.declare();
    const [stuck] = await world.entriesOf(incident, 'step.stuck');
    expect(stuck?.body?.reason).toBe(
      'credential.identify answered, but the database does not take what it answered: the log says why.',
    );
    expect(world.log.filter(({ message }) => message === 'an answer could not be recorded yet')).toHaveLength(5);
    expect(world.cast.called('credential.identify')).toHaveLength(1);
  });
});
