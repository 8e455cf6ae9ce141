import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The practice Slack is for this machine alone. */
export const loopback = '127.0.0.1';

/** Something else listens there already, or the port may not be used. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
}

/** Answers the port: 0 takes a free one. Throws a PortUnavailable. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(unavailable(port, error));
    server.once('error', refuse);
    server.listen(port, loopback, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

function unavailable(port: number, error: NodeJS.ErrnoException): PortUnavailable {
  const why = error.code === 'EADDRINUSE' ? `something else listens on port ${port} already` : `port ${port}: ${error.message}`;
  return new PortUnavailable(
    `The practice Slack cannot listen: ${why}. Nothing was started. Name another port, or 0 for any free one.`,
    { cause: error },
  );
}
