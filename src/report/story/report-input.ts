import type { Entry } from '../../timeline/entry.ts';

/** What a report is made from: the record, and the titles and limits of the playbook that drove it. Times in milliseconds. */
export type ReportInput = {
  number: number;
  /** The playbook's limit, from detection to the last cut-off. */
  withinMs: number;
  /** In the order of the playbook. */
  stages: { id: string; title: string; withinMs: number; steps: { id: string; title: string }[] }[];
  /** Names for ids; who is not listed is shown by id. */
  people: { id: string; name: string }[];
  /** IANA name of the zone that times are shown in beside UTC; 'UTC' shows no second column. */
  zone: string;
  /** Hash of the last entry, 64 hex digits; null while there is none. */
  head: string | null;
  /** Who was seen using what leaked: rows as they are stored (JSON), bound to their entry by `seq`. */
  usage: readonly { seq: number; place: number; row: string }[];
  /** From the first on, in order, without gaps. */
  entries: readonly Entry[];
};
