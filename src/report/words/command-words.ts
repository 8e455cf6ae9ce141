/** A command as people type it: the record's own names are for machines. */
import type { EntryOf } from '../../timeline/entry.ts';

const verdicts = { approve: 'approve', reject: 'reject', alone: 'act alone' } as const;

/** A record of a version before does not say which of the three a decision was. */
export function commandWords({ command, verdict }: EntryOf<'command.refused'>['data']): string {
  if (command !== 'decide') return command;
  return verdict === undefined ? 'approve or reject' : verdicts[verdict];
}
