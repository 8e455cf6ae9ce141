/**
 * How many jobs a second the engine finishes with everything recorded (claim, started, done, transition, chain, snapshot),
 * beside pg-boss, which fetches and completes jobs without a record, and DBOS, which records the answer of each step.
 */
import { type Contender, counted } from './contender.ts';
import { contest, type Tell } from './contest.ts';
import { costOf } from './cost.ts';
import { dbos } from './peers/dbos.ts';
import { pgBoss } from './peers/pg-boss.ts';
import { compared, type Row } from './row.ts';
import type { BenchServer } from './server.ts';
import { staunch } from './walk.ts';

export type EngineSize = {
  incidents: number;
  /** Jobs of an incident, one after another. */
  steps: number;
  rounds: number;
  /** Workers, fetchers, workflows at once. */
  hands: readonly number[];
  batches: readonly number[];
  /** Incidents of the runs in which round trips and commits are counted. */
  countedIncidents: number;
};

export const engineSize: EngineSize = {
  incidents: 200,
  steps: 20,
  rounds: 3,
  hands: [1, 8],
  batches: [1, 10, 100],
  countedIncidents: 20,
};
/** Says only that everything runs. */
export const smallEngineSize: EngineSize = { incidents: 3, steps: 4, rounds: 1, hands: [2], batches: [1], countedIncidents: 2 };

export async function benchEngine(server: BenchServer, size: EngineSize, tell: Tell): Promise<Row[]> {
  const bouts = size.hands.map((hands) => ({
    hands,
    ours: staunch(size.steps, hands),
    peers: [...size.batches.map((batch) => pgBoss(size.steps, hands, batch)), dbos(size.steps, hands)],
  }));
  const contenders = bouts.flatMap(({ ours, peers }) => [ours, ...peers]);
  const { rounds, incidents } = size;
  const figures = await contest(server, contenders, { rounds, rows: incidents, warmUp: Math.max(...size.hands) }, tell);
  const figureOf = ({ name }: Contender) => figures.get(name) ?? { absent: `${name} was not run.` };
  const speeds = bouts.flatMap(({ hands, ours, peers }) =>
    peers.map((peer) =>
      compared(`jobs finished, ${counted(hands, 'worker')}`, 'jobs/s', figureOf(ours), {
        name: peer.name,
        figure: figureOf(peer),
      }),
    ),
  );
  return [...speeds, ...(await costs(server, size, tell))];
}

/** Beside pg-boss one job at a time: what a batch saves is not saved by a job that has to be recorded by itself. */
async function costs(server: BenchServer, { hands, steps, countedIncidents }: EngineSize, tell: Tell): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of hands) {
    const peer = pgBoss(steps, count, 1);
    tell(`counting round trips and commits, ${counted(count, 'worker')}`);
    const ours = await costOf(server, staunch(steps, count), countedIncidents);
    const theirs = await costOf(server, peer, countedIncidents);
    const row = (name: string, unit: string, of: (cost: typeof ours) => number) =>
      compared(`${name}, ${counted(count, 'worker')}`, unit, of(ours), { name: peer.name, figure: of(theirs) });
    rows.push(row('round trips a job', 'round trips', (cost) => cost.roundTrips));
    rows.push(row('commits a job', 'commits', (cost) => cost.commits));
  }
  return rows;
}
