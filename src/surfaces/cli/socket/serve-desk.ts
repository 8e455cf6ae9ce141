import { chmod, lstat, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import type { Desk } from '../../../incident/desk.ts';
import { TerminalError } from '../terminal-error.ts';
import { lineCutter } from './lines.ts';
import { type Answer, connectionLimit, idleLimitMs, type Request, requestLimitBytes, requestSchema } from './protocol.ts';

/** How long a last answer may take to be read. */
const flushLimitMs = 1_000;

/** The part of a logger that the socket needs. */
export type SocketLog = { warn(fields: { err: unknown }, message: string): void };

/**
 * Gives the desk to commands of the same account over a unix socket at `path` (at most `socketPathLimit` bytes; mode 0600).
 * A socket left behind by a dead bot is replaced: the caller holds the data folder's lock. `close` waits for answers under way.
 */
export async function serveDesk(desk: Desk, path: string, log?: SocketLog): Promise<{ close(): Promise<void> }> {
  await removeLeftover(path);
  const open = new Set<Socket>();
  const underWay = new Set<Promise<void>>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    attend(socket, desk, underWay, log);
  });
  server.maxConnections = connectionLimit;
  await listening(server, path);
  await chmod(path, 0o600);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.allSettled(underWay);
      for (const socket of open) socket.destroySoon();
      // One who does not read his answer keeps nobody from ending.
      const impatient = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, flushLimitMs);
      await closed;
      clearTimeout(impatient);
    },
  };
}

/** Answers a connection's requests one after the other, in their order. */
function attend(socket: Socket, desk: Desk, underWay: Set<Promise<void>>, log: SocketLog | undefined): void {
  const cutter = lineCutter(requestLimitBytes);
  let last = Promise.resolve();
  let waiting = 0;
  const reply = (answer: Answer): void => {
    if (socket.writable) socket.write(`${JSON.stringify(answer)}\n`);
  };
  socket.setTimeout(idleLimitMs, () => {
    if (waiting === 0) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const lines = cutter.push(chunk);
    if (lines === null) {
      reply({ id: null, error: { class: 'usage', message: `A request is at most ${requestLimitBytes} bytes long.` } });
      socket.destroySoon();
      return;
    }
    for (const line of lines) {
      waiting += 1;
      const before = last;
      const turn = (async () => {
        await before;
        reply(await answerTo(line, desk, log));
        waiting -= 1;
      })();
      last = turn;
      underWay.add(turn);
      void turn.finally(() => underWay.delete(turn));
    }
  });
}

/** Never rejects: what goes wrong is an answer. */
async function answerTo(line: string, desk: Desk, log: SocketLog | undefined): Promise<Answer> {
  const { id, request, fault } = read(line);
  if (request === null) return { id, error: { class: 'usage', message: fault } };
  try {
    return { id: request.id, result: await asked(desk, request) };
  } catch (err) {
    log?.warn({ err }, 'A request over the socket failed.');
    if (err instanceof TerminalError) {
      return { id: request.id, error: { class: err.class === 'usage' ? 'usage' : 'unreachable', message: err.message } };
    }
    const message = err instanceof Error ? err.message : String(err);
    return { id: request.id, error: { class: 'unreachable', message: `The bot could not do that: ${message}` } };
  }
}

function read(line: string): { id: number | null; request: Request | null; fault: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return { id: null, request: null, fault: 'A request is one JSON object on one line.' };
  }
  const checked = requestSchema.safeParse(raw);
  if (checked.success) return { id: checked.data.id, request: checked.data, fault: '' };
  const known = z.looseObject({ id: z.int().nonnegative() }).safeParse(raw);
  return {
    id: known.success ? known.data.id : null,
    request: null,
    fault: `That request is not understood. ${z.prettifyError(checked.error)}`,
  };
}

function asked(desk: Desk, request: Request): Promise<unknown> {
  switch (request.method) {
    case 'send':
      return desk.send(request.params);
    case 'list':
    case 'brakes':
    case 'budget':
      return desk[request.method]();
    case 'stop':
      return desk.stop(request.params);
    case 'resume':
      return desk.resume(request.params);
    case 'raiseBudget':
      return desk.raiseBudget(request.params);
    case 'report': {
      const { incident, ...edition } = request.params;
      return desk.report(incident, edition);
    }
    default:
      return desk[request.method](request.params);
  }
}

async function removeLeftover(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  if (!found.isSocket()) throw new Error(`${path} is in the way of the bot's socket and is not a socket: move it elsewhere.`);
  await rm(path);
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
