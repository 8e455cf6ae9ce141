import type { JsonObject, OpenView } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** An open view as Slack sends it; `values`: what stands in its inputs, block_id → action_id → value. */
export function viewShape(workspace: Workspace, opened: OpenView, values: JsonObject = {}): JsonObject {
  const { view } = opened;
  return {
    id: opened.id,
    team_id: workspace.team.id,
    type: view.type ?? 'modal',
    blocks: view.blocks ?? [],
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    state: { values },
    hash: opened.hash,
    ...(view.title ? { title: view.title } : undefined),
    ...(view.submit ? { submit: view.submit } : undefined),
    ...(view.close ? { close: view.close } : undefined),
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    submit_disabled: view.submit_disabled ?? false,
    root_view_id: opened.rootId,
    ...(opened.previousId === null ? undefined : { previous_view_id: opened.previousId }),
    app_id: workspace.app.id,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.app.botId,
  };
}
