import type { Action } from '../../incident/action.ts';
import { postMortem } from '../../report/post-mortem.ts';

/** A report is text made from a record in memory, and one small file. */
const writeLimitMs = 30_000;

/** Writes the report down, as far as the record goes. `write` answers where it lies now. */
export function reportWrite(write: (incident: { id: string; number: number }, markdown: string) => Promise<string>): Action {
  return {
    name: 'report.write',
    version: 1,
    // Nothing outside is touched: the file is the bot's own, and writing it again changes nothing.
    effect: 'read',
    gives: 'document',
    limitMs: writeLimitMs,
    async run({ incident }, context) {
      const markdown = postMortem(await context.record());
      const path = await write({ id: incident.id, number: incident.number }, markdown);
      return { kind: 'done', output: { summary: `written to ${path}; its parts marked TODO are for people` } };
    },
  };
}
