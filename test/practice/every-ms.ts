/** The actors' pause in tests: fast enough to wait for, slow enough for two cores. */
export const testEveryMs = 100;
