/** Ours as a contender: open incidents of a playbook with a long row of read-only steps whose actions answer at once. */
import type { Action } from '../src/incident/action.ts';
import { openDatabase } from '../src/platform/db/open.ts';
import { type Contender, counted } from './contender.ts';
import { openOurs } from './ours.ts';

/** `steps` steps, one after another. The limits are far away: no timer fires during a bench. */
const walkPlaybook = (steps: number): string => `playbook: walk
title: A walk
within: 500h
stages:
  walk:
    within: 500h
    steps:
${Array.from({ length: steps }, (_, place) => `      - { do: bench.step, id: step-${place + 1} }`).join('\n')}
    next: end
`;

function stepAction(ran: () => void): Action {
  return {
    name: 'bench.step',
    version: 1,
    effect: 'read',
    gives: 'document',
    limitMs: 5_000,
    async run() {
      ran();
      return { kind: 'done', output: { summary: 'done' } };
    },
  };
}

/** A job is a step: claimed, recorded as started, done, recorded as done, the playbook moved, the next job made. */
export function staunch(steps: number, workers: number): Contender {
  return {
    name: `Staunch, ${counted(workers, 'worker')}`,
    async open(url) {
      const db = await openDatabase({ type: 'postgres', url, report: () => undefined });
      let ran = 0;
      const count = () => {
        ran += 1;
      };
      const ours = await openOurs({
        db,
        shared: true,
        playbook: walkPlaybook(steps),
        actions: [stepAction(count)],
        calls: { provider: '', concurrency: 1 },
      });
      let waiting = await openIncidents();

      async function openIncidents(): Promise<number> {
        const [row] = await db.query<{ open: number }>("select count(*)::int as open from incident where status <> 'closed'");
        return row?.open ?? 0;
      }

      return {
        async fill(rows) {
          for (let declared = 0; declared < rows; declared += 1) await ours.declare();
          waiting += rows;
        },
        async empty(isOver) {
          ran = 0;
          await ours.work(workers, async () => {
            return isOver() || (ran >= waiting * steps && (await openIncidents()) === 0);
          });
          waiting = 0;
          return ran;
        },
        close: () => db.close(),
      };
    },
  };
}
