import type { RawInput } from './hidden-line.ts';

/** The keys a person presses one by one, until `close`. Ctrl-C and Ctrl-D count as "q". */
export type Keys = { next(signal: AbortSignal): Promise<string | null>; close(): void };

/** Reads single keys from a keyboard without showing them; what was pressed before it was asked for is kept. */
export function readKeys(input: RawInput): Keys {
  const pressed: string[] = [];
  let hear: () => void = () => undefined;
  const onData = (chunk: Uint8Array): void => {
    for (const key of Buffer.from(chunk).toString('utf8')) pressed.push(key === '\u0003' || key === '\u0004' ? 'q' : key);
    hear();
  };
  input.setRawMode(true);
  input.on('data', onData);
  input.resume();
  return {
    async next(signal) {
      if (pressed.length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          hear = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return pressed.shift() ?? null;
    },
    close() {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
    },
  };
}
