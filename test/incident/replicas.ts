/** Two bots on one real PostgreSQL: what only shows when transactions really run beside each other. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { abandonPractice } from '../../src/incident/abandon.ts';
import { workOne } from '../../src/incident/worker.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openPostgres } from '../../src/platform/db/postgres.ts';
import { available, startPostgres, type TestPostgres, type Version } from '../servers/postgres.ts';
import { done } from './cast.ts';
import { viewAfter, type World, worldOn } from './world.ts';

const never = new AbortController().signal;

export function replicasOn(version: Version): void {
  describe.skipIf(!available(version))(`two bots on PostgreSQL ${version}`, () => {
    let server: TestPostgres;
    let dbs: Db[];
    let one: World;
    let two: World;
    beforeAll(async () => {
      server = await startPostgres(version);
      const { user, password } = server.superuser;
      const url = `postgresql://${user}:${password}@127.0.0.1:${server.port}/postgres`;
      dbs = await Promise.all([1, 2].map(() => openPostgres(url, () => undefined)));
      await migrate(dbs[0] as Db);
      one = worldOn(dbs[0] as Db);
      two = worldOn(dbs[1] as Db, { twin: one });
    });
    afterAll(async () => {
      await Promise.all(dbs.map((db) => db.close()));
      await server.stop();
    });
    beforeEach(() => one.calm());

    /** Both bots work with several hands until nothing is due for either. */
    async function workTogether(): Promise<void> {
      const hands = [one, two, one, two, one, two].map(async ({ engine }) => {
        // A hand that finds nothing may have looked while the others held everything: it looks a few times more.
        for (let idle = 0; idle < 5; ) idle = (await workOne(engine.work, never)) ? 0 : idle + 1;
      });
      await Promise.all(hands);
      await one.settle();
    }
    const deadlocks = async () => (await server.log()).split('\n').filter((line) => line.includes('deadlock detected'));
    const count = async (incident: string, type: string) =>
      (await one.types(incident)).filter((other) => other === type).length;

    test('carry twelve incidents to their containment together, each step once and no deadlock', async () => {
      const incidents = await Promise.all(
        Array.from({ length: 12 }, (_, place) => (place % 2 === 0 ? one : two).declare({ settled: false })),
      );
      await workTogether();
      await Promise.all(
        incidents.map((incident, place) => (place % 2 === 0 ? two : one).approve(incident, 'ana').then(viewAfter)),
      );
      await workTogether();
      for (const incident of incidents) {
        expect((await one.view(incident)).state).toBe('contained');
        expect(await count(incident, 'step.late')).toBe(0);
        expect(await one.entriesOf(incident, 'step.done')).toHaveLength(5);
      }
      expect(one.cast.called('credential.strike')).toHaveLength(12);
      expect(await deadlocks()).toEqual([]);
    });

    test('take twenty approvals of one person at once for one decision', async () => {
      const incident = await one.declare();
      const plan = (await one.view(incident)).plans[0]?.hash ?? '';
      const sent = await Promise.all(
        Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? one : two).approve(incident, 'ana', { plan })),
      );
      expect(sent.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await count(incident, 'decision.recorded')).toBe(1);
      expect(await count(incident, 'command.refused')).toBe(19);
    });

    test('take the same leak declared on both at once for one incident', async () => {
      const locator = { role: 'the-shop' };
      const opened = await Promise.all(
        Array.from({ length: 8 }, (_, place) => (place % 2 === 0 ? one : two).declare({ locator, settled: false })),
      );
      expect(new Set(opened).size).toBe(1);
      expect(await count(opened[0] as string, 'declaration.joined')).toBe(7);
    });

    test('number incidents without gaps when both open some at once', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, place) => (place % 2 === 0 ? one : two).declare({ settled: false })));
      const rows = await one.db.query<{ number: number }>('select number from register order by number');
      expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
    });

    test('never lose a leak that is declared in the moment its incident is closed', async () => {
      for (let round = 0; round < 8; round += 1) {
        const locator = { role: `closing-${round}` };
        const old = await one.declare({ locator, settled: false });
        const { work } = one.engine;
        const [fresh] = await Promise.all([two.declare({ locator, settled: false }), abandonPractice(work)]);
        // Either it joined and was closed with the old one a moment later, or it has an open incident of its own.
        const joinedAt = (await one.types(old)).indexOf('declaration.joined');
        const closedAt = (await one.types(old)).indexOf('incident.closed');
        if (fresh === old) expect(joinedAt).toBeLessThan(closedAt);
        else expect(joinedAt).toBe(-1);
      }
      expect(await deadlocks()).toEqual([]);
    });

    test('commands and work on one incident wait for each other and never block for good', async () => {
      const incident = await one.declare();
      viewAfter(await one.approve(incident, 'ana'));
      const notes = Array.from({ length: 20 }, (_, place) =>
        (place % 2 === 0 ? one : two).send(incident, 'note', { text: `note ${place}` }),
      );
      await Promise.all([workTogether(), ...notes]);
      expect(await count(incident, 'note.added')).toBe(20);
      expect((await one.view(incident)).state).toBe('contained');
      expect(await deadlocks()).toEqual([]);
    });

    test('begin no more strikes together than the hourly budget has', async () => {
      const [few, fewer] = dbs.map((db) => worldOn(db, { twin: one, strikesPerHour: 5 })) as [World, World];
      const incidents = await Promise.all(Array.from({ length: 12 }, () => one.declare({ settled: false })));
      await workTogether();
      await Promise.all(incidents.map((incident) => one.approve(incident, 'ana').then(viewAfter)));
      const hands = [few, fewer, few, fewer, few, fewer].map(async ({ engine }) => {
        for (let idle = 0; idle < 5; ) idle = (await workOne(engine.work, never)) ? 0 : idle + 1;
      });
      await Promise.all(hands);
      await few.settle();
      expect(one.cast.called('credential.strike')).toHaveLength(5);
      const states = await Promise.all(incidents.map(async (incident) => (await one.view(incident)).state));
      expect(states.filter((state) => state === 'contained')).toHaveLength(5);
      expect(await few.desk.budget()).toMatchObject({ used: 5, left: 0 });
      expect(await deadlocks()).toEqual([]);
    });

    test('are stopped in the middle of twelve strikes: none is begun from then on until resume', async () => {
      const incidents = await Promise.all(Array.from({ length: 12 }, () => one.declare({ settled: false })));
      await workTogether();
      await Promise.all(incidents.map((incident) => one.approve(incident, 'ana').then(viewAfter)));
      const order = { provider: null, actor: { person: 'ben', account: 'somebody' } };
      const struck = done({ summary: 'struck', calls: [{ call: 'lock', target: 'c1', answer: 'locked' }] });
      one.cast.script('credential.strike', struck, struck, async () => {
        expect(await two.desk.stop({ ...order, reason: 'wrong role' })).toMatchObject({ ok: true, already: false });
        return struck;
      });
      await workTogether();
      for (const incident of incidents) {
        const told = await one.entries(incident);
        const stop = told.findIndex(({ type }) => type === 'calls.stopped');
        expect(stop).toBeGreaterThan(0);
        const strikes = told
          .slice(stop)
          .filter(({ type, data }) => type === 'step.started' && JSON.stringify(data).includes('strike'));
        expect(strikes).toEqual([]);
      }
      expect(one.cast.called('credential.strike').length).toBeLessThan(12);

      expect(await two.desk.resume(order)).toMatchObject({ ok: true });
      await workTogether();
      for (const incident of incidents) expect((await one.view(incident)).state).toBe('contained');
    });
  });
}
