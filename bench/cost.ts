/** What a job costs its database: how often the client waits for an answer, and how many transactions are committed. */
import { type Contender, never } from './contender.ts';
import { countingProxy } from './counting-proxy.ts';
import type { BenchServer } from './server.ts';

export type Cost = { roundTrips: number; commits: number };

/** Counted on `rows` rows of jobs; connecting, filling and closing are left out. */
export async function costOf(server: BenchServer, contender: Contender, rows: number): Promise<Cost> {
  return { roundTrips: await roundTripsOf(server, contender, rows), commits: await commitsOf(server, contender, rows) };
}

async function roundTripsOf(server: BenchServer, contender: Contender, rows: number): Promise<number> {
  const proxy = await countingProxy(server.port);
  try {
    const opened = await contender.open(await server.create(proxy.port));
    try {
      await opened.fill(rows);
      await opened.empty(never);
      await opened.fill(rows);
      const before = proxy.roundTrips();
      const jobs = await opened.empty(never);
      return (proxy.roundTrips() - before) / jobs;
    } finally {
      await opened.close();
    }
  } finally {
    await proxy.close();
  }
}

/** The server counts a client's commits once it has left: so each part is a visit of its own. */
async function commitsOf(server: BenchServer, contender: Contender, rows: number): Promise<number> {
  const url = await server.create();
  const visit = async (work: (opened: Awaited<ReturnType<Contender['open']>>) => Promise<unknown>) => {
    const before = await server.commits(url);
    const opened = await contender.open(url);
    const answer = await work(opened);
    await opened.close();
    return { answer, commits: (await server.commits(url)) - before };
  };
  await visit((opened) => opened.fill(rows));
  const idle = await visit(async () => undefined);
  const busy = await visit((opened) => opened.empty(never));
  return (busy.commits - idle.commits) / (busy.answer as number);
}
