/** A file that only grows, line by line, shared by whoever appends to it. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A disk that takes longer for a line is not there for now; nobody waits for it. */
const usualLimitMs = 5_000;
const lineFeed = 0x0a;

/** A line could not be written. The message names the file and why; nothing else was changed. */
export class LineFileError extends Error {
  override readonly name = 'LineFileError';
}

export type LineFile = {
  /** `line` with its line end, on the disk (fsync) when this resolves. Throws LineFileError, at the latest after the limit. */
  write(line: string): Promise<void>;
};

type Waiting = { line: string; settle(error: Error | null): void };

/** The file at `path`, made with 0600 at the first line. Its folder must be there. */
export function lineFile(path: string, limitMs: number = usualLimitMs): LineFile {
  let waiting: Waiting[] = [];
  let writing = false;
  // Threads of a process are few, and so are those who may wait: a disk that hangs is not waited for twice.
  let hangs = false;

  /** What came in while the disk was busy goes out together: one sync for all of it. */
  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const error = await appended(path, batch.map(({ line }) => line).join('')).then(
        () => null,
        (cause: Error) => cause,
      );
      hangs = false;
      for (const { settle } of batch) settle(error);
    }
    writing = false;
  }

  return {
    async write(line) {
      if (hangs) throw refused(path, new Error('an earlier line has not come back from the disk yet'));
      const error = await new Promise<Error | null>((resolve) => {
        const limit = setTimeout(() => {
          hangs = true;
          waiting = waiting.filter((other) => other !== mine);
          resolve(new Error(`it took longer than ${limitMs / 1_000} s`));
        }, limitMs);
        const settle = (outcome: Error | null) => {
          clearTimeout(limit);
          resolve(outcome);
        };
        const mine = { line, settle };
        waiting.push(mine);
        if (!writing) void writeAll();
      });
      if (error !== null) throw refused(path, error);
    },
  };
}

const refused = (path: string, cause: Error) => new LineFileError(`${path} could not be written: ${cause.message}`, { cause });

async function appended(path: string, line: string): Promise<void> {
  // Not blocking: a pipe that nobody reads is refused instead of waited for.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
  const file = await open(path, flags, 0o600);
  try {
    if (!(await file.stat()).isFile()) throw new Error('it is no regular file');
    await file.appendFile((await endsWhole(file)) ? line : `\n${line}`, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether the last line has its end: a full disk may have taken half of one, and the next must not hang on it. */
async function endsWhole(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === lineFeed;
}
