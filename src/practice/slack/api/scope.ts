/** Which scope a channel asks for: by its kind, and by what is done with it. */
import type { Channel } from '../workspace/model.ts';
import type { Answer, ApiParts } from './method.ts';

/** Any one of these is enough. The first is the one that Slack's pages name first. */
type Enough = readonly string[];
export type Use = 'read' | 'history' | 'manage' | 'invite' | 'topic';

const enough: Readonly<Record<Use, Record<Channel['kind'], Enough>>> = {
  read: { public: ['channels:read'], private: ['groups:read'], dm: ['im:read'] },
  history: { public: ['channels:history'], private: ['groups:history'], dm: ['im:history'] },
  manage: { public: ['channels:manage'], private: ['groups:write'], dm: ['im:write'] },
  invite: {
    public: ['channels:manage', 'channels:write.invites'],
    private: ['groups:write', 'groups:write.invites'],
    dm: ['im:write'],
  },
  topic: {
    public: ['channels:manage', 'channels:write.topic'],
    private: ['groups:write', 'groups:write.topic'],
    dm: ['im:write', 'im:write.topic'],
  },
};

/** For `Method.scopes`: every list that may do, whatever kind of channel it turns out to be. */
export function anyScopeFor(use: Use): readonly (readonly string[])[] {
  const { public: open, private: closed, dm } = enough[use];
  return [...open, ...closed, ...dm].map((scope) => [scope]);
}

/** What is missing for this kind of channel; null: nothing. */
export function scopeFault(
  scopes: readonly string[],
  use: Use,
  kind: Channel['kind'],
): { error: string; more: { needed: string; provided: string } } | null {
  const needed = enough[use][kind];
  return needed.some((scope) => scopes.includes(scope)) ? null : missingScope(scopes, needed);
}

export function missingScope(scopes: readonly string[], needed: readonly string[]) {
  return { error: 'missing_scope', more: { needed: needed.join(','), provided: scopes.join(',') } };
}

/** None of the lists is held whole: what Slack answers. */
export function scopesFault(
  parts: Pick<ApiParts, 'scopes'>,
  lists: readonly (readonly string[])[],
): Extract<Answer, { error: string }> | null {
  const held = lists.length === 0 || lists.some((list) => list.every((scope) => parts.scopes.includes(scope)));
  return held ? null : missingScope(parts.scopes, [...new Set(lists.flat())]);
}
