import type { JsonObject } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { AppLink } from './app-link.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';

type Fault = { pointer: string; message: string };

/** What every act of a person needs to reach the app. */
export type AppSide = {
  workspace: Workspace;
  link: AppLink;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  /** From the manifest. */
  app: {
    name: string;
    commands: readonly { command: string; shouldEscape: boolean }[];
    shortcuts: readonly { type: 'message' | 'global'; callbackId: string }[];
    interactivity: boolean;
  };
  blockFaults(blocks: unknown, where: 'message'): Fault[];
  viewFaults(view: unknown): Fault[];
  /** Of the addresses of files. */
  origin(): string;
};

/** What became of an act: nothing to say, or a sentence as Slack shows it. */
export type Outcome = { ok: true } | { ok: false; error: string };

export const done: Outcome = { ok: true };
export const failed = (error: string): Outcome => ({ ok: false, error });

/** What stands in every payload of an interaction. */
export function common({ workspace: { app, team, people } }: AppSide, personId: string): JsonObject {
  const person = people.get(personId);
  const name = person?.name ?? '';
  return {
    user: { id: personId, username: name, name, team_id: person?.team ?? team.id },
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: app.id,
    token: app.verificationToken,
  };
}

/** As payloads call a channel: nobody may rely on it. */
export function payloadChannelName(workspace: Workspace, id: string): string {
  const channel = workspace.channels.get(id);
  if (channel?.kind === 'dm') return 'directmessage';
  return channel?.kind === 'private' ? 'privategroup' : (channel?.name ?? '');
}
