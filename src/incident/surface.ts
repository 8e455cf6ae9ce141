/**
 * What the core asks of a surface that tells people of its own accord, such as Slack.
 *
 * post: one message, change of a message, channel or pin that is due to be made there.
 * lane: posts of one lane are made in order, one at a time; different lanes do not wait for each other.
 * place: where the surface put something, by a name of its own: `channel` → an id, `card` → the time stamp of a message.
 */
import type { Entry } from '../timeline/entry.ts';
import type { View } from './view.ts';

export type Places = ReadonlyMap<string, string>;

/** `ref` says what it is about. While the same kind and ref of an incident still waits, it is not queued again. */
export type PostDraft = { lane: string; kind: string; ref: string; notBefore?: Date };

export type Post = PostDraft & { id: string; incident: string; attempts: number };

/**
 * New entries of one incident, behind `before`, with what the surface has put where. `view` is of now: it may know more than
 * the entries.
 */
export type News = { before: readonly Entry[]; entries: readonly Entry[]; view: View; places: Places; now: Date };

/**
 * done: it is there; `places` are remembered with it. again: not yet, for a reason that is nobody's fault (it waits for another
 * lane, or was asked to slow down). dropped: it can never be made, or is no longer wanted.
 * A thrown error is a failure: it is tried again, later and later.
 */
export type Delivered =
  | { done: true; places?: Readonly<Record<string, string>> }
  | { again: { inMs: number; why: string } }
  | { dropped: string };

export type Surface = {
  name: string;
  /** Which posts these entries make due. Pure; called once for each entry, in order, before it is known which of them succeed. */
  due(news: News): PostDraft[];
  /**
   * Makes one post. `post.attempts` above 1: an earlier attempt may have succeeded unseen, so it looks first whether it is there.
   * A body is made from `view`, which is the record of now.
   */
  deliver(
    post: Post,
    to: { view: View; places: Places; entries(): Promise<readonly Entry[]>; signal: AbortSignal },
  ): Promise<Delivered>;
};
