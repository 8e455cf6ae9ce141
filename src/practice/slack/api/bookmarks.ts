/** Bookmarks: links on top of a channel. */
import { changeChannel } from '../workspace/channels.ts';
import type { Channel, JsonObject } from '../workspace/model.ts';
import type { Answer, Method } from './method.ts';
import { isMember, reach } from './reach.ts';
import { textOf } from './read-argument.ts';

/** In one channel. */
const mostBookmarks = 100;

/** https://docs.slack.dev/reference/methods/bookmarks.add */
export const add: Method = {
  name: 'bookmarks.add',
  token: 'bot',
  tier: 2,
  scopes: [['bookmarks:write']],
  run(call): Answer {
    const { workspace, args } = call;
    const reached = reach(call, null, 'channel_id');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (!isMember(call, channel)) return { error: 'permission_denied' };
    if (textOf(args, 'type') !== 'link') return { error: 'invalid_bookmark_type' };
    const link = textOf(args, 'link');
    if (link === null || !isLink(link)) return { error: 'invalid_link' };
    const emoji = textOf(args, 'emoji');
    if (emoji !== null && !/^:[a-z0-9_+'-]+:$/.test(emoji)) return { error: 'invalid_emoji' };
    if (channel.bookmarks.length >= mostBookmarks) return { error: 'too_many_bookmarks' };
    const bookmark = { id: workspace.id('Bk'), title: textOf(args, 'title') ?? link, link, emoji };
    changeChannel(workspace, channel, { bookmarks: [...channel.bookmarks, bookmark] });
    return { ok: { bookmark: bookmarkShape(channel, bookmark) } };
  },
};

/** https://docs.slack.dev/reference/methods/bookmarks.list */
export const list: Method = {
  name: 'bookmarks.list',
  token: 'bot',
  tier: 3,
  scopes: [['bookmarks:read']],
  run(call): Answer {
    const reached = reach(call, null, 'channel_id');
    if ('error' in reached) return reached;
    const { channel } = reached;
    return { ok: { bookmarks: channel.bookmarks.map((bookmark) => bookmarkShape(channel, bookmark)) } };
  },
};

/** https://docs.slack.dev/reference/methods/bookmarks.remove */
export const remove: Method = {
  name: 'bookmarks.remove',
  token: 'bot',
  tier: 2,
  scopes: [['bookmarks:write']],
  run(call): Answer {
    const reached = reach(call, null, 'channel_id');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (!isMember(call, channel)) return { error: 'permission_denied' };
    const id = textOf(call.args, 'bookmark_id');
    if (!channel.bookmarks.some((bookmark) => bookmark.id === id)) return { error: 'not_found' };
    changeChannel(call.workspace, channel, { bookmarks: channel.bookmarks.filter((bookmark) => bookmark.id !== id) });
    return { ok: {} };
  },
};

function bookmarkShape(channel: Channel, bookmark: Channel['bookmarks'][number]): JsonObject {
  return {
    id: bookmark.id,
    channel_id: channel.id,
    title: bookmark.title,
    link: bookmark.link,
    ...(bookmark.emoji === null ? undefined : { emoji: bookmark.emoji }),
    type: 'link',
    date_created: channel.created,
    date_updated: 0,
    rank: String(channel.bookmarks.indexOf(bookmark) + 1),
  };
}

function isLink(link: string): boolean {
  return URL.canParse(link) && /^(https?|slack|mailto):/.test(link);
}
