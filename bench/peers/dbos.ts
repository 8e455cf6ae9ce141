/** DBOS: workflows whose steps answer at once, each step's answer committed before the next begins. */
import { type Contender, counted } from '../contender.ts';

/** As many connections as Staunch keeps. */
const poolSize = 12;
const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A row is a workflow of `steps` steps. */
export function dbos(steps: number, workflows: number): Contender {
  return {
    name: `DBOS, ${counted(workflows, 'workflow')} at once`,
    async open(systemDatabaseUrl) {
      // Loaded only here: where it does not install, the other figures stand.
      const { DBOS } = await import('@dbos-inc/dbos-sdk');
      const walk = DBOS.registerWorkflow(
        async () => {
          for (let place = 1; place <= steps; place += 1) await DBOS.runStep(async () => 'done', { name: `step-${place}` });
        },
        { name: 'walk' },
      );
      DBOS.setConfig({ name: 'bench', systemDatabaseUrl, systemDatabasePoolSize: poolSize, logger: quiet });
      await DBOS.launch();
      let waiting = 0;

      async function walkUntilNone(isOver: () => boolean): Promise<number> {
        let done = 0;
        for (; waiting > 0 && !isOver(); done += steps) {
          waiting -= 1;
          await walk();
        }
        return done;
      }

      return {
        async fill(rows) {
          waiting += rows;
        },
        async empty(isOver) {
          const counts = await Promise.all(Array.from({ length: workflows }, () => walkUntilNone(isOver)));
          return counts.reduce((sum, count) => sum + count, 0);
        },
        close: () => DBOS.shutdown({ deregister: true }),
      };
    },
  };
}
