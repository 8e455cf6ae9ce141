/** Bolt's App as far as it is used here: it keeps the bot's own messages out, and hands each payload to one listener. */
import { App, type Receiver } from '@slack/bolt';
import { silentLogger } from '../call/silent-logger.ts';
import { clientOptions } from '../call/web-client.ts';
import type { SlackAck } from './ack-body.ts';
import { ackOf } from './receive.ts';
import type { Identity } from './sign-in.ts';

/** Ours start and stop beside it, several of them for one App. */
const elsewhere: Receiver = { init: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const any = /[\s\S]*/;

type Hear = (body: unknown, ack: (answer?: SlackAck) => Promise<void>) => Promise<void>;
type Heard = { body: unknown; context: Record<string, unknown> };

/** Makes no call: who the bot is was asked before. */
export async function boltApp(
  parts: { botToken: string; apiUrl: string | null; identity: Pick<Identity, 'bot' | 'botUser'> },
  hear: Hear,
): Promise<App> {
  const app = new App({
    token: parts.botToken,
    botId: parts.identity.bot,
    botUserId: parts.identity.botUser,
    tokenVerificationEnabled: false,
    deferInitialization: true,
    convoStore: false,
    ignoreSelf: true,
    receiver: elsewhere,
    logger: silentLogger(),
    clientOptions: clientOptions(parts.apiUrl),
  });
  await app.init();
  // Thrown on, to where the payload came in: it is logged and acknowledged there.
  app.error((error) => Promise.reject(error));
  const listener = ({ body, context }: Heard) => hear(body, ackOf(context));
  // Each listener runs for each payload: so few, and our own router behind them.
  app.command(any, listener);
  app.action(any, listener);
  app.view({ callback_id: any, type: 'view_submission' }, listener);
  app.shortcut(any, listener);
  app.event(any, listener);
  return app;
}
