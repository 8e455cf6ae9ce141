/** Acts that are on their way: whose button shows a spinner, and which is not sent a second time. */

export function createPending(changed) {
  /** @type {Set<string>} */
  const keys = new Set();
  return {
    has: (key) => keys.has(key),
    within: (prefix) => [...keys].filter((key) => key.startsWith(prefix)),
    /**
     * @template T
     * @param {string} key
     * @param {() => Promise<T>} work
     * @returns {Promise<T | null>} null where the same is already on its way
     */
    async while(key, work) {
      if (keys.has(key)) return null;
      keys.add(key);
      changed();
      try {
        return await work();
      } finally {
        keys.delete(key);
        changed();
      }
    },
  };
}
