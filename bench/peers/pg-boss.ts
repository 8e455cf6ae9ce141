/** pg-boss at what it does best: jobs without a record, fetched and completed a batch at a time. */
import { PgBoss } from 'pg-boss';
import { type Contender, counted } from '../contender.ts';

const queue = 'bench';
/** As many connections as Staunch keeps. */
const poolSize = 12;

/** `fetchers` at once fetch `batch` jobs, do nothing with them and complete them; `steps` jobs are a row. */
export function pgBoss(steps: number, fetchers: number, batch: number): Contender {
  return {
    name: `pg-boss, batch ${batch}, ${counted(fetchers, 'fetcher')}`,
    async open(connectionString) {
      // Nothing of its own runs beside the jobs that are counted.
      const boss = new PgBoss({ connectionString, max: poolSize, supervise: false, schedule: false });
      const troubles: Error[] = [];
      boss.on('error', (error) => void troubles.push(error));
      await boss.start();
      await boss.createQueue(queue);
      return {
        async fill(rows) {
          await boss.insert(
            queue,
            Array.from({ length: rows * steps }, (_, place) => ({ data: { place } })),
          );
        },
        async empty(isOver) {
          const counts = await Promise.all(Array.from({ length: fetchers }, () => fetchUntilNone(boss, batch, isOver)));
          if (troubles[0] !== undefined) throw troubles[0];
          return counts.reduce((sum, count) => sum + count, 0);
        },
        close: () => boss.stop({ graceful: false }),
      };
    },
  };
}

async function fetchUntilNone(boss: PgBoss, batchSize: number, isOver: () => boolean): Promise<number> {
  let done = 0;
  while (!isOver()) {
    const jobs = await boss.fetch(queue, { batchSize });
    if (jobs.length === 0) break;
    await boss.complete(
      queue,
      jobs.map(({ id }) => id),
    );
    done += jobs.length;
  }
  return done;
}
