import type { SlackConfig } from '../platform/config/slack.ts';
import { configSecret } from './config-secret.ts';
import type { House } from './house.ts';
import type { Settings } from './settings.ts';
import type { SlackAccess } from './slack.ts';

/** The tokens that the configuration names, as they are now. Throws ProviderError where a program hands none over. */
export async function slackAccess(
  slack: SlackConfig,
  settings: Settings,
  house: Pick<House, 'obtained'>,
): Promise<SlackAccess> {
  const from = { secret: settings.secret, obtained: house.obtained };
  const { transport, command, team, apiUrl } = slack;
  return {
    botToken: await configSecret(slack.botToken, "Slack's bot token", from),
    transport:
      transport.type === 'socket'
        ? {
            type: 'socket',
            appToken: await configSecret(transport.appToken, "Slack's app token", from),
            connections: transport.connections,
          }
        : {
            type: 'http',
            signingSecret: await configSecret(transport.signingSecret, "Slack's signing secret", from),
            at: null,
          },
    command,
    team,
    apiUrl,
  };
}
