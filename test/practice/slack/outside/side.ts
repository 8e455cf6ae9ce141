import type { WebClient } from '@slack/web-api';

/** One of two workspaces that the same calls are made in. */
export type Side = {
  client: WebClient;
  /** Ids of two people of the team. */
  people: { one: string; two: string };
  /** A trigger id as of a click of this person, made just now. */
  trigger(person: string): Promise<string>;
};
