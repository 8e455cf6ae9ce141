import { createConnection, type Socket } from 'node:net';
import type { Desk, Sent, TimelineLine } from '../../../incident/desk.ts';
import type { Budget, Raised, Resumed, Stopped } from '../../../incident/order.ts';
import type { Brake, View } from '../../../incident/view.ts';
import { TerminalError } from '../terminal-error.ts';
import { lineCutter } from './lines.ts';
import { answerLimitBytes, answerSchema } from './protocol.ts';

/** A bot on the same machine answers at once or not at all. */
const connectLimitMs = 5_000;

type Pending = { resolve(result: unknown): void; reject(error: Error): void };

/** The desk of the bot that listens at `path`. Rejects with a TerminalError (unreachable) when nobody does. */
export async function connectDesk(path: string): Promise<Desk> {
  const socket = await connected(path);
  const pending = new Map<number, Pending>();
  let nextId = 0;
  listen(socket, pending);
  const ask = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!socket.writable) {
        reject(gone());
        return;
      }
      const id = nextId;
      nextId += 1;
      pending.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  // The bot is the same program under the same account, and the file is 0600: its answers are what Desk says they are.
  return {
    send: async (command) => (await ask('send', command)) as Sent,
    find: async (reference) => (await ask('find', reference)) as string | null,
    view: async (incident) => (await ask('view', incident)) as View | null,
    list: async () => (await ask('list', null)) as View[],
    timeline: async (incident) => (await ask('timeline', incident)) as TimelineLine[] | null,
    report: async (incident, edition) => (await ask('report', { incident, ...edition })) as string | null,
    bundle: async (incident) => (await ask('bundle', incident)) as string | null,
    stop: async (order) => (await ask('stop', order)) as Stopped,
    resume: async (order) => (await ask('resume', order)) as Resumed,
    brakes: async () => (await ask('brakes', null)) as Brake[],
    budget: async () => (await ask('budget', null)) as Budget,
    raiseBudget: async (order) => (await ask('raiseBudget', order)) as Raised,
    async close() {
      socket.destroySoon();
    },
  };
}

function listen(socket: Socket, pending: Map<number, Pending>): void {
  const cutter = lineCutter(answerLimitBytes);
  const end = (error: Error): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  socket.on('data', (chunk) => {
    const lines = cutter.push(chunk);
    if (lines === null) socket.destroy();
    for (const line of lines ?? []) settle(line, pending, end);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => end(gone()));
}

function settle(line: string, pending: Map<number, Pending>, end: (error: Error) => void): void {
  const answer = answerSchema.safeParse(jsonOrNull(line));
  if (!answer.success) {
    end(
      new TerminalError(
        'unreachable',
        'The bot answered something else than this version understands. Are both of the same version?',
      ),
    );
    return;
  }
  const { id } = answer.data;
  if ('error' in answer.data) {
    const { class: errorClass, message } = answer.data.error;
    const error = new TerminalError(errorClass, message);
    if (id === null) end(error);
    else pending.get(id)?.reject(error);
  } else {
    pending.get(answer.data.id)?.resolve(answer.data.result);
  }
  if (id !== null) pending.delete(id);
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    const fail = (cause?: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new TerminalError('unreachable', `No bot answers at ${path}. Start one with: staunch start`, { cause }));
    };
    const timer = setTimeout(fail, connectLimitMs);
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

function gone(): TerminalError {
  return new TerminalError(
    'unreachable',
    'The bot ended before it answered. What was decided is kept; look with `staunch status INCIDENT` whether this was, then type it again.',
  );
}
