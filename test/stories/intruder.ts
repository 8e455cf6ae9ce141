/** Somebody outside who has the password and tries it again and again, whatever the bot says. */

/** `at`: when the attempt began, in milliseconds. `answer`: "ok" or the SQLSTATE. */
export type Attempt = { at: number; answer: string };

export type Intruder = {
  attempts: readonly Attempt[];
  /** Goes on until `more` attempts that begin from now on were answered, and then stops. */
  stopAfter(more: number): Promise<void>;
};

export function knockEvery(everyMs: number, login: () => Promise<string>): Intruder {
  const attempts: Attempt[] = [];
  const underWay = new Set<Promise<void>>();
  const knock = () => {
    const at = Date.now();
    const attempt = login().then((answer) => {
      attempts.push({ at, answer });
    });
    underWay.add(attempt);
    void attempt.finally(() => underWay.delete(attempt));
  };
  const timer = setInterval(knock, everyMs);
  return {
    attempts,
    async stopAfter(more) {
      const from = Date.now();
      while (attempts.filter(({ at }) => at >= from).length < more) await new Promise((later) => setTimeout(later, everyMs));
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
