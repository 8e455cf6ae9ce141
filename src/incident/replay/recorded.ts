import type { Movement } from '../../timeline/chain.ts';
import type { Entry } from '../../timeline/entry.ts';

/** An entry with the move of the playbook that it says it caused; null when it says of none. */
export type Recorded = { entry: Entry; movement: Movement | null };

/** What is wrong with a record: at which entry (null: with none of them alone), and why, in a sentence. */
export type RecordFault = { seq: number | null; what: string };
