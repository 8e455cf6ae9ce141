/** What every human command decides upon, and the two things it can answer. Pure: no clock, no database, no randomness. */
import type { Playbook } from '../../playbook/tree.ts';
import type { SlackPlace } from '../../timeline/decision.ts';
import type { Action } from '../action.ts';
import type { Actor, CommandType, Payload, Refusal } from '../command.ts';
import type { Consequence } from '../consequence.ts';
import type { NewCredential } from '../rows/credential-row.ts';
import type { State } from '../state.ts';

/** Whether the attestation that came with a decision holds, checked before deciding. */
export type Attested = Vouched | { by: 'nobody'; why: string };
/** `slack`: where it was made, when the bot attests that it was made in Slack. */
type Vouched = { by: 'person' | 'bot'; signature: string; slack?: SlackPlace };

export type Situation = {
  state: State;
  playbook: Playbook;
  actor: Actor;
  at: Date;
  /** For commands that carry a decision; `nobody` for all others. */
  attested: Attested;
  /** What the action behind a step gives; null for a step done by hand or unknown. */
  gives(step: string): Action['gives'] | null;
  /** What a kind says of a locator and a value, or what is wrong with it; `locator`: the whole of it, where a part was left out. */
  place(
    kind: string,
    locator: Record<string, string>,
    value?: string,
  ): (Pick<NewCredential, 'hint' | 'provider' | 'concurrency'> & Partial<Pick<NewCredential, 'locator'>>) | { fault: string };
  /** By which a value is recognised: HMAC-SHA256, 64 hex digits. */
  fingerprint(kind: string, value: string): string;
};

export type Decision = { consequences: Consequence[] } | { refusal: Refusal };

export type Decide<T extends CommandType> = (situation: Situation, payload: Payload<T>) => Decision;

export const refuse = (refusalClass: Refusal['class'], message: string): Decision => ({
  refusal: { class: refusalClass, message },
});
/** As a decision's entry says who vouches for it. */
export const vouchedFor = ({ by, signature, slack }: Vouched) => ({
  attestation: by,
  signature,
  ...(slack === undefined ? {} : { slack }),
});
export const decided = (...consequences: Consequence[]): Decision => ({ consequences });
