/** Where in the workspace somebody is. Pure but for the address, which keeps person and place across a reload. */

/** @typedef {{ at: 'channel', channel: string, thread: string | null } | { at: 'home' }} Place */

/**
 * The same place where this person may see it; else what mentions them, then what they have not read, then the first channel.
 * @param {import('../protocol.ts').Snapshot} snapshot
 * @param {Place | null} wanted
 * @returns {Place | null}
 */
export function placeFor(snapshot, wanted) {
  if (wanted?.at === 'home') return wanted;
  if (wanted !== null && snapshot.channels.some(({ id }) => id === wanted.channel)) return wanted;
  const live = snapshot.channels.filter((channel) => !channel.archived);
  const byMentions = live.filter(({ mentions }) => mentions > 0).sort((a, b) => b.mentions - a.mentions || rank(a) - rank(b));
  const found =
    byMentions[0] ??
    live.find(({ unread, kind }) => unread > 0 && kind !== 'dm') ??
    live.find(({ kind }) => kind !== 'dm') ??
    live[0];
  return found === undefined ? null : { at: 'channel', channel: found.id, thread: null };
}

/** A channel before a direct message: there the others are, too. */
const rank = (channel) => (channel.kind === 'dm' ? 1 : 0);

/** @returns {{ as: string | null, place: Place | null }} */
export function readAddress(address) {
  const url = new URL(address);
  const [channel, thread] = url.hash.slice(1).split('/');
  const place = channel === 'home' ? { at: 'home' } : channel ? { at: 'channel', channel, thread: thread || null } : null;
  return { as: url.searchParams.get('as'), place: /** @type {Place | null} */ (place) };
}

/** @param {string} address @param {string} as @param {Place | null} place */
export function writeAddress(address, as, place) {
  const url = new URL(address);
  url.searchParams.set('as', as);
  url.hash =
    place === null ? '' : place.at === 'home' ? 'home' : `${place.channel}${place.thread === null ? '' : `/${place.thread}`}`;
  return url.href;
}

/**
 * The channel that a permalink of this workspace leads to; null for any other address.
 * @param {string} href @param {string} origin
 */
export function permalinkChannel(href, origin) {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  const [, channel] = url.pathname.match(/^\/archives\/([A-Z0-9]{2,20})\/p[0-9]+$/) ?? [];
  return url.origin === origin ? (channel ?? null) : null;
}
