/** A provider that others strike at, in this process: it counts every call by its idempotency key, and is no better than real ones. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What a bot asks. run: the call itself. probe: whether an earlier run took effect. */
export type Asked = {
  action: 'look' | 'strike' | 'end';
  kind: 'run' | 'probe';
  /** The job's id. */
  key: string;
  attempt: number;
  target: string;
};

/** done: whether a run under this key took effect. works: whether the target still opens anything. */
export type Said = { done: boolean; works: boolean };

/** How it goes with one call. Whatever is late comes long after the caller's deadline. */
export type Fate = 'answers' | 'drops-before' | 'drops-after' | 'answers-late' | 'takes-effect-late';

export type Call = Asked & {
  at: number;
  fate: Fate;
  /** What it answered, or would have answered; null: nothing took effect and nothing was said. */
  said: Said | null;
  /** The answer went out over a connection that was still there. */
  heard: boolean;
};

export type Held = { caught: Promise<Call>; release(): void };

export type Provider = {
  url: string;
  /** Every call, in the order they came in. */
  calls: readonly Call[];
  /** How often a run under this key took effect. */
  effects: ReadonlyMap<string, number>;
  /** The targets that open nothing any more. */
  struck: ReadonlySet<string>;
  /** Holds the next call that matches before anything happens, or its answer. */
  hold(what: 'message' | 'answer', matches: (asked: Asked) => boolean): Held;
  close(): Promise<void>;
};

type Trap = { what: 'message' | 'answer'; matches(asked: Asked): boolean; spring(call: Call): void; released: Promise<void> };

export async function openProvider(chance: {
  fateOf(asked: Asked): Fate;
  /** How long one call takes, and how much longer a late one. In ms. */
  takesMs(): number;
  lateMs(): number;
}): Promise<Provider> {
  const calls: Call[] = [];
  const effects = new Map<string, number>();
  const struck = new Set<string>();
  const traps: Trap[] = [];
  const over = new AbortController();
  const wait = (ms: number) => delay(ms, undefined, { signal: over.signal }).catch(() => undefined);

  async function stopAt(what: Trap['what'], call: Call): Promise<void> {
    const place = traps.findIndex((trap) => trap.what === what && trap.matches(call));
    const [trap] = place < 0 ? [] : traps.splice(place, 1);
    trap?.spring(call);
    await trap?.released;
  }

  /** A keyed strike is remembered by its key; the end of sessions is not: a second one is a second one. */
  function takeEffect({ action, key, target }: Asked): void {
    if (action === 'look') return;
    const before = effects.get(key) ?? 0;
    if (action === 'end' || before === 0) effects.set(key, before + 1);
    if (action === 'strike') struck.add(target);
  }

  async function answer(call: Call, response: ServerResponse): Promise<void> {
    const ms = chance.takesMs();
    await stopAt('message', call);
    await wait(ms / 2);
    if (call.fate === 'drops-before') return void response.destroy();
    if (call.fate === 'takes-effect-late') await wait(chance.lateMs());
    if (call.kind === 'run') takeEffect(call);
    call.said = { done: effects.has(call.key), works: !struck.has(call.target) };
    if (call.fate === 'drops-after') return void response.destroy();
    await wait(call.fate === 'answers-late' ? chance.lateMs() : ms / 2);
    await stopAt('answer', call);
    const { socket } = response;
    response.once('finish', () => {
      call.heard = socket?.destroyed === false;
    });
    response.end(JSON.stringify(call.said));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = JSON.parse(await textOf(request)) as Asked;
    const call: Call = { ...asked, at: Date.now(), fate: chance.fateOf(asked), said: null, heard: false };
    calls.push(call);
    await answer(call, response);
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');

  return {
    url: `http://127.0.0.1:${address.port}/`,
    calls,
    effects,
    struck,
    hold(what, matches) {
      const caught = Promise.withResolvers<Call>();
      const released = Promise.withResolvers<void>();
      traps.push({ what, matches, spring: caught.resolve, released: released.promise });
      return { caught: caught.promise, release: released.resolve };
    },
    async close() {
      over.abort();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
