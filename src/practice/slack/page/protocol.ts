/**
 * What the page and its server say to each other. `GET /page/stream?as=U…` sends a whole Snapshot as a server-sent event (`data:`)
 * at each change (at most one in 50 ms); `POST /page/act` takes one Act as JSON and answers a Done.
 */
import type { Json } from '../../../platform/canonical.ts';
import type { JsonObject } from '../workspace/model.ts';

export type PagePerson = {
  id: string;
  name: string;
  realName: string;
  bot: boolean;
  guest: boolean;
  stranger: boolean;
  deactivated: boolean;
  /** Two letters and a colour for the picture. */
  initials: string;
  colour: string;
};

export type PageChannel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'dm';
  /** The other one in a direct message. */
  with: string | null;
  topic: string;
  members: string[];
  archived: boolean;
  shared: boolean;
  pins: string[];
  bookmarks: { title: string; link: string }[];
  /** Of messages that this person has not seen; `mentions` those that mention them or stand in a direct message. */
  unread: number;
  mentions: number;
};

export type PageMessage = {
  ts: string;
  channel: string;
  user: string;
  byApp: boolean;
  text: string;
  blocks: JsonObject[];
  threadTs: string | null;
  replies: number;
  edited: boolean;
  onlyMe: boolean;
  files: { id: string; name: string; title: string; size: number; url: string }[];
  reactions: { name: string; count: number }[];
};

export type PageView = {
  id: string;
  hash: string;
  view: JsonObject /** block_id → what is wrong, after a refused submission. */;
  errors: Record<string, string>;
};

/** One line of the world outside Slack: "attacker logs in" · bad · "login OK". */
export type PageTicker = { label: string; tone: 'good' | 'bad' | 'neutral'; text: string };

/** What practice shows beside the workspace; null when the workspace runs alone. */
export type PageAside = {
  /** Before everything runs: what is being started, in one line; null once it is usable. */
  starting: string | null;
  tickers: PageTicker[];
  /** What a person needs to copy: the made-up leaked value, a role's name. */
  facts: { label: string; value: string; secret: boolean }[];
  tour: { steps: { title: string; text: string; done: boolean }[]; skipped: boolean } | null;
  buttons: { id: string; label: string; busy: boolean }[];
  /** What a button did: a few lines each; `tone` colours them. */
  results: { tone: 'good' | 'bad' | 'neutral'; title: string; lines: string[] }[];
};

export type Snapshot = {
  revision: number;
  team: { id: string; name: string };
  me: string;
  people: PagePerson[];
  /** The app's bot user, and whether anything is connected that answers for it. */
  app: { user: string; name: string; connected: boolean };
  commands: { command: string; description: string; hint: string }[];
  shortcuts: { type: 'message' | 'global'; name: string; callbackId: string }[];
  channels: PageChannel[];
  /** The last 200 of each channel that this person is in, oldest first, with those of threads and those only they see. */
  messages: Record<string, PageMessage[]>;
  /** Open modals, the topmost last. */
  modals: PageView[];
  home: JsonObject | null;
  aside: PageAside | null;
};

/** The state of inputs, as `view.state.values` has it: block_id → action_id → { type, value | selected_option | … }. */
export type InputState = Record<string, Record<string, JsonObject>>;

export type Act =
  | { as: string; act: 'say'; channel: string; text: string; threadTs: string | null }
  /** `/leak something` typed into a channel. */
  | { as: string; act: 'slash'; channel: string; command: string; text: string }
  /** A press on a button of a message, a choice in a menu of one. `value`: of the element, in the shape of an action. */
  | {
      as: string;
      act: 'press';
      channel: string;
      ts: string;
      blockId: string;
      actionId: string;
      value: JsonObject;
      state: InputState;
    }
  /** The same in a modal or the home tab. */
  | { as: string; act: 'press-view'; view: string; blockId: string; actionId: string; value: JsonObject; state: InputState }
  | { as: string; act: 'submit'; view: string; state: InputState }
  | { as: string; act: 'dismiss'; view: string }
  | { as: string; act: 'shortcut'; callbackId: string; message: { channel: string; ts: string } | null }
  | { as: string; act: 'open-home' }
  /** Everything in the channel is seen up to here. */
  | { as: string; act: 'seen'; channel: string; ts: string }
  | { as: string; act: 'delete'; channel: string; ts: string }
  /** A button of practice's own, beside the workspace; `skip-tour` is one, too. */
  | { as: string; act: 'aside'; button: string };

/** `error`: a sentence as Slack shows it, such as that the app did not respond. */
export type Done = { ok: true; more?: Json } | { ok: false; error: string };
