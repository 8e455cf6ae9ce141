/** One database, whichever it is: the same SQL runs on the embedded one and on PostgreSQL 15 or newer. */

export type Row = Record<string, unknown>;

/** Runs one statement with `$1`-style parameters; throws what the driver throws, wrapped as `DatabaseError`. */
export type Query = <T extends Row = Row>(sql: string, parameters?: unknown[]) => Promise<T[]>;

/** A statement whose answer nobody needs: a `Query`, or the `later` of a transaction. */
export type Write = (sql: string, parameters?: unknown[]) => unknown;

export type Db = {
  /** For people: where the rows are ("embedded database in …", "PostgreSQL at host:port"). */
  place: string;
  query: Query;
  /**
   * All of `work` in one transaction: committed when it resolves, rolled back when it throws. What is given to `later` is
   * sent in order without waiting for its answer, as is the beginning: a transaction that asks once and then writes takes
   * two round trips. A failed `later` shows at the next `query` or at the end.
   */
  transaction<T>(work: (query: Query, later: Write) => Promise<T>): Promise<T>;
  /** Calls back with the word of each `notify` on the channel; a lost connection is silent, so poll as well. */
  listen(channel: string, heard: (word: string) => void): Promise<void>;
  close(): Promise<void>;
};

/** `unreachable`: the database itself does not answer. `code` is the SQLSTATE where there is one. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly unreachable: boolean;
  readonly code: string | null;
  constructor(message: string, facts: { unreachable: boolean; code: string | null; cause?: unknown }) {
    super(message, { cause: facts.cause });
    this.unreachable = facts.unreachable;
    this.code = facts.code;
  }
}

/** int8 and bytea differ between drivers; these read both. */
export const bytes = (value: unknown): Buffer => Buffer.from(value as Uint8Array);
export const instant = (value: unknown): Date => (value instanceof Date ? value : new Date(String(value)));
