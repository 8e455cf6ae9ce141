/** Somebody chooses a shortcut of the app, of a message or of the whole workspace. https://docs.slack.dev/interactivity/implementing-shortcuts */
import { messageShape } from '../shapes/message.ts';
import type { JsonObject, Message } from '../workspace/model.ts';
import { type AppSide, common, done, failed, type Outcome, payloadChannelName } from './app-side.ts';

/** `message`: the one it was chosen at; null for a global one. */
export async function runShortcut(
  side: AppSide,
  chosen: { person: string; callbackId: string; message: Message | null },
): Promise<Outcome> {
  const type = chosen.message === null ? 'global' : 'message';
  const known = side.app.shortcuts.find((one) => one.type === type && one.callbackId === chosen.callbackId);
  if (known === undefined) return failed('The app has no such shortcut.');
  const payload: JsonObject = {
    ...shortcutUser(side, chosen.person),
    callback_id: chosen.callbackId,
    trigger_id: side.triggers.issue(chosen.person),
    action_ts: side.workspace.ts(),
    ...(chosen.message === null ? { type: 'shortcut' } : atMessage(side, chosen.person, chosen.message)),
  };
  const answer = await side.link.deliver({ type: 'interactive', payload, acceptsResponse: false, retry: null });
  if (answer.how === 'acked') return done;
  return failed(`${side.app.name} did not respond${answer.how === 'timed-out' ? ' in time' : ''}. Try again in a moment.`);
}

/** In payloads of shortcuts the user has no `username`, and the app no `api_app_id`. */
function shortcutUser(side: AppSide, person: string): JsonObject {
  const { user, api_app_id: _app, ...rest } = common(side, person);
  const { username: _, ...named } = user as JsonObject;
  return { ...rest, user: named };
}

function atMessage(side: AppSide, person: string, message: Message): JsonObject {
  const { channel, ts } = message;
  const original = message.byApp ? { ts, ephemeralFor: message.ephemeralFor } : null;
  return {
    type: 'message_action',
    message_ts: ts,
    response_url: side.responseUrls.issue({ person, channel, original }, 'actions'),
    message: messageShape(side.workspace, message, { withMetadata: false, origin: side.origin() }),
    channel: { id: channel, name: payloadChannelName(side.workspace, channel) },
  };
}
