/** What one person sees of the workspace. Pure. */
import { otherIn } from '../shapes/channel.ts';
import type { Channel, Message, OpenView, Person } from '../workspace/model.ts';
import { modalsOf } from '../workspace/views.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { PageAside, PageChannel, PageMessage, PagePerson, PageView, Snapshot } from './protocol.ts';

/** Of each channel, without those in threads. */
const mostMessages = 200;
/** Of each channel, in threads. */
const mostReplies = 400;

export type PageState = {
  workspace: Workspace;
  app: {
    name: string;
    commands: readonly { command: string; description: string; usageHint: string }[];
    shortcuts: readonly { type: 'message' | 'global'; name: string; callbackId: string }[];
  };
  connected: boolean;
  revision: number;
  aside: PageAside | null;
  /** Up to which time stamp somebody has seen a channel; "" when they have seen nothing. */
  seen(person: string, channel: string): string;
  /** What the app found wrong in a form that was sent, by block. */
  errors(view: OpenView): Record<string, string>;
};

export function snapshotFor(state: PageState, me: string): Snapshot {
  const { workspace, app } = state;
  const channels = [...workspace.channels.values()].filter(({ members }) => members.has(me));
  const visible = messagesFor(workspace, me);
  return {
    revision: state.revision,
    team: { id: workspace.team.id, name: workspace.team.name },
    me,
    people: [...workspace.people.values()].map(pagePerson),
    app: { user: workspace.app.botUser, name: app.name, connected: state.connected },
    commands: app.commands.map(({ command, description, usageHint }) => ({ command, description, hint: usageHint })),
    shortcuts: app.shortcuts.map(({ type, name, callbackId }) => ({ type, name, callbackId })),
    channels: channels.map((channel) => pageChannel(state, channel, me, visible.get(channel.id) ?? [])),
    messages: Object.fromEntries(channels.map(({ id }) => [id, pageMessages(workspace, visible.get(id) ?? [])])),
    modals: modalsOf(workspace, me).map((opened) => pageView(state, opened)),
    home: homeOf(workspace, me),
    aside: state.aside,
  };
}

/** The home tab, with the id that a press in it names. */
function homeOf(workspace: Workspace, me: string): Snapshot['home'] {
  const home = workspace.homes.get(me);
  return home === undefined ? null : { ...home.view, id: home.id, hash: home.hash };
}

function pagePerson(person: Person): PagePerson {
  const { id, name, realName, bot, stranger, deleted } = person;
  const guest = person.restricted || person.ultraRestricted;
  return {
    id,
    name,
    realName,
    bot,
    guest,
    stranger,
    deactivated: deleted,
    initials: initialsOf(realName),
    colour: colourOf(id),
  };
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

const colours = ['#7b4fb5', '#b5552f', '#2f7ab5', '#3d8049', '#a8326a', '#6d6a1f', '#4657a8', '#0b7285'] as const;

/** Always the same for the same person. */
function colourOf(id: string): string {
  const sum = [...id].reduce((total, letter) => total * 31 + letter.charCodeAt(0), 7) % 1_000_003;
  return colours[sum % colours.length] ?? colours[0];
}

function pageChannel(state: PageState, channel: Channel, me: string, messages: readonly Message[]): PageChannel {
  const { workspace } = state;
  const seen = state.seen(me, channel.id);
  const fresh = messages.filter(({ ts, user }) => ts > seen && user !== me);
  const isToMe = (message: Message) => channel.kind === 'dm' || message.text.includes(`<@${me}`) || mentionsIn(message, me);
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    with: channel.kind === 'dm' ? otherSide(workspace, channel, me) : null,
    topic: channel.topic,
    members: [...channel.members],
    archived: channel.archived,
    shared: channel.extShared,
    pins: [...channel.pins],
    bookmarks: channel.bookmarks.map(({ title, link }) => ({ title, link })),
    unread: fresh.length,
    mentions: fresh.filter(isToMe).length,
  };
}

function otherSide(workspace: Workspace, channel: Channel, me: string): string {
  const other = otherIn(workspace, channel);
  return other === me ? workspace.app.botUser : other;
}

const mentionsIn = ({ blocks }: Message, me: string) => blocks.length > 0 && JSON.stringify(blocks).includes(`<@${me}`);

/** By channel: what everybody sees there, and what only this person does. */
function messagesFor(workspace: Workspace, me: string): Map<string, Message[]> {
  const found = new Map<string, Message[]>();
  for (const message of workspace.messages) {
    if (message.ephemeralFor !== null && message.ephemeralFor !== me) continue;
    const before = found.get(message.channel);
    if (before === undefined) found.set(message.channel, [message]);
    else before.push(message);
  }
  return found;
}

function pageMessages(workspace: Workspace, messages: readonly Message[]): PageMessage[] {
  const roots = messages.filter(({ threadTs }) => threadTs === null).slice(-mostMessages);
  const shown = new Set(roots.map(({ ts }) => ts));
  const replies = messages.filter(({ threadTs }) => threadTs !== null && shown.has(threadTs)).slice(-mostReplies);
  const counts = new Map<string, number>();
  for (const { threadTs, ephemeralFor } of replies) {
    if (threadTs !== null && ephemeralFor === null) counts.set(threadTs, (counts.get(threadTs) ?? 0) + 1);
  }
  const all = [...roots, ...replies].sort((one, other) => (one.ts < other.ts ? -1 : 1));
  return all.map((message) => pageMessage(workspace, message, counts.get(message.ts) ?? 0));
}

function pageMessage(workspace: Workspace, message: Message, replies: number): PageMessage {
  const { ts, channel, user, byApp, text, blocks, threadTs } = message;
  const files = message.files.flatMap((id) => workspace.files.get(id) ?? []);
  return {
    ts,
    channel,
    user,
    byApp,
    text,
    blocks,
    threadTs,
    replies,
    edited: message.edited !== null,
    onlyMe: message.ephemeralFor !== null,
    files: files.map(({ id, name, title, bytes }) => ({ id, name, title, size: bytes.length, url: `/files/${id}` })),
    reactions: message.reactions.map(({ name, users }) => ({ name, count: users.length })),
  };
}

function pageView(state: PageState, opened: OpenView): PageView {
  return { id: opened.id, hash: opened.hash, view: opened.view, errors: state.errors(opened) };
}
