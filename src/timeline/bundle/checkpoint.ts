import { sha256Hex } from '../../platform/canonical.ts';
import { noHead } from '../chain.ts';

/** What a checkpoint counts; hashes in lower-case hex. */
export type Counted = {
  opening: { incident: string; number: number };
  register: readonly { hash: string }[];
  entries: readonly { hash: string }[];
  usage: readonly unknown[];
};

/**
 * The exact text that the bot signs at the end of a bundle, each line ended by a line feed: how many there are of everything,
 * and a digest of `before`, the whole file up to the checkpoint's line.
 */
export function checkpointText({ opening, register, entries, usage }: Counted, before: string): string {
  return [
    'staunch bundle v1',
    `incident ${opening.incident}`,
    `number ${opening.number}`,
    `entries ${entries.length}`,
    `head ${headOf(entries)}`,
    `register ${register.length} ${headOf(register)}`,
    `usage ${usage.length}`,
    `lines ${sha256Hex(before)}`,
    '',
  ].join('\n');
}

const headOf = (links: Counted['entries']) => links.at(-1)?.hash ?? noHead.toString('hex');
