import type { Query, Write } from './db.ts';

/**
 * Statements sent ahead of their answers, in order. The first that fails is the one to tell of: those behind it only say
 * that something did. `settled` resolves when all are answered, or throws that first failure.
 */
export function ahead(statement: Query): { query: Query; later: Write; settled(): Promise<void> } {
  let failure: { error: unknown } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const send = (sql: string, parameters?: unknown[]) => {
    const answer = statement(sql, parameters);
    last = answer.catch((error: unknown) => {
      failure ??= { error };
    });
    return answer;
  };
  return {
    later: (sql, parameters) => void send(sql, parameters).catch(() => undefined),
    query: ((sql, parameters) =>
      send(sql, parameters).catch((error: unknown) => {
        throw failure === null ? error : failure.error;
      })) as Query,
    async settled() {
      await last;
      if (failure !== null) throw failure.error;
    },
  };
}
