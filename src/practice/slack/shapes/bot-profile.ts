import type { JsonObject } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { pictureOf } from './picture.ts';

/** Which app wrote a message, as Slack puts it beside the text. */
export function botProfile(workspace: Workspace): JsonObject {
  const { app, team } = workspace;
  const bot = workspace.people.get(app.botUser);
  return {
    id: app.botId,
    deleted: false,
    name: bot?.realName ?? 'app',
    updated: 0,
    app_id: app.id,
    icons: { image_36: pictureOf(36), image_48: pictureOf(48), image_72: pictureOf(72) },
    team_id: team.id,
  };
}
