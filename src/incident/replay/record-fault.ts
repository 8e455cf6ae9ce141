/** What is wrong with a record: at which entry (null: with none of them alone), and why, in a sentence. */
export type RecordFault = { seq: number | null; what: string };
