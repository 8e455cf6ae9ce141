/**
 * One Socket Mode connection of Bolt's receiver, from its opening to its end. The receiver's own reconnecting is switched off: it
 * waits five seconds and more with nobody listening, and what fails there is thrown into the void, which ends the process.
 */
import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import { silentLogger } from '../call/silent-logger.ts';
import { clientOptions, type Refusal, refusalOf } from '../call/web-client.ts';

/** Slack says hello within a second. */
const helloMs = 10_000;
/** Slack pings every few seconds; a network that stutters is not a dead one. */
const ourPingsAnsweredMs = 20_000;
const slackPingsMs = 60_000;

/** How a connection ended. `refresh`: Slack asked for another one. */
export type Ended = { opened: boolean; why: 'refresh' | 'closed' | 'stopped' | Refusal };

export type OpenSocket = {
  /** Settles as soon as another connection may be opened; acknowledgements may still go out by this one. */
  ended: Promise<Ended>;
  /** Resolves when nothing of it is left. */
  closed: Promise<void>;
  /** Closes it; `closed` says when that is done. */
  close(): void;
};

export type SocketEvents = {
  opened(): void;
  payload(event: ReceiverEvent): void;
};

/** `waiting` resolves when what came by this connection is acknowledged: only then it is closed for a new one. */
export function openSocket(
  parts: { appToken: string; apiUrl: string | null },
  on: SocketEvents,
  waiting: () => Promise<void>,
): OpenSocket {
  const receiver = new SocketModeReceiver({
    appToken: parts.appToken,
    logger: silentLogger(),
    autoReconnectEnabled: false,
    clientPingTimeout: ourPingsAnsweredMs,
    serverPingTimeout: slackPingsMs,
    installerOptions: { clientOptions: clientOptions(parts.apiUrl) },
  });
  const { client } = receiver;
  const { promise: ended, resolve } = Promise.withResolvers<Ended>();
  let opened = false;
  let given = false;
  const end = (why: Ended['why']) => resolve({ opened, why });
  const giveUp = (why: Ended['why']) => {
    given = true;
    end(why);
    void client.disconnect();
  };

  // All that Bolt's receiver asks of an app.
  receiver.init({ processEvent: async (event: ReceiverEvent) => on.payload(event) } as App);
  listenFirst(client, (reason) => {
    end(reason === 'warning' || reason === 'refresh_requested' ? 'refresh' : closedBecause(reason));
    void waiting().then(() => client.disconnect());
  });
  const { promise: closed, resolve: isClosed } = Promise.withResolvers<void>();
  client.on('disconnected', () => {
    end('closed');
    isClosed();
  });

  const limit = setTimeout(() => giveUp(noHello), helloMs);
  receiver
    .start()
    .then(() => {
      // The client goes on opening what was given up meanwhile.
      if (given) {
        void client.disconnect();
        return;
      }
      opened = true;
      on.opened();
    })
    .catch((error: unknown) => {
      end(error === undefined ? 'closed' : refused(error));
      isClosed();
    })
    .finally(() => clearTimeout(limit));

  return {
    ended,
    closed,
    close() {
      clearTimeout(limit);
      giveUp('stopped');
    },
  };
}

const closedBecause = (reason: unknown): Refusal => ({
  ok: false,
  error: typeof reason === 'string' && /^[a-z_]{1,40}$/.test(reason) ? reason : 'closed',
  retryAfterMs: null,
  transient: true,
});
const noHello = closedBecause('no_hello');

function refused(error: unknown): Refusal {
  try {
    return refusalOf(error);
  } catch {
    return { ok: false, error: 'unreachable', retryAfterMs: null, transient: true };
  }
}

type Client = SocketModeReceiver['client'];
type Message = { type?: unknown; reason?: unknown; envelope_id?: unknown; payload?: { event?: { type?: unknown } } };

/**
 * Sees each message before the client does: Slack's wish for another connection, which the client would follow before what it just
 * brought is acknowledged, and events without an event inside (`app_rate_limited`), over which it would stumble.
 */
function listenFirst(client: Client, goodbye: (reason: unknown) => void): void {
  const passOn = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const message = typeof data === 'string' ? parsed(data) : null;
    if (message?.type === 'disconnect') return goodbye(message.reason);
    if (message?.type === 'events_api' && typeof message.payload?.event?.type !== 'string') return eventless(client, message);
    for (const listener of passOn) Promise.resolve(listener(data, isBinary)).catch(() => undefined);
  });
}

function eventless(client: Client, message: Message): void {
  const ack = async () => {
    client.websocket?.send(JSON.stringify({ envelope_id: message.envelope_id }), () => undefined);
  };
  client.emit('slack_event', { ack, body: message.payload ?? {}, envelope_id: message.envelope_id });
}

function parsed(text: string): Message | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}
