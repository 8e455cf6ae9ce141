/** One method of the Web API, as data and a function: what it needs before it may run, and what it does. */

import type { Triggers } from '../delivery/triggers.ts';
import type { JsonObject } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** `more`: what Slack adds beside the error, such as `needed` and `provided`, or `response_metadata`. */
export type Answer = { ok: JsonObject } | { error: string; more?: JsonObject };

/** How often it may be called: calls a minute of tiers 1 to 4; `posting`: one message a second and channel; `special`: hundreds. */
export type Tier = 1 | 2 | 3 | 4 | 'posting' | 'special';

export type ApiParts = {
  workspace: Workspace;
  triggers: Triggers;
  /** Bot scopes that the app was installed with, from its manifest. */
  scopes: readonly string[];
  /** A fresh `ws://` address for one Socket Mode connection. */
  openConnection(): string;
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  origin(): string;
};

/** One thing that does not fit a schema or a limit. */
export type Fault = { pointer: string; message: string };

/** What is checked against Slack's own schemas and limits. */
export type Strictness = {
  /** Sentences about arguments that do not fit the method; none: they fit. */
  argumentFaults(method: string, args: JsonObject): string[];
  blockFaults(blocks: unknown, where: 'message' | 'modal' | 'home'): Fault[];
  viewFaults(view: unknown): Fault[];
};

export type Call = ApiParts & {
  strict: Strictness;
  /** Arguments with JSON fields parsed, checked against the method's schema. */
  args: JsonObject;
};

export type Method = {
  name: string;
  /** Which token it takes; `none`: it runs without one, too. */
  token: 'bot' | 'app' | 'none';
  tier: Tier;
  /** One of these lists must be held whole; none: no scope is needed. Where it depends on the channel, the method checks it itself. */
  scopes: readonly (readonly string[])[];
  run(call: Call): Answer;
};
