/** What posts are about, and under which names it is remembered where they stand. */

export const refs = {
  ask: (nonce: string, how: string) => `${nonce}:${how}`,
  direct: (nonce: string, how: string, person: string) => `${nonce}:${how}:${person}`,
} as const;

/** Null for what `refs.ask` never made. */
export function readAskRef(ref: string): { nonce: string; how: string } | null {
  const [nonce, how, ...more] = ref.split(':');
  return nonce === undefined || how === undefined || more.length > 0 ? null : { nonce, how };
}

/** Null for what `refs.direct` never made. */
export function readDirectRef(ref: string): { nonce: string; how: string; person: string } | null {
  const [nonce, how, person, ...more] = ref.split(':');
  return nonce === undefined || how === undefined || person === undefined || more.length > 0 ? null : { nonce, how, person };
}

/** Names of places: `channel` holds a channel's id, all others a message. */
export const placeNames = {
  channel: 'channel',
  card: 'card',
  ask: (ref: string) => `ask:${ref}`,
  direct: (ref: string) => `direct:${ref}`,
  stuck: (seq: string) => `stuck:${seq}`,
  cutOff: (credential: string) => `cut-off:${credential}`,
  residual: (residual: string) => `residual:${residual}`,
} as const;

export type Standing = { channel: string; ts: string };

export const standingText = ({ channel, ts }: Standing): string => `${channel}/${ts}`;

/** Null for a place that is no message. */
export function readStanding(place: string | undefined): Standing | null {
  const [channel, ts, ...more] = (place ?? '').split('/');
  return channel === undefined || ts === undefined || more.length > 0 ? null : { channel, ts };
}
