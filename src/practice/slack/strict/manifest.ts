/**
 * What an app's manifest says of it: its name, commands, shortcuts, scopes and events. The limits are Slack's:
 * https://docs.slack.dev/reference/app-manifest
 */
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

export type ManifestCommand = { command: string; description: string; usageHint: string; shouldEscape: boolean };
export type ManifestShortcut = { type: 'message' | 'global'; name: string; callbackId: string; description: string };

export type Manifest = {
  name: string;
  description: string;
  /** As in @name. */
  botName: string;
  /** What the app was installed with. */
  scopes: string[];
  /** What whoever installs it may refuse. */
  optionalScopes: string[];
  commands: ManifestCommand[];
  shortcuts: ManifestShortcut[];
  events: string[];
  interactivity: boolean;
  socketMode: boolean;
  homeTab: boolean;
  /** Whether people may write to the app in its direct message. */
  messagesTab: 'off' | 'read-only' | 'on';
  tokenRotation: boolean;
};

/** A manifest that Slack would not take. Its message says everything that is wrong, a line each. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/** Characters. */
const text = (most: number) => z.string().min(1).max(most);
const flag = z.boolean().default(false);

const command = z.object({
  command: z
    .string()
    .regex(/^\/[^\s/]+$/, 'must begin with / and hold no space')
    .max(32),
  description: text(2_000),
  usage_hint: z.string().max(1_000).default(''),
  should_escape: flag,
  url: z.string().optional(),
});
const shortcut = z.object({
  type: z.enum(['message', 'global']),
  name: text(24),
  callback_id: text(255),
  description: text(150),
});
const scopes = z.array(z.string()).max(255).default([]);

const manifest = z.object({
  display_information: z.object({
    name: text(35),
    description: z.string().max(140).default(''),
    long_description: z.string().max(4_000).optional(),
    background_color: z
      .string()
      .regex(/^#([0-9a-fA-F]{3}){1,2}$/, 'must be a colour such as "#1d2433"')
      .optional(),
  }),
  features: z.object({
    app_home: z
      .object({ home_tab_enabled: flag, messages_tab_enabled: flag, messages_tab_read_only_enabled: flag })
      .prefault({}),
    bot_user: z.object({
      display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/, 'must be lower-case letters, digits, . _ or -, at most 80'),
      always_online: flag,
    }),
    slash_commands: z.array(command).max(50).default([]),
    shortcuts: z.array(shortcut).max(10).default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: scopes, bot_optional: scopes }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).max(100).default([]) }).prefault({}),
    interactivity: z.object({ is_enabled: z.boolean() }).prefault({ is_enabled: false }),
    socket_mode_enabled: flag,
    token_rotation_enabled: flag,
  }),
});
type Given = z.infer<typeof manifest>;

/** Any one of these lets the app hear of it; an event that is not here needs none. */
const scopesOfEvents: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  channel_archive: ['channels:read'],
  channel_created: ['channels:read'],
  channel_shared: ['channels:read', 'groups:read'],
  channel_unarchive: ['channels:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  pin_added: ['pins:read'],
  pin_removed: ['pins:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  subteam_members_changed: ['usergroups:read'],
  team_join: ['users:read'],
  user_change: ['users:read'],
};

/** Reads a manifest in YAML or JSON. Throws a ManifestError that says which key is wrong and why. */
export function readManifest(source: string): Manifest {
  const read = manifest.safeParse(parsed(source));
  if (!read.success) throw refused(read.error.issues.map(({ path, message }) => `${path.join('.') || 'manifest'}: ${message}`));
  const faults = [...scopeFaults(read.data), ...interactivityFaults(read.data), ...twiceFaults(read.data)];
  if (faults.length > 0) throw refused(faults);
  return manifestOf(read.data);
}

function parsed(source: string): unknown {
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof YAMLParseError) throw refused([error.message]);
    throw error;
  }
}

const refused = (faults: readonly string[]) =>
  new ManifestError(['The app manifest is not such as Slack takes, so nothing was started:', ...faults].join('\n  '));

function scopeFaults({ settings, oauth_config, features }: Given): string[] {
  const held = oauth_config.scopes.bot;
  const unheard = settings.event_subscriptions.bot_events.flatMap((event) => {
    const enough = scopesOfEvents[event];
    if (enough === undefined || enough.some((scope) => held.includes(scope))) return [];
    return `settings.event_subscriptions.bot_events: ${event} needs the scope ${enough.join(' or ')} in oauth_config.scopes.bot`;
  });
  const commands = features.slash_commands.length + features.shortcuts.length;
  const mute =
    commands > 0 && !held.includes('commands') ? ['oauth_config.scopes.bot: slash commands and shortcuts need commands'] : [];
  return [...unheard, ...mute];
}

function interactivityFaults({ settings, features }: Given): string[] {
  const isNeeded = features.shortcuts.length > 0 && !settings.interactivity.is_enabled;
  return isNeeded ? ['settings.interactivity.is_enabled: must be true where there are shortcuts'] : [];
}

function twiceFaults({ features, oauth_config }: Given): string[] {
  const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);
  return [
    ...twice(features.slash_commands.map((one) => one.command)).map(
      (name) => `features.slash_commands: ${name} is there twice`,
    ),
    ...twice(features.shortcuts.map((one) => one.callback_id)).map((name) => `features.shortcuts: ${name} is there twice`),
    ...twice([...oauth_config.scopes.bot, ...oauth_config.scopes.bot_optional]).map(
      (name) => `oauth_config.scopes: ${name} is there twice`,
    ),
  ];
}

function manifestOf({ display_information, features, oauth_config, settings }: Given): Manifest {
  const { app_home } = features;
  return {
    name: display_information.name,
    description: display_information.description,
    botName: features.bot_user.display_name,
    scopes: oauth_config.scopes.bot,
    optionalScopes: oauth_config.scopes.bot_optional,
    commands: features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      usageHint: one.usage_hint,
      shouldEscape: one.should_escape,
    })),
    shortcuts: features.shortcuts.map(({ type, name, callback_id, description }) => ({
      type,
      name,
      callbackId: callback_id,
      description,
    })),
    events: settings.event_subscriptions.bot_events,
    interactivity: settings.interactivity.is_enabled,
    socketMode: settings.socket_mode_enabled,
    homeTab: app_home.home_tab_enabled,
    messagesTab: !app_home.messages_tab_enabled ? 'off' : app_home.messages_tab_read_only_enabled ? 'read-only' : 'on',
    tokenRotation: settings.token_rotation_enabled,
  };
}
