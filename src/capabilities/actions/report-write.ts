import type { Action } from '../../incident/action.ts';
import type { Documents } from '../../report/edition.ts';
import { postMortem } from '../../report/post-mortem.ts';

/** A report is text made from a record in memory, and three small files. */
const writeLimitMs = 30_000;

/** Writes the report down, as far as the record goes. `write` answers where its Markdown lies now. */
export function reportWrite(
  write: (incident: { id: string; number: number }, documents: Documents) => Promise<string>,
): Action {
  return {
    name: 'report.write',
    version: 1,
    // Nothing outside is touched: the files are the bot's own, and writing them again changes nothing.
    effect: 'read',
    gives: 'document',
    limitMs: writeLimitMs,
    async run({ incident }, context) {
      const record = await context.record();
      const of = (format: keyof Documents) => postMortem(record, { format, audience: 'internal' });
      const documents = { md: of('md'), html: of('html'), json: of('json') };
      try {
        const path = await write({ id: incident.id, number: incident.number }, documents);
        const summary = `written to ${path}, with .html and .json beside it; its parts marked TODO are for people`;
        return { kind: 'done', output: { summary } };
      } catch (error) {
        if (!isSystemTrouble(error)) throw error;
        const still =
          'Only the files are missing: the record is whole, and `report` shows it. Make room or mend the folder, then retry.';
        const reason = `The report could not be written: ${error.message}. ${still}`;
        return { kind: 'failed', failure: { class: 'retryable', reason } };
      }
    },
  };
}

/** What the system says of a disk or a folder: ENOSPC, EROFS, EACCES and their like. */
const isSystemTrouble = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
