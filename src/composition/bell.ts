/** Who is told that there may be something new: the bot, and whoever posts what it did. */
export type Bell = {
  ring(): void;
  /** Until the result is called. */
  onRing(listener: () => void): () => void;
};

export function createBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const listener of listeners) listener();
    },
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
