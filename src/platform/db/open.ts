import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFolder } from '../folder.ts';
import type { Db } from './db.ts';
import { openEmbedded } from './embedded.ts';
import { takeLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';

export type Where =
  | { type: 'postgres'; url: string; report(message: string): void }
  /** `socket`: where this process will answer others while it holds the folder; null if it will not. */
  | { type: 'embedded'; folder: string; command: string; now: Date; socket: string | null };

/**
 * Opens the database and brings its schema up to date. The embedded one is locked for this process until `close`.
 * Throws `FolderLocked` (another process has it) or `DatabaseError`.
 */
export async function openDatabase(where: Where): Promise<Db> {
  if (where.type === 'postgres') return migrated(await openPostgres(where.url, where.report));
  const lock = takeLock(where.folder, where);
  try {
    const db = await migrated(await openInFolder(where.folder));
    return {
      ...db,
      async close() {
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A database that was killed while it was being made holds nothing and cannot be opened: it is made again. */
async function openInFolder(folder: string): Promise<Db> {
  const rows = join(folder, 'database');
  const making = join(folder, 'database.making');
  if (existsSync(making)) rmSync(rows, { recursive: true, force: true });
  const isNew = !existsSync(rows);
  if (isNew)
    writeFileSync(making, 'A new database is being made. While this file is here, nothing is in it.\n', { mode: 0o600 });
  ensurePrivateFolder(rows);
  const db = await openEmbedded(rows);
  if (isNew) rmSync(making);
  return db;
}

async function migrated(db: Db): Promise<Db> {
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}
