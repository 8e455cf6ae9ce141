import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { ConfigError } from '../../../src/platform/config/fault.ts';
import { locatorKeys, targetSchemas } from './fixtures.ts';

const people = 'people:\n  ana: { slack: { user: U012ABCDEF, team: T012ABCDEF } }\n  bo: {}\n';
const variables = ['BOT', 'APP', 'SIGN'];

function load(text: string) {
  const secret = (name: string) => (variables.includes(name) ? `value-of-${name}` : null);
  return loadConfig({
    file: '/etc/staunch/staunch.yml',
    text: people + text,
    environment: { secret },
    targetSchemas,
    locatorKeys,
  });
}

function faults(text: string) {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ key, what, fix }) => `${key} ${what} → ${fix}`);
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

test('two tokens are enough: two connections, /leak, the workspace of the token', () => {
  const config = load('slack: { bot-token: { env: BOT }, app-token: { env: APP } }');
  expect(config.slack).toEqual({
    botToken: { env: 'BOT' },
    transport: { type: 'socket', appToken: { env: 'APP' }, connections: 2 },
    command: '/leak',
    team: null,
    apiUrl: null,
  });
  expect(config.secret('BOT')).toBe('value-of-BOT');
  expect(config.secretNames).toEqual(['BOT', 'APP']);
});

test('by HTTP the signing secret is what counts; a program may hand it over', () => {
  const config = load(
    'slack: { bot-token: { env: BOT }, transport: http, signing-secret: { command: [/bin/get, slack] }, command: /acme-leak }',
  );
  expect(config.slack?.transport).toEqual({ type: 'http', signingSecret: { command: ['/bin/get', 'slack'] } });
  expect(config.slack?.command).toBe('/acme-leak');
});

test.each([
  ['slack: { bot-token: { env: BOT } }', /^slack has no app-token.*→ slack:\n {2}app-token:\n {4}env: SLACK_APP_TOKEN/s],
  ['slack: { bot-token: { env: BOT }, transport: http, app-token: { env: APP } }', /^slack has no signing-secret/],
  ['slack: { app-token: { env: APP } }', /^slack\.bot-token is missing/],
  ['slack: { bot-token: { env: GONE }, app-token: { env: APP } }', /^slack\.bot-token\.env the environment variable GONE/],
  ['slack: { bot-token: xoxb-typed-in, app-token: { env: APP } }', /^slack\.bot-token a secret never stands in this file/],
  ['slack: { bot-token: { env: BOT }, app-token: { env: APP }, connections: 11 }', /^slack\.connections is at most 10/],
  ['slack: { bot-token: { env: BOT }, app-token: { env: APP }, command: leak }', /^slack\.command is no slash command/],
  ['slack: { bot-token: { env: BOT }, app-token: { env: APP }, team: E1 }', /^slack\.team is no Slack team id/],
  [
    'slack: { bot-token: { env: BOT }, app-token: { env: APP }, api-url: "http://slack.example/" }',
    /^slack\.api-url is no address/,
  ],
  ['slack: { bot-token: { env: BOT }, app-token: { env: APP }, api-url: "ftp://127.0.0.1/" }', /^slack\.api-url is no address/],
])('%s is a fault that says what to write', (text, told) => {
  expect(faults(text)).toEqual([expect.stringMatching(told)]);
  expect(faults(text).join()).not.toContain('typed-in');
});

test('somebody whom Slack would not know is a warning, and only where Slack is used', () => {
  expect(load('').warnings).toEqual([]);
  expect(load('slack: { bot-token: { env: BOT }, app-token: { env: APP } }').warnings).toMatchObject([
    { line: 3, key: 'people.bo', what: expect.stringContaining('has no slack') },
  ]);
});

test('the practice workspace is reached on this machine without a certificate', () => {
  const { slack } = load('slack: { bot-token: { env: BOT }, app-token: { env: APP }, api-url: "http://127.0.0.1:8490/api" }');
  expect(slack?.apiUrl).toBe('http://127.0.0.1:8490/api/');
});

test('the bot listens on this machine unless told otherwise, and links never lead anywhere in clear', () => {
  expect(load('').listen).toEqual({ host: '127.0.0.1', port: 8480, url: null });
  expect(load('listen: { port: 9000, url: "https://staunch.internal/x/" }').listen).toEqual({
    host: '127.0.0.1',
    port: 9000,
    url: 'https://staunch.internal/x',
  });
  expect(faults('listen: { url: "http://staunch.internal" }')).toEqual([expect.stringMatching(/^listen\.url is no address/)]);
  expect(faults('listen: { port: 0 }')).toEqual([expect.stringMatching(/^listen\.port is no port/)]);
});
