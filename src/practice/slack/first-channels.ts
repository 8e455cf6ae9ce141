import { addToChannel, createChannel, shareChannel } from './workspace/channels.ts';
import type { Workspace } from './workspace/workspace.ts';

/** A channel that is there from the beginning, beside those every practice workspace has. `members`: ids of people. */
export type FirstChannel = {
  name: string;
  kind: 'public' | 'private';
  members: readonly string[];
  withApp?: boolean;
  shared?: boolean;
};

export function addFirstChannels(workspace: Workspace, channels: readonly FirstChannel[]): void {
  for (const { name, kind, members, withApp, shared } of channels) {
    const channel = createChannel(workspace, { name, kind, creator: members[0] ?? workspace.app.botUser });
    for (const member of members) addToChannel(workspace, channel, member, null);
    if (withApp === true) addToChannel(workspace, channel, workspace.app.botUser, null);
    if (shared === true) shareChannel(workspace, channel, true);
  }
}
