/** Somebody presses a button or chooses from a menu. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
import { messageShape } from '../shapes/message.ts';
import { viewShape } from '../shapes/view.ts';
import type { JsonObject, Message, OpenView } from '../workspace/model.ts';
import type { Acknowledged } from './app-link.ts';
import { type AppSide, common, done, failed, type Outcome, payloadChannelName } from './app-side.ts';
import { actionOf, elementOf, isOffered } from './elements.ts';

/** `value`: what was chosen, in the shape of an action. `state`: of all inputs beside it, block_id → action_id → value. */
export type Press = { person: string; blockId: string; actionId: string; value: JsonObject; state: JsonObject };

const gone = 'This is not there any more: the message was changed since. Look at it again.';

export async function pressInMessage(side: AppSide, message: Message, press: Press): Promise<Outcome> {
  const action = actionIn(side, message.blocks, press);
  if (action === null) return failed(gone);
  const { workspace } = side;
  const { channel, ts, threadTs, ephemeralFor } = message;
  const isEphemeral = ephemeralFor !== null;
  const shown = messageShape(workspace, message, { withMetadata: false, origin: side.origin() });
  return deliver(side, {
    type: 'block_actions',
    ...common(side, press.person),
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: isEphemeral,
      ...(threadTs === null ? undefined : { thread_ts: threadTs }),
    },
    trigger_id: side.triggers.issue(press.person),
    channel: { id: channel, name: payloadChannelName(workspace, channel) },
    // Slack keeps no copy of what one person alone saw.
    ...(isEphemeral ? undefined : { message: shown }),
    state: { values: press.state },
    response_url: side.responseUrls.issue({ person: press.person, channel, original: { ts, ephemeralFor } }, 'actions'),
    actions: [action],
  });
}

export async function pressInView(side: AppSide, opened: OpenView, press: Press): Promise<Outcome> {
  const action = actionIn(side, Array.isArray(opened.view.blocks) ? opened.view.blocks : [], press);
  if (action === null) return failed(gone);
  const view = viewShape(side.workspace, opened, press.state);
  return deliver(side, {
    type: 'block_actions',
    ...common(side, press.person),
    container: { type: 'view', view_id: opened.id },
    trigger_id: side.triggers.issue(press.person),
    view,
    state: { values: press.state },
    actions: [action],
  });
}

function actionIn(side: AppSide, blocks: JsonObject['blocks'], press: Press): JsonObject | null {
  const element = elementOf(blocks, press.blockId, press.actionId);
  if (element === null || !isOffered(element, press.value)) return null;
  return actionOf(element, press.blockId, press.value, side.workspace.ts());
}

async function deliver(side: AppSide, payload: JsonObject): Promise<Outcome> {
  if (!side.app.interactivity)
    return failed(`${side.app.name} is not set up to handle this: its manifest has interactivity off.`);
  return pressOutcome(side, await side.link.deliver({ type: 'interactive', payload, acceptsResponse: false, retry: null }));
}

/** What Slack shows beside the button; the press is not sent again. */
function pressOutcome({ app }: AppSide, answer: Acknowledged): Outcome {
  if (answer.how === 'acked') return done;
  if (answer.how === 'timed-out') return failed(`This app did not respond in time. (${app.name})`);
  if (answer.how === 'nobody')
    return failed(`${app.name} is not connected: nobody heard this press. Try again when it is back.`);
  return failed(`This app responded with an error${answer.status === null ? '' : ` (HTTP ${answer.status})`}. (${app.name})`);
}
