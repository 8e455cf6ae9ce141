/** A process that takes a folder's lock at a given moment, says how that went, and keeps it until it is killed. */
import { takeLock } from '../../../src/platform/db/lock.ts';

const [folder = '', command = '', at = '0'] = process.argv.slice(2);
// Several of these are to meet at the same instant.
while (Date.now() < Number(at));
try {
  takeLock(folder, { command, now: new Date(), socket: null });
  process.stdout.write(`${JSON.stringify({ held: true, message: '' })}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ held: false, message: (error as Error).message })}\n`);
}
