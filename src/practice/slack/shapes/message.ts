/** A message as Slack sends it: in answers of the Web API, in events, in what a press carries. */

import { repliesTo } from '../workspace/messages.ts';
import type { JsonObject, Message } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { botProfile } from './bot-profile.ts';
import { fileShape } from './file.ts';

/** People that `reply_users` names. */
const mostReplyUsers = 5;

/** `withMetadata`: only those get it who ask for it. `origin`: of the addresses of files, without a slash at its end. */
export function messageShape(
  workspace: Workspace,
  message: Message,
  given: { withMetadata: boolean; origin: string },
): JsonObject {
  const files = message.files.flatMap((id) => workspace.files.get(id) ?? []);
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: workspace.people.get(message.user)?.team ?? workspace.team.id,
    ...(message.byApp
      ? { bot_id: workspace.app.botId, app_id: workspace.app.id, bot_profile: botProfile(workspace) }
      : undefined),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : undefined),
    ...threadOf(workspace, message),
    ...(message.edited ? { edited: message.edited } : undefined),
    ...(message.metadata && given.withMetadata ? { metadata: message.metadata } : undefined),
    ...(files.length > 0
      ? { files: files.map((file) => fileShape(workspace, file, given.origin)), upload: false, display_as_bot: false }
      : undefined),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })) }
      : undefined),
  };
}

function threadOf(workspace: Workspace, message: Message): JsonObject {
  if (message.threadTs !== null) {
    const parent = workspace.messages.find(({ channel, ts }) => channel === message.channel && ts === message.threadTs);
    return { thread_ts: message.threadTs, ...(parent ? { parent_user_id: parent.user } : undefined) };
  }
  const replies = repliesTo(workspace, message);
  const latest = replies.at(-1);
  if (!latest) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: latest.ts,
    reply_users: users.slice(0, mostReplyUsers),
    is_locked: false,
    subscribed: false,
  };
}
