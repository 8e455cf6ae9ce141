import type { JsonObject } from '../../workspace/model.ts';

/** Nobody reads for a bot: what it has read last is nothing. */
const neverRead = '0000000000.000000';

/** What answers about one channel have beside the channel: whether the asking bot is in it. */
export const asSeenByBot = (shape: JsonObject, isMember: boolean): JsonObject => ({
  ...shape,
  is_member: isMember,
  last_read: neverRead,
});
