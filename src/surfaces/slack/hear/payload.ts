/**
 * What Slack sends, parsed to what we read of it. All text in here is from outside: bounded by Slack's own limits, never trusted.
 * https://docs.slack.dev/reference/interaction-payloads
 */

/** Who did it, and in whose workspace. `team` is the person's own team: another one's for a stranger. */
export type SlackUser = { user: string; team: string };

/** Where a button stood. Null where it stood in a modal or the home tab. */
export type SlackMessage = { channel: string; ts: string };

export type ViewState = Record<string, Record<string, ViewInput>>;
/** What an input holds now; null where it is empty. `text` of a text field, a date picker or the chosen option(s). */
export type ViewInput = { type: string; value: string | null; values: string[] };

export type SlackView = {
  id: string;
  hash: string;
  callbackId: string;
  /** Ours: an opaque id or small JSON. */
  privateMetadata: string;
  state: ViewState;
  /** The ids of its input blocks, in order: where an error can be shown. */
  inputs: string[];
};

export type SlackPayload =
  | { type: 'command'; by: SlackUser; command: string; text: string; channel: string; channelName: string; trigger: string }
  | {
      type: 'action';
      by: SlackUser;
      actionId: string;
      blockId: string;
      value: string | null;
      trigger: string;
      message: SlackMessage | null;
      view: SlackView | null;
    }
  | { type: 'submit'; by: SlackUser; view: SlackView; trigger: string | null }
  | { type: 'shortcut'; by: SlackUser; callbackId: string; trigger: string; message: (SlackMessage & { text: string }) | null }
  | { type: 'home'; by: SlackUser }
  | { type: 'mention'; by: SlackUser; channel: string; ts: string; text: string }
  | { type: 'event'; name: string; channel: string | null };
