/** Two bots on a real PostgreSQL: the witness, usage rows and a purge, where statements really run beside each other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workOne } from '../../src/incident/worker.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openPostgres } from '../../src/platform/db/postgres.ts';
import { readUsage } from '../../src/timeline/usage.ts';
import { readWitnessLine } from '../../src/timeline/witness.ts';
import { available, startPostgres, type TestPostgres } from '../servers/postgres.ts';
import { done } from './cast.ts';
import { minutes, viewAfter, type World, worldOn } from './world.ts';

const version = 15;
const never = new AbortController().signal;

describe.skipIf(!available(version))('the record between two bots on PostgreSQL', () => {
  let server: TestPostgres;
  let dbs: Db[];
  let one: World;
  let two: World;
  let lines: string[] = [];
  let broken = false;
  const witness = {
    async write(line: string) {
      if (broken) throw new Error('ENOSPC');
      lines.push(line);
    },
  };

  beforeAll(async () => {
    server = await startPostgres(version);
    const { user, password } = server.superuser;
    const url = `postgresql://${user}:${password}@127.0.0.1:${server.port}/postgres`;
    dbs = await Promise.all([1, 2].map(() => openPostgres(url, () => undefined)));
    await migrate(dbs[0] as Db);
    one = worldOn(dbs[0] as Db, { witness });
    two = worldOn(dbs[1] as Db, { twin: one, witness });
  });
  afterAll(async () => {
    await Promise.all(dbs.map((db) => db.close()));
    await server.stop();
  });

  async function workTogether(): Promise<void> {
    await Promise.all(
      [one, two, one, two].map(async ({ engine }) => {
        for (let idle = 0; idle < 5; ) idle = (await workOne(engine.work, never)) ? 0 : idle + 1;
      }),
    );
    await one.settle();
  }

  test('each of ten incidents has its last change witnessed, whoever did it', async () => {
    lines = [];
    const incidents = await Promise.all(
      Array.from({ length: 10 }, (_, place) => (place % 2 === 0 ? one : two).declare({ settled: false })),
    );
    await workTogether();
    await Promise.all(incidents.map((incident) => two.send(incident, 'close', { reason: 'Mistaken.' }).then(viewAfter)));
    await workTogether();
    const told = lines.map((line) => readWitnessLine(line.trimEnd())?.statement);
    for (const incident of incidents) {
      const last = told.filter((said) => said?.incident === incident).at(-1);
      expect(last?.seq).toBe((await one.entries(incident)).length);
    }
  });

  test('a file that neither can write raises one alarm', async () => {
    const incident = await one.declare();
    broken = true;
    viewAfter(await two.approve(incident, 'ana'));
    await workTogether();
    await one.forward(minutes(5));
    expect(await one.entriesOf(incident, 'alarm.raised')).toHaveLength(1);
    broken = false;
    await one.forward(minutes(1));
  });

  test('what one bot purges, the other cannot know any more', async () => {
    const rows = [{ at: null, from: 'canary', as: 'app', what: 'a session', program: null }];
    one.cast.script(
      'credential.identify',
      done({ summary: 'found', facts: { breaks: ['canary'] }, usage: { source: 'there', rows } }),
    );
    const incident = await two.declare();
    const seqOf = async (type: string) => (await one.entries(incident)).findLast((entry) => entry.type === type)?.seq ?? 0;
    expect(await readUsage(one.db.query, incident)).toHaveLength(1);
    for (const type of ['credential.identified', 'usage.recorded']) {
      viewAfter(await one.send(incident, 'purge', { entry: await seqOf(type), reason: 'A name.' }));
    }
    expect(await readUsage(two.db.query, incident)).toEqual([]);
    const seen: unknown[] = [];
    one.cast.script('credential.strike', (input) => {
      seen.push(input.credential?.facts);
      return done({ summary: 'struck', calls: [] });
    });
    viewAfter(await two.approve(incident, 'ana'));
    await two.settle();
    expect(seen).toEqual([null]);
    const left = await one.db.query("select 1 from entry_body where incident = $1 and body like '%canary%'", [incident]);
    expect(left).toEqual([]);
  });
});
