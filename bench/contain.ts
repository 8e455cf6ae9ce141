/** How much the record of it slows down the striking of many credentials at once, beside the provider's own time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/platform/db/open.ts';
import { type Containment, idealMs, strikeAll } from './containment.ts';
import type { Tell } from './contest.ts';
import type { Ground } from './ours.ts';
import { type Absent, compared, type Row } from './row.ts';
import type { BenchServer } from './server.ts';

export type ContainSize = { credentials: readonly number[]; concurrency: readonly number[] };

export const containSize: ContainSize = { credentials: [40, 1_000], concurrency: [8, 32] };
/** Says only that everything runs. */
export const smallContainSize: ContainSize = { credentials: [4], concurrency: [2] };

export async function benchContain(server: BenchServer, size: ContainSize, tell: Tell): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [place, on] of [['PostgreSQL', onPostgres(server)] as const, ['embedded database', onEmbedded] as const]) {
    for (const credentials of size.credentials) {
      for (const concurrency of size.concurrency) {
        const containment = { credentials, concurrency };
        const wall = await wallOf(on, containment);
        const row = compared(`${credentials} credentials, ${concurrency} at once, ${place}`, 's', wall, {
          name: 'ideal',
          figure: idealMs(containment) / 1000,
        });
        tell(`${row.name}: ${row.value ?? row.note} s, ideal ${row.peerValue} s`);
        rows.push(row);
      }
    }
  }
  return rows;
}

/** A new database for the time of `work`. */
type On = <T>(work: (ground: Ground) => Promise<T>) => Promise<T>;

/** In seconds. */
async function wallOf(on: On, containment: Containment): Promise<number | Absent> {
  try {
    return (await on((ground) => strikeAll(ground, containment))) / 1000;
  } catch (error) {
    return { absent: `Not measured: ${(error as Error).message}` };
  }
}

function onPostgres(server: BenchServer): On {
  return async (work) => {
    const db = await openDatabase({ type: 'postgres', url: await server.create(), report: () => undefined });
    try {
      return await work({ db, shared: true });
    } finally {
      await db.close();
    }
  };
}

const onEmbedded: On = async (work) => {
  const folder = mkdtempSync(join(tmpdir(), 'staunch-bench-'));
  try {
    const db = await openDatabase({ type: 'embedded', folder, command: 'bench', now: new Date(), socket: null });
    try {
      return await work({ db, shared: false });
    } finally {
      await db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
