/** Slack as others emulate it: npm `emulate`, started with the same people and channels as our practice workspace. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogLevel, WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { allScopes } from '../api/api-server.ts';
import type { Side } from './side.ts';

const token = 'xoxb-practice-differential';
const people = ['mara', 'tomas'];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startEmulate(): Promise<Side & { close(): Promise<void> }> {
  const emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        team: { name: 'Practice', domain: 'practice' },
        users: [
          ...people.map((name) => ({ name, real_name: name, email: `${name}@practice.example` })),
          { name: 'staunch', real_name: 'Staunch', email: 'staunch@practice.example', is_bot: true },
        ],
        channels: [{ name: 'general' }, { name: 'security-alerts' }],
        tokens: [{ token, type: 'bot', user: 'staunch', scopes: [...allScopes, 'chat:write.public'] }],
        strict_scopes: true,
      },
    },
  });
  const client = new WebClient(token, {
    slackApiUrl: `${emulator.url}/api/`,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  const listed = await client.users.list({});
  const idOf = (name: string) => listed.members?.find((member) => member.name === name)?.id ?? name;
  return {
    client,
    people: { one: idOf('mara'), two: idOf('tomas') },
    async trigger(person) {
      const answer = await client.apiCall('views.generateTriggerId', { user_id: person });
      return String((answer as { trigger_id?: unknown }).trigger_id);
    },
    close: () => emulator.close(),
  };
}
