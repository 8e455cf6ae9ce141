/** Changes of channels and of who is in them. Whoever may make them was asked before. */
import type { Channel } from './model.ts';
import type { Workspace } from './workspace.ts';

/** Makes a channel with its creator in it. The name is free and well-formed: `nameFault` says so. */
export function createChannel(
  workspace: Workspace,
  given: { name: string; kind: 'public' | 'private'; creator: string },
): Channel {
  const channel = add(workspace, { name: given.name, kind: given.kind, creator: given.creator, members: [given.creator] });
  workspace.tell({ type: 'channel-created', channel: channel.id });
  return channel;
}

/** The direct message of the app's bot user with this person, made when there is none yet. */
export function openDirect(workspace: Workspace, person: string): { channel: Channel; fresh: boolean } {
  const known = findDirect(workspace, person);
  if (known) return { channel: known, fresh: false };
  const bot = workspace.app.botUser;
  return { channel: add(workspace, { name: '', kind: 'dm', creator: bot, members: [bot, person] }), fresh: true };
}

export function findDirect(workspace: Workspace, person: string): Channel | null {
  const directs = [...workspace.channels.values()].filter(({ kind }) => kind === 'dm');
  return directs.find(({ members }) => members.has(person) && members.has(workspace.app.botUser)) ?? null;
}

/** Lets a person in; `inviter` is null for one who joined alone. One who is in already stays, and nothing is told. */
export function addToChannel(workspace: Workspace, channel: Channel, person: string, inviter: string | null): void {
  if (channel.members.has(person)) return;
  channel.members.add(person);
  workspace.tell({ type: 'joined', channel: channel.id, person, inviter });
}

/** Takes a person out, who left or was removed. */
export function removeFromChannel(workspace: Workspace, channel: Channel, person: string): void {
  if (!channel.members.delete(person)) return;
  workspace.tell({ type: 'left', channel: channel.id, person });
}

export function archiveChannel(workspace: Workspace, channel: Channel, by: string): void {
  channel.archived = true;
  workspace.tell({ type: 'channel-archived', channel: channel.id, by });
}

/** Shares the channel with another company (Slack Connect), or no longer. */
export function shareChannel(workspace: Workspace, channel: Channel, shared: boolean): void {
  channel.extShared = shared;
  workspace.tell({ type: shared ? 'channel-shared' : 'channel-changed', channel: channel.id });
}

/** Name, topic, purpose, pins, bookmarks, and out of the archive. */
export function changeChannel(
  workspace: Workspace,
  channel: Channel,
  change: Partial<Pick<Channel, 'name' | 'topic' | 'purpose' | 'pins' | 'bookmarks'>> & { archived?: false },
): void {
  Object.assign(channel, change);
  workspace.tell({ type: 'channel-changed', channel: channel.id });
}

export type NameFault =
  | 'invalid_name_required'
  | 'invalid_name_maxlength'
  | 'invalid_name_punctuation'
  | 'invalid_name_specials'
  | 'name_taken';

/** Characters. https://docs.slack.dev/reference/methods/conversations.create#naming */
const mostNameChars = 80;

/** What speaks against this name for a new channel, in Slack's words; null: nothing. */
export function nameFault(workspace: Workspace, name: string): NameFault | null {
  if (name === '') return 'invalid_name_required';
  if ([...name].length > mostNameChars) return 'invalid_name_maxlength';
  if (!/[\p{L}\p{N}]/u.test(name)) return 'invalid_name_punctuation';
  if (!/^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_-]+$/u.test(name)) return 'invalid_name_specials';
  return [...workspace.channels.values()].some((channel) => channel.name === name) ? 'name_taken' : null;
}

function add(
  workspace: Workspace,
  given: { name: string; kind: Channel['kind']; creator: string; members: readonly string[] },
): Channel {
  const channel: Channel = {
    id: workspace.id(given.kind === 'dm' ? 'D' : 'C'),
    name: given.name,
    kind: given.kind,
    creator: given.creator,
    created: Math.floor(workspace.clock.now().getTime() / 1_000),
    members: new Set(given.members),
    topic: '',
    purpose: '',
    archived: false,
    extShared: false,
    pins: [],
    bookmarks: [],
  };
  workspace.channels.set(channel.id, channel);
  return channel;
}
