import type { z } from 'zod';

/**
 * The one message that this process is started with. When the parent is gone, by will or by SIGKILL,
 * `onParentGone` runs: nothing of practice outlives the bot.
 */
export function receiveAssignment<T>(schema: z.ZodType<T>, onParentGone: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    process.once('message', (message) => {
      const parsed = schema.safeParse(message);
      if (parsed.success) resolve(parsed.data);
      else reject(parsed.error);
    });
    process.once('disconnect', onParentGone);
    // The parent may have gone before this line ran, or there never was one.
    if (!process.connected) onParentGone();
  });
}

/** Tells the parent. A parent that is gone is not an error here: `onParentGone` deals with it. */
export function report<T extends object>(message: T): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}
