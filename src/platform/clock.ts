/** Where the time comes from. Everything that needs it gets one of these, so a test can own the time. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
