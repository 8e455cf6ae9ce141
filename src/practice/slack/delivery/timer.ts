/** Calls `run` once, `ms` milliseconds from now, unless the result is called before. A test passes one that it moves itself. */
export type Timer = (ms: number, run: () => void) => () => void;

/** The machine's own. Keeps no process alive. */
export const systemTimer: Timer = (ms, run) => {
  const timeout = setTimeout(run, ms);
  timeout.unref();
  return () => clearTimeout(timeout);
};
