/**
 * What a practice workspace is made of. Ids, time stamps and flags are as Slack has them; everything lives in memory.
 * https://docs.slack.dev/reference/objects
 */
import type { Json } from '../../../platform/canonical.ts';

export type JsonObject = { [key: string]: Json };

/** Who can be seen in the workspace: people, guests, strangers from another company, bots. */
export type Person = {
  /** U… */
  id: string;
  /** As in @name: lower case. */
  name: string;
  realName: string;
  /** IANA zone. */
  timeZone: string;
  /** T…: another team's id for a stranger (Slack Connect). */
  team: string;
  email: string | null;
  bot: boolean;
  /** A guest of many channels, and of one only. */
  restricted: boolean;
  ultraRestricted: boolean;
  stranger: boolean;
  /** Deactivated. */
  deleted: boolean;
};

export type Channel = {
  /** C…, or D… for a direct message. */
  id: string;
  /** Without #; empty for a direct message. */
  name: string;
  kind: 'public' | 'private' | 'dm';
  creator: string;
  /** Unix seconds. */
  created: number;
  members: Set<string>;
  topic: string;
  purpose: string;
  archived: boolean;
  /** Shared with another company (Slack Connect). */
  extShared: boolean;
  /** Time stamps of pinned messages. */
  pins: string[];
  bookmarks: { id: string; title: string; link: string; emoji: string | null }[];
};

export type Message = {
  /** "1764060000.000100": unique in the workspace and ever growing. */
  ts: string;
  channel: string;
  /** Who wrote it. */
  user: string;
  /** By the app, through the Web API. */
  byApp: boolean;
  text: string;
  blocks: JsonObject[];
  /** The first message of the thread that it answers in; null outside threads and for that first message itself. */
  threadTs: string | null;
  edited: { user: string; ts: string } | null;
  metadata: JsonObject | null;
  files: string[];
  reactions: { name: string; users: string[] }[];
  /** Seen by this person only, and kept by nobody: chat.postEphemeral and the answers to a response_url. */
  ephemeralFor: string | null;
  unfurl: boolean;
};

/** A modal or a home tab that the app opened for one person. */
export type OpenView = {
  /** V… */
  id: string;
  /** Changes at each update. */
  hash: string;
  person: string;
  /** As the app gave it: type, title, blocks, submit, close, private_metadata, callback_id, external_id … */
  view: JsonObject;
  rootId: string;
  previousId: string | null;
};

export type UploadedFile = {
  /** F… */
  id: string;
  name: string;
  title: string;
  bytes: Buffer;
  mimetype: string;
  user: string;
  created: number;
  channels: string[];
  /** By files.completeUploadExternal: only then can it be seen. */
  completed: boolean;
};

export type Team = { id: string; name: string; domain: string };

/** The one app that is installed. */
export type InstalledApp = {
  /** A… */
  id: string;
  /** B… */
  botId: string;
  /** U… of the bot user. */
  botUser: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** The legacy verification token that stands in payloads; nothing may rely on it. */
  verificationToken: string;
};

/** What happened in the workspace, for the Events API and for whoever watches. */
export type Happening =
  | { type: 'message'; message: Message }
  | { type: 'message-changed'; before: Message; after: Message }
  | { type: 'message-deleted'; before: Message; deletedTs: string }
  | { type: 'joined'; channel: string; person: string; inviter: string | null }
  | { type: 'left'; channel: string; person: string }
  | { type: 'channel-created'; channel: string }
  | { type: 'channel-archived'; channel: string; by: string }
  | { type: 'channel-shared'; channel: string }
  /** Something that no event tells but that the page shows: name, topic, pins, bookmarks, reactions, out of the archive. */
  | { type: 'channel-changed'; channel: string }
  | { type: 'person-changed'; person: string }
  | { type: 'home-opened'; person: string; tab: 'home' | 'messages' }
  | { type: 'view-changed'; person: string };
