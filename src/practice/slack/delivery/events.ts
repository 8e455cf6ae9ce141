/** Which events follow from what happened, as a bot user hears them. Pure. https://docs.slack.dev/reference/events */
import { channelShape } from '../shapes/channel.ts';
import { messageShape } from '../shapes/message.ts';
import { personShape } from '../shapes/person.ts';
import { viewShape } from '../shapes/view.ts';
import { findDirect } from '../workspace/channels.ts';
import type { Channel, Happening, JsonObject, Message } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';

export type Heard = {
  /** As the manifest lists it under `bot_events`. */
  subscription: string;
  event: JsonObject;
  /** Whether it was in a channel that is shared with another company. */
  shared: boolean;
};

export type EventScene = {
  workspace: Workspace;
  /** Of the addresses of files. */
  origin: string;
  /** `users:read.email` is held. */
  withEmail: boolean;
};

export function eventsOf(happening: Happening, scene: EventScene): Heard[] {
  switch (happening.type) {
    case 'message':
      return [...messageEvents(happening.message, scene), ...mentionEvents(happening.message, scene)];
    case 'message-changed':
      return changedEvents(happening, scene);
    case 'message-deleted':
      return deletedEvents(happening, scene);
    case 'joined':
    case 'left':
      return memberEvents(happening, scene);
    case 'channel-created':
      return createdEvents(happening.channel, scene);
    case 'channel-archived':
      return archivedEvents(happening, scene);
    case 'channel-shared':
      return sharedEvents(happening.channel, scene);
    case 'person-changed':
      return personEvents(happening.person, scene);
    case 'home-opened':
      return homeEvents(happening, scene);
    case 'channel-changed':
    case 'view-changed':
      return [];
  }
}

const messageKinds = { public: 'channels', private: 'groups', dm: 'im' } as const;
const channelTypes = { public: 'channel', private: 'group', dm: 'im' } as const;

function messageEvents(message: Message, { workspace, origin }: EventScene): Heard[] {
  const shape = messageShape(workspace, message, { withMetadata: true, origin });
  const subtype: JsonObject = message.files.length > 0 ? { subtype: 'file_share' } : {};
  return inChannel(message, workspace, { ...shape, ...subtype, channel: message.channel, event_ts: message.ts });
}

function changedEvents({ before, after }: { before: Message; after: Message }, { workspace, origin }: EventScene): Heard[] {
  const ts = after.edited?.ts ?? workspace.ts();
  const given = { withMetadata: true, origin };
  return inChannel(after, workspace, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: messageShape(workspace, after, given),
    previous_message: messageShape(workspace, before, given),
    channel: after.channel,
    ts,
    event_ts: ts,
  });
}

function deletedEvents(
  { before, deletedTs }: { before: Message; deletedTs: string },
  { workspace, origin }: EventScene,
): Heard[] {
  return inChannel(before, workspace, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: before.ts,
    previous_message: messageShape(workspace, before, { withMetadata: true, origin }),
    channel: before.channel,
    ts: deletedTs,
    event_ts: deletedTs,
  });
}

/** What everybody in the channel may read, where the bot is in it: what one person alone sees is no event. */
function inChannel(message: Message, workspace: Workspace, event: JsonObject): Heard[] {
  const channel = heardChannel(workspace, message.channel);
  if (channel === null || message.ephemeralFor !== null) return [];
  const subscription = `message.${messageKinds[channel.kind]}`;
  return [{ subscription, event: { ...event, channel_type: channelTypes[channel.kind] }, shared: channel.extShared }];
}

function mentionEvents(message: Message, { workspace }: EventScene): Heard[] {
  const channel = heardChannel(workspace, message.channel);
  const bot = workspace.app.botUser;
  const isMentioned = message.text.includes(`<@${bot}>`) || message.text.includes(`<@${bot}|`);
  if (channel === null || channel.kind === 'dm' || !isMentioned || message.byApp || message.ephemeralFor !== null) return [];
  const { user, text, ts, threadTs } = message;
  const event: JsonObject = {
    type: 'app_mention',
    user,
    text,
    ts,
    team: workspace.people.get(user)?.team ?? workspace.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : undefined),
    ...(threadTs === null ? undefined : { thread_ts: threadTs }),
    channel: channel.id,
    event_ts: ts,
  };
  return [{ subscription: 'app_mention', event, shared: channel.extShared }];
}

