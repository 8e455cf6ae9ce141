import { defineConfig } from 'vitest/config';

/** A story starts real servers and real processes: the limit is for one that hangs, not a wish for speed. */
const storyLimitMs = 60_000;

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/missing-servers-list.ts', 'test/servers/install.ts'],
    testTimeout: storyLimitMs,
    hookTimeout: storyLimitMs,
    // Two at once: each may hold a PostgreSQL, and a small machine has two cores.
    maxWorkers: 2,
  },
});
