/** Times contenders in turn, several times round, so that a noisy minute of the machine falls on all of them. */
import { after, type Contender, never } from './contender.ts';
import type { Absent } from './row.ts';
import type { BenchServer } from './server.ts';
import { type Spread, spreadOf } from './spread.ts';

/** A run that is not done by then is cut there, and counts what it did. */
const mostRunMs = 6_000;
/** After this only those run that have no figure yet. */
const mostMs = 110_000;

export type Tell = (line: string) => void;
export type ContestSize = {
  rounds: number /** Rows of jobs in a run. */;
  rows: number /** Rows done before, untimed. */;
  warmUp: number;
};

/** Jobs a second by the contender's name. Each run begins on a new database, so none inherits the rows of another. */
export async function contest(
  server: BenchServer,
  contenders: readonly Contender[],
  size: ContestSize,
  tell: Tell,
): Promise<Map<string, Spread | Absent>> {
  const runs = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const absent = new Map<string, Absent>();
  const isOver = after(mostMs);
  for (let round = 1; round <= size.rounds; round += 1) {
    for (const contender of contenders) {
      if (absent.has(contender.name) || (round > 1 && isOver())) continue;
      try {
        const figure = await timed(await server.create(), contender, size);
        runs.get(contender.name)?.push(figure);
        tell(`round ${round} of ${size.rounds}: ${contender.name}: ${Math.round(figure)} jobs/s`);
      } catch (error) {
        absent.set(contender.name, { absent: `${contender.name} did not run here: ${(error as Error).message}` });
        tell(absent.get(contender.name)?.absent ?? '');
      }
    }
  }
  return new Map([...runs].map(([name, figures]) => [name, absent.get(name) ?? spreadOf(figures)]));
}

async function timed(url: string, contender: Contender, size: ContestSize): Promise<number> {
  const opened = await contender.open(url);
  try {
    await opened.fill(size.warmUp);
    await opened.empty(never);
    await opened.fill(size.rows);
    const start = performance.now();
    const jobs = await opened.empty(after(mostRunMs));
    return jobs / ((performance.now() - start) / 1000);
  } finally {
    await opened.close();
  }
}
