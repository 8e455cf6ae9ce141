import { messageShape } from '../../shapes/message.ts';
import type { Answer, Method } from '../method.ts';
import { pageOf } from '../page-of.ts';
import { reachAsMember } from '../reach.ts';
import { flagOf, numberOf, textOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';
import { spanOf } from './span.ts';

const defaultLimit = 100;
const mostPerPage = 999;

/** Newest first, without what stands in threads. https://docs.slack.dev/reference/methods/conversations.history */
export const history: Method = {
  name: 'conversations.history',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('history'),
  run(call): Answer {
    const { workspace, args } = call;
    const reached = reachAsMember(call, 'history');
    if ('error' in reached) return reached;
    const { channel } = reached;
    const span = spanOf(args);
    if ('error' in span) return span;
    const messages = workspace.messages.filter(
      ({ channel: id, threadTs, ephemeralFor, ts }) =>
        id === channel.id && threadTs === null && ephemeralFor === null && span.holds(ts),
    );
    const page = pageOf(messages.reverse(), {
      limit: Math.min(Math.max(1, numberOf(args, 'limit') ?? defaultLimit), mostPerPage),
      cursor: textOf(args, 'cursor'),
      keyOf: ({ ts }) => ts,
      isPast: ({ ts }, key) => ts <= key,
    });
    if ('error' in page) return page;
    const given = { withMetadata: flagOf(args, 'include_all_metadata'), origin: call.origin() };
    return {
      ok: {
        messages: page.items.map((message) => messageShape(workspace, message, given)),
        has_more: page.next !== '',
        pin_count: channel.pins.length,
        ...(page.next === '' ? undefined : { response_metadata: { next_cursor: page.next } }),
      },
    };
  },
};
