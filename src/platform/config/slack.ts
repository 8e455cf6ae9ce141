/** The part of staunch.yml that says how Slack is reached. */
import { z } from 'zod';
import { isSafeAddress } from './safe-address.ts';
import { type SecretSource, secretSource } from './secret-source.ts';

/** Slack opens no more for one app. */
const mostConnections = 10;
/** One is closed by Slack every few hours, and for a moment nobody hears: the other one does. */
const usualConnections = 2;

/** `botToken` and the rest are where the secrets come from, not the secrets. */
export type SlackConfig = {
  botToken: SecretSource;
  /** Slack is heard over connections that the bot opens (`socket`), or calls the bot's own listener (`http`). */
  transport: { type: 'socket'; appToken: SecretSource; connections: number } | { type: 'http'; signingSecret: SecretSource };
  /** With its slash. */
  command: string;
  /** The only workspace that is answered; null: the one that the bot token is of. */
  team: string | null;
  /** Another address than Slack's own, with a slash at its end: the practice workspace. */
  apiUrl: string | null;
};

const secret = (variable: string) => secretSource.meta({ examples: [{ env: variable }] });

export const slackSchema = z
  .strictObject({
    'bot-token': secret('SLACK_BOT_TOKEN'),
    'app-token': secret('SLACK_APP_TOKEN').optional(),
    'signing-secret': secret('SLACK_SIGNING_SECRET').optional(),
    transport: z.enum(['socket', 'http']).default('socket'),
    connections: z
      .int()
      .min(1, 'is at least 1')
      .max(mostConnections, `is at most ${mostConnections}: Slack opens no more`)
      .default(usualConnections)
      .meta({ examples: [usualConnections] }),
    command: z
      .string()
      .regex(/^\/[a-z0-9][a-z0-9_-]{0,30}$/, 'is no slash command: a slash, then up to 31 lower-case letters, digits, - and _')
      .default('/leak')
      .meta({ examples: ['/acme-leak'] }),
    team: z
      .string()
      .regex(/^T[A-Z0-9]{2,20}$/, 'is no Slack team id')
      .optional()
      .meta({ examples: ['T012ABCDEF'] }),
    'api-url': z
      .string()
      .max(1_024)
      .refine(isSafeAddress, 'is no address that a token may be sent to: https://…, or http:// on this machine')
      .optional()
      .meta({ examples: ['http://127.0.0.1:8490/api/'] }),
  })
  .meta({ examples: [{ 'bot-token': { env: 'SLACK_BOT_TOKEN' }, 'app-token': { env: 'SLACK_APP_TOKEN' } }] });

export type SlackInFile = z.output<typeof slackSchema>;

/** What the file says, once `slackFaults` found nothing wrong with it. */
export function slackOf(slack: SlackInFile | undefined): SlackConfig | null {
  if (slack === undefined) return null;
  const { command, connections, team, 'app-token': appToken, 'signing-secret': signingSecret, 'api-url': apiUrl } = slack;
  const socket = appToken === undefined ? null : ({ type: 'socket', appToken, connections } as const);
  const http = signingSecret === undefined ? null : ({ type: 'http', signingSecret } as const);
  const transport = slack.transport === 'http' ? http : socket;
  if (transport === null) throw new Error('The configuration of Slack was not checked.');
  return {
    botToken: slack['bot-token'],
    transport,
    command,
    team: team ?? null,
    apiUrl: apiUrl === undefined ? null : `${apiUrl.replace(/\/+$/, '')}/`,
  };
}
