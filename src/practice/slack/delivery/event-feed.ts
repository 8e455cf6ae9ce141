/** Sends the app what it has subscribed to, again after a failure as Slack does. https://docs.slack.dev/apis/events-api */
import type { JsonObject } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Acknowledged, AppLink, RetryReason } from './app-link.ts';
import { eventsOf, type Heard } from './events.ts';
import type { Timer } from './timer.ts';

/** Milliseconds before each of the three retries: almost at once, after a minute, after five. */
const retryAfterMs = [0, 60_000, 300_000] as const;
/** Events that wait for a retry; beyond that they are lost, as with Slack when an app is away for long. */
const mostWaiting = 1_000;

export type EventFeedParts = {
  workspace: Workspace;
  link: AppLink;
  timer: Timer;
  /** `bot_events` of the manifest. */
  subscriptions: readonly string[];
  scopes: readonly string[];
  origin(): string;
};

/** Begins to listen; the result ends it, and every retry that waits. */
export function startEventFeed(parts: EventFeedParts): () => void {
  const { workspace, link, timer } = parts;
  const subscriptions = new Set(parts.subscriptions);
  const withEmail = parts.scopes.includes('users:read.email');
  const waiting = new Set<() => void>();
  let stopped = false;

  const send = async (payload: JsonObject, retry: { attempt: number; reason: RetryReason } | null) => {
    const answer = await link.deliver({ type: 'events_api', payload, acceptsResponse: false, retry });
    const reason = reasonToRetry(answer);
    const attempt = (retry?.attempt ?? 0) + 1;
    const afterMs = retryAfterMs[attempt - 1];
    if (stopped || reason === null || afterMs === undefined || waiting.size >= mostWaiting) return;
    const cancel = timer(afterMs, () => {
      waiting.delete(cancel);
      void send(payload, { attempt, reason });
    });
    waiting.add(cancel);
  };

  const unlisten = workspace.listen((happening) => {
    for (const heard of eventsOf(happening, { workspace, origin: parts.origin(), withEmail })) {
      if (subscriptions.has(heard.subscription)) void send(callback(workspace, heard), null);
    }
  });

  return () => {
    stopped = true;
    unlisten();
    for (const cancel of waiting) cancel();
  };
}

function reasonToRetry(answer: Acknowledged): RetryReason | null {
  if (answer.how === 'acked' || (answer.how === 'refused' && answer.noRetry)) return null;
  if (answer.how === 'refused') return answer.reason;
  return answer.how === 'timed-out' ? 'timeout' : 'connection_failed';
}

function callback(workspace: Workspace, { event, shared }: Heard): JsonObject {
  const { app, team } = workspace;
  const who = { enterprise_id: null, team_id: team.id, user_id: app.botUser, is_bot: true, is_enterprise_install: false };
  return {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: workspace.id('Ev'),
    event_time: Math.floor(workspace.clock.now().getTime() / 1_000),
    authorizations: [who],
    is_ext_shared_channel: shared,
    event_context: `1-${event.type}-${team.id}-${app.id}`,
  };
}
