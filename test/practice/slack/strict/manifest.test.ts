import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ManifestError, readManifest } from '../../../../src/practice/slack/strict/manifest.ts';

type SlackManifest = AppsManifestCreateArguments['manifest'];

const file = resolve(import.meta.dirname, '../../../../manifest.yml');
const source = readFileSync(file, 'utf8');

/** The same as manifest.yml, held against the types of Slack's SDK by the compiler: the first test says that it is the same. */
const typed: SlackManifest = {
  _metadata: { major_version: 2 },
  display_information: {
    name: 'Staunch',
    description: 'Contains a leaked secret within 15 minutes, with your yes, and writes it down.',
    background_color: '#1d2433',
  },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
    bot_user: { display_name: 'staunch', always_online: true },
    slash_commands: [
      {
        command: '/leak',
        description: 'A secret leaked. Opens a form; never type the secret itself.',
        usage_hint: '[help]',
        should_escape: true,
      },
    ],
    shortcuts: [
      {
        type: 'message',
        name: 'Report a leaked secret',
        callback_id: 'report_leaked_secret',
        description: 'Somebody posted a secret. Starts from this message.',
      },
      { type: 'global', name: 'Declare a leak', callback_id: 'declare_leak', description: 'A secret leaked. Opens a form.' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'commands',
        'app_mentions:read',
        'chat:write',
        'im:write',
        'pins:write',
        'files:write',
        'groups:write',
        'groups:read',
        'groups:history',
        'channels:read',
        'users:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['app_home_opened', 'app_mention'],
    },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
};

/** manifest.yml with one thing in it changed. */
function changed(change: (manifest: SlackManifest & Record<string, never>) => void): string {
  const manifest = parse(source);
  change(manifest);
  return stringify(manifest);
}

const faultOf = (text: string) => {
  try {
    readManifest(text);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ManifestError);
    return (error as Error).message;
  }
};

test('manifest.yml is what the types of Slack’s SDK allow, word for word', () => {
  expect(parse(source)).toEqual(typed);
});

test('what practice installs is what the manifest says', () => {
  const manifest = readManifest(source);
  expect(manifest).toMatchObject({ name: 'Staunch', botName: 'staunch', socketMode: true, interactivity: true });
  expect(manifest.commands.map(({ command }) => command)).toEqual(['/leak']);
  expect(manifest.shortcuts.map(({ type, callbackId }) => [type, callbackId])).toEqual([
    ['message', 'report_leaked_secret'],
    ['global', 'declare_leak'],
  ]);
  expect(manifest.scopes).toEqual(typed.oauth_config?.scopes?.bot);
});

describe('a manifest that Slack would not take is refused with the key that is wrong', () => {
  test.each<[string, (manifest: ReturnType<typeof parse>) => void, string]>([
    [
      'a name of 36 characters',
      ({ display_information }) => {
        display_information.name = 'x'.repeat(36);
      },
      'display_information.name:',
    ],
    [
      'a command without its slash',
      ({ features }) => {
        features.slash_commands[0].command = 'leak';
      },
      'features.slash_commands.0.command:',
    ],
    [
      'a command of 33 characters',
      ({ features }) => {
        features.slash_commands[0].command = `/${'x'.repeat(32)}`;
      },
      'features.slash_commands.0.command:',
    ],
    [
      'eleven shortcuts',
      ({ features }) => {
        features.shortcuts = Array.from({ length: 11 }, (_, at) => ({ ...features.shortcuts[0], callback_id: `c${at}` }));
      },
      'features.shortcuts:',
    ],
    [
      'two shortcuts of one callback_id',
      ({ features }) => {
        features.shortcuts[1].callback_id = features.shortcuts[0].callback_id;
      },
      'features.shortcuts: report_leaked_secret is there twice',
    ],
    [
      'shortcuts without interactivity',
      ({ settings }) => {
        settings.interactivity.is_enabled = false;
      },
      'settings.interactivity.is_enabled:',
    ],
    [
      'an event without its scope',
      ({ settings }) => {
        settings.event_subscriptions.bot_events.push('message.channels');
      },
      'message.channels needs the scope channels:history',
    ],
    [
      'commands without their scope',
      ({ oauth_config }) => {
        oauth_config.scopes.bot.shift();
      },
      'slash commands and shortcuts need commands',
    ],
  ])('%s', (_name, change, expected) => {
    expect(faultOf(changed(change))).toContain(expected);
  });

  test('something that is no YAML', () => {
    expect(faultOf('a: [1')).toContain('not such as Slack takes');
  });
});
