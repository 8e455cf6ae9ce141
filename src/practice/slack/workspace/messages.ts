/** Changes of messages. Whoever may make them was asked before: the Web API checks the app, the page the person. */
import { withIds } from './ids-of-blocks.ts';
import type { JsonObject, Message } from './model.ts';
import type { Workspace } from './workspace.ts';

/** Characters; Slack cuts what is longer. https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
export const mostTextChars = 40_000;
/** A workspace in memory forgets its oldest messages beyond this. */
const mostMessagesKept = 20_000;

export type NewMessage = {
  channel: string;
  user: string;
  byApp: boolean;
  text: string;
  blocks?: JsonObject[];
  /** The first message of the thread that it answers in. */
  threadTs?: string | null;
  metadata?: JsonObject | null;
  files?: string[];
  unfurl?: boolean;
};

/** Writes a message into a channel that everybody in it sees. */
export function postMessage(workspace: Workspace, given: NewMessage): Message {
  return add(workspace, given, null);
}

/** Shows a message to one person. It stands in `workspace.messages` for the page, and no history has it. */
export function postEphemeral(workspace: Workspace, given: NewMessage, to: string): Message {
  return add(workspace, given, to);
}

/** Changes a message; what is not given stays. Answers the new one, under the same time stamp. */
export function editMessage(
  workspace: Workspace,
  before: Message,
  change: { by: string; text?: string; blocks?: JsonObject[]; metadata?: JsonObject | null; files?: string[] },
): Message {
  const { by, ...changed } = change;
  const text = (changed.text ?? before.text).slice(0, mostTextChars);
  const blocks = changed.blocks ? withIds(changed.blocks, () => workspace.id('b')) : before.blocks;
  const after: Message = { ...before, ...changed, text, blocks, edited: { user: by, ts: workspace.ts() } };
  const at = workspace.messages.findIndex((message) => isSame(message, before));
  if (at >= 0) workspace.messages[at] = after;
  workspace.tell({ type: 'message-changed', before, after });
  return after;
}

/** Takes a message away, and its pin. Answers of its thread stay. */
export function deleteMessage(workspace: Workspace, message: Message): void {
  const at = workspace.messages.findIndex((each) => isSame(each, message));
  if (at < 0) return;
  workspace.messages.splice(at, 1);
  const channel = workspace.channels.get(message.channel);
  if (channel) channel.pins = channel.pins.filter((ts) => ts !== message.ts);
  workspace.tell({ type: 'message-deleted', before: message, deletedTs: workspace.ts() });
}

/** A message that its channel keeps; null for one that only one person sees. */
export function findMessage(workspace: Workspace, channel: string, ts: string): Message | null {
  const found = workspace.messages.findLast((message) => message.channel === channel && message.ts === ts);
  return found && found.ephemeralFor === null ? found : null;
}

/** Answers to this message, oldest first, without those that only one person sees. */
export function repliesTo(workspace: Workspace, message: Message): Message[] {
  return workspace.messages.filter(
    (each) => each.channel === message.channel && each.threadTs === message.ts && each.ephemeralFor === null,
  );
}

/** Puts a person's reaction under a message. */
export function react(workspace: Workspace, message: Message, reaction: { name: string; user: string }): void {
  const known = message.reactions.find(({ name }) => name === reaction.name);
  if (known) known.users.push(reaction.user);
  else message.reactions.push({ name: reaction.name, users: [reaction.user] });
  workspace.tell({ type: 'channel-changed', channel: message.channel });
}

function add(workspace: Workspace, given: NewMessage, ephemeralFor: string | null): Message {
  const message: Message = {
    ts: workspace.ts(),
    channel: given.channel,
    user: given.user,
    byApp: given.byApp,
    text: given.text.slice(0, mostTextChars),
    blocks: withIds(given.blocks ?? [], () => workspace.id('b')),
    threadTs: given.threadTs ?? null,
    edited: null,
    metadata: given.metadata ?? null,
    files: given.files ?? [],
    reactions: [],
    ephemeralFor,
    unfurl: given.unfurl ?? true,
  };
  workspace.messages.push(message);
  if (workspace.messages.length > mostMessagesKept) workspace.messages.shift();
  workspace.tell({ type: 'message', message });
  return message;
}

const isSame = (one: Message, other: Message) => one.ts === other.ts && one.channel === other.channel;
