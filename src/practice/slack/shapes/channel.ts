import type { Channel, JsonObject } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Name of the channel that everybody is in and that nobody can leave or archive. */
export const generalName = 'general';

/** A channel as the bot user sees it, with what all methods that answer one have of it. */
export function channelShape(workspace: Workspace, channel: Channel): JsonObject {
  const { id, created, archived, extShared, creator } = channel;
  const updated = created * 1_000;
  if (channel.kind === 'dm') return { id, created, is_archived: archived, is_im: true, is_org_shared: false, updated };
  const isPrivate = channel.kind === 'private';
  return {
    id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    created,
    creator,
    is_archived: archived,
    is_general: channel.name === generalName,
    unlinked: 0,
    is_shared: extShared,
    is_ext_shared: extShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    shared_team_ids: [workspace.team.id, ...(extShared ? strangersTeams(workspace, channel) : [])],
    pending_shared: [],
    pending_connected_team_ids: [],
    context_team_id: workspace.team.id,
    updated,
    topic: said(channel, channel.topic),
    purpose: said(channel, channel.purpose),
    previous_names: [],
  };
}

/** `is_member` and, in lists, whom a direct message is with: what only some methods tell. */
export function listedChannelShape(workspace: Workspace, channel: Channel): JsonObject {
  const shape = channelShape(workspace, channel);
  if (channel.kind !== 'dm') return shape;
  const other = otherIn(workspace, channel);
  return { ...shape, user: other, is_user_deleted: workspace.people.get(other)?.deleted ?? false, priority: 0 };
}

/** With whom the bot user has this direct message. */
export function otherIn(workspace: Workspace, channel: Channel): string {
  return [...channel.members].find((member) => member !== workspace.app.botUser) ?? workspace.app.botUser;
}

const said = (channel: Channel, value: string): JsonObject =>
  value === '' ? { value, creator: '', last_set: 0 } : { value, creator: channel.creator, last_set: channel.created };

function strangersTeams(workspace: Workspace, channel: Channel): string[] {
  const teams = [...channel.members].flatMap((member) => workspace.people.get(member)?.team ?? []);
  return [...new Set(teams)].filter((team) => team !== workspace.team.id);
}
