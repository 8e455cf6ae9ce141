/** Stands between a client and its server on loopback and counts how often the client waits for an answer. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export type CountingProxy = {
  port: number;
  /** Round trips so far: times a connection said something after it had heard something. Many statements sent at once are one. */
  roundTrips(): number;
  close(): Promise<void>;
};

export async function countingProxy(serverPort: number): Promise<CountingProxy> {
  let roundTrips = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer({ noDelay: true }, (client) => {
    const server = connect({ port: serverPort, host: '127.0.0.1', noDelay: true });
    let answered = true;
    client.on('data', (sent) => {
      if (answered) roundTrips += 1;
      answered = false;
      server.write(sent);
    });
    server.on('data', (heard) => {
      answered = true;
      client.write(heard);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  return {
    port: portOf(proxy),
    roundTrips: () => roundTrips,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => proxy.close(closed));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
