/**
 * The wire between the bot and a PostgreSQL, in the hands of a test: a proxy that reads what clients say (protocol 3.0,
 * without TLS) and can hold one message, or the answer to it, for as long as the test likes. The bot knows nothing of it.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A statement on its way; `earlier` are those of the same connection before it. Values travel in a message of their own:
 * there `text` is '' and `bound` holds its bytes as text. `transaction` is everything said since the last begin.
 */
export type Statement = { text: string; bound: string; earlier: readonly string[]; transaction: readonly string[] };

export type Caught = {
  /** Resolves when the message is in our hands; for an answer, when the server has given it. */
  caught: Promise<void>;
  /** Lets it go on, if both ends are still there. */
  release(): void;
};

export type Wire = {
  host: '127.0.0.1';
  port: number;
  /** Holds the next message that `matches` before the server sees it, or the server's answer to it. */
  hold(what: 'message' | 'answer', matches: (statement: Statement) => boolean): Caught;
  close(): Promise<void>;
};

type Trap = {
  what: 'message' | 'answer';
  matches(statement: Statement): boolean;
  spring(): void;
  /** Calls back when the test lets go; at once when it already did. */
  onRelease(go: () => void): void;
};

/** A wire to the server on `serverPort` of this machine. */
export async function openWire(serverPort: number): Promise<Wire> {
  const traps: Trap[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: serverPort });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    joined(client, upstream, traps);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return {
    host: '127.0.0.1',
    port: address.port,
    hold(what, matches) {
      const { trap, caught } = setTrap(what, matches);
      traps.push(trap);
      return caught;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function setTrap(what: Trap['what'], matches: Trap['matches']): { trap: Trap; caught: Caught } {
  let spring: () => void = () => undefined;
  let release: () => void = () => undefined;
  const caught = new Promise<void>((resolve) => {
    spring = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const onRelease = (go: () => void) => void released.then(go);
  return { trap: { what, matches, spring, onRelease }, caught: { caught, release } };
}

/** A direction of one connection; what comes while it is shut waits in order. */
function valve(to: Socket) {
  const waiting: Buffer[] = [];
  let shut = false;
  let ended = false;
  return {
    shut() {
      shut = true;
    },
    pass(bytes: Buffer) {
      if (shut) waiting.push(bytes);
      else to.write(bytes);
    },
    /** The other end is gone: what is held is still delivered, if it is let go. */
    end() {
      ended = true;
      if (!shut) to.end();
    },
    open() {
      shut = false;
      for (const bytes of waiting.splice(0)) to.write(bytes);
      if (ended) to.end();
    },
  };
}

function joined(client: Socket, upstream: Socket, traps: Trap[]): void {
  const toServer = valve(upstream);
  const toClient = valve(client);
  const statements: string[] = [];
  let transaction: string[] = [];
  let answering: Trap | null = null;

  /** Remembers what was said; the trap that it springs. */
  function trapOf(message: Buffer): Trap | undefined {
    const text = statementIn(message);
    const bound = message[0] === 0x42 ? message.toString('utf8') : '';
    if (text === null && bound === '') return undefined;
    const place = traps.findIndex((trap) => trap.matches({ text: text ?? '', bound, earlier: statements, transaction }));
    if (text !== null) statements.push(text);
    if (text?.toLowerCase() === 'begin') transaction = [];
    transaction.push(text ?? bound);
    return place < 0 ? undefined : traps.splice(place, 1)[0];
  }

  function heard(message: Buffer): void {
    const trap = trapOf(message);
    if (trap?.what === 'message') {
      toServer.shut();
      trap.onRelease(() => toServer.open());
      trap.spring();
    } else if (trap !== undefined) {
      answering = trap;
      toClient.shut();
      trap.onRelease(() => toClient.open());
    }
    toServer.pass(message);
  }

  const cut = messageCutter(heard);
  client.on('data', cut);
  upstream.on('data', (bytes) => {
    toClient.pass(bytes);
    answering?.spring();
    answering = null;
  });
  // A bot that was killed takes back what it had not sent: only what passed was said.
  client.on('close', () => upstream.destroy());
  upstream.on('end', () => toClient.end());
}

/** Cuts a client's bytes into messages: the first has no type, each further one a type and its length. */
function messageCutter(heard: (message: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let typeBytes = 0;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= typeBytes + 4) {
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) return;
      heard(rest.subarray(0, length));
      rest = rest.subarray(length);
      typeBytes = 1;
    }
  };
}

/** The SQL of a simple query (`Q`) or of a prepared one (`P`: its name, then its text); null for all else. */
function statementIn(message: Buffer): string | null {
  const texts = message.subarray(5).toString('utf8').split('\0');
  if (message[0] === 0x51) return texts[0] ?? null;
  return message[0] === 0x50 ? (texts[1] ?? null) : null;
}

/** The statement that cuts `role` off. */
export const strikeOf =
  (role: string) =>
  ({ text }: Statement) =>
    text.startsWith(`ALTER ROLE "${role}"`);

/** The commit that makes the cut of `role` real. */
export const commitOf =
  (role: string) =>
  ({ text, earlier }: Statement) =>
    text.toLowerCase() === 'commit' && earlier.some((said) => said.startsWith(`ALTER ROLE "${role}"`));

/** Values on their way that hold all of `words`. */
export const valuesWith =
  (...words: string[]) =>
  ({ bound }: Statement) =>
    bound !== '' && words.every((word) => bound.includes(word));

/** The commit of a transaction in which one message holds all of `words`. */
export const commitWith =
  (...words: string[]) =>
  ({ text, transaction }: Statement) =>
    text.toLowerCase() === 'commit' && transaction.some((said) => words.every((word) => said.includes(word)));