function memberEvents(happening: Extract<Happening, { type: 'joined' | 'left' }>, { workspace }: EventScene): Heard[] {
  const channel = heardChannel(workspace, happening.channel);
  if (channel === null || channel.kind === 'dm') return [];
  const type = happening.type === 'joined' ? 'member_joined_channel' : 'member_left_channel';
  const inviter = happening.type === 'joined' ? happening.inviter : null;
  const event: JsonObject = {
    type,
    user: happening.person,
    channel: channel.id,
    channel_type: channel.kind === 'public' ? 'C' : 'G',
    team: workspace.people.get(happening.person)?.team ?? workspace.team.id,
    ...(inviter === null ? undefined : { inviter }),
    event_ts: workspace.ts(),
  };
  return [{ subscription: type, event, shared: channel.extShared }];
}

function createdEvents(id: string, { workspace }: EventScene): Heard[] {
  const channel = workspace.channels.get(id);
  if (channel?.kind !== 'public') return [];
  const event = { type: 'channel_created', channel: channelShape(workspace, channel), event_ts: workspace.ts() };
  return [{ subscription: 'channel_created', event, shared: false }];
}

/** That a public channel is archived, everybody hears; of a private one, who is in it. */
function archivedEvents({ channel: id, by }: { channel: string; by: string }, { workspace }: EventScene): Heard[] {
  const channel = workspace.channels.get(id);
  if (channel === undefined || !(channel.kind === 'public' || isHeard(workspace, channel))) return [];
  const type = channel.kind === 'public' ? 'channel_archive' : 'group_archive';
  const event = { type, channel: id, user: by, is_moved: 0, event_ts: workspace.ts() };
  return [{ subscription: type, event, shared: channel.extShared }];
}

function sharedEvents(id: string, { workspace }: EventScene): Heard[] {
  const channel = workspace.channels.get(id);
  if (channel === undefined || !(channel.kind === 'public' || isHeard(workspace, channel))) return [];
  const strangers = [...workspace.people.values()].filter(({ stranger }) => stranger);
  const event = {
    type: 'channel_shared',
    connected_team_id: strangers[0]?.team ?? 'T0UNKNOWN0',
    channel: id,
    event_ts: workspace.ts(),
  };
  return [{ subscription: 'channel_shared', event, shared: true }];
}

function personEvents(id: string, { workspace, withEmail }: EventScene): Heard[] {
  const person = workspace.people.get(id);
  if (person === undefined) return [];
  const user = personShape(workspace, person, { withEmail, withLocale: true, withStranger: false });
  const seconds = Math.floor(workspace.clock.now().getTime() / 1_000);
  return [{ subscription: 'user_change', event: { type: 'user_change', user, cache_ts: seconds }, shared: false }];
}

function homeEvents({ person, tab }: Extract<Happening, { type: 'home-opened' }>, { workspace }: EventScene): Heard[] {
  const home = tab === 'home' ? workspace.homes.get(person) : undefined;
  const event: JsonObject = {
    type: 'app_home_opened',
    user: person,
    channel: findDirect(workspace, person)?.id ?? '',
    tab,
    ...(home === undefined ? undefined : { view: viewShape(workspace, home) }),
    event_ts: workspace.ts(),
  };
  return [{ subscription: 'app_home_opened', event, shared: false }];
}

function heardChannel(workspace: Workspace, id: string): Channel | null {
  const channel = workspace.channels.get(id);
  return channel !== undefined && isHeard(workspace, channel) ? channel : null;
}

const isHeard = (workspace: Workspace, channel: Channel) => channel.members.has(workspace.app.botUser);
