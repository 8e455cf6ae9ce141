import { messageShape } from '../../shapes/message.ts';
import { findMessage, repliesTo } from '../../workspace/messages.ts';
import type { Answer, Method } from '../method.ts';
import { pageOf } from '../page-of.ts';
import { isMember, reach } from '../reach.ts';
import { flagOf, numberOf, textOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';
import { spanOf } from './span.ts';

const mostPerPage = 1_000;

/** A thread, its first message first. https://docs.slack.dev/reference/methods/conversations.replies */
export const replies: Method = {
  name: 'conversations.replies',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('history'),
  run(call): Answer {
    const { workspace, args } = call;
    const reached = reach(call, 'history');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (!isMember(call, channel)) return { error: 'channel_not_found' };
    const named = findMessage(workspace, channel.id, textOf(args, 'ts') ?? '');
    const parent = named?.threadTs ? findMessage(workspace, channel.id, named.threadTs) : named;
    if (!parent) return { error: 'thread_not_found' };
    const span = spanOf(args);
    if ('error' in span) return span;
    const page = pageOf(
      [parent, ...repliesTo(workspace, parent)].filter(({ ts }) => ts === parent.ts || span.holds(ts)),
      {
        limit: Math.min(Math.max(1, numberOf(args, 'limit') ?? mostPerPage), mostPerPage),
        cursor: textOf(args, 'cursor'),
        keyOf: ({ ts }) => ts,
        isPast: ({ ts }, key) => ts >= key,
      },
    );
    if ('error' in page) return page;
    const given = { withMetadata: flagOf(args, 'include_all_metadata'), origin: call.origin() };
    return {
      ok: {
        messages: page.items.map((message) => messageShape(workspace, message, given)),
        has_more: page.next !== '',
        ...(page.next === '' ? undefined : { response_metadata: { next_cursor: page.next } }),
      },
    };
  },
};
