import { canonicalJson } from '../platform/canonical.ts';

/** alone: a yes that counts by itself once its countdown is over and nobody said no. */
export type Verdict = 'approve' | 'reject' | 'alone' | 'undo';

/** Where in Slack somebody decided: the account, and the message whose button was pressed (`message`: its ts). */
export type SlackPlace = { team: string; user: string; channel: string; message: string };

/** What is signed, by the person or by the bot. `slack`: only the bot signs that. `nonce` stands in the entry that asked, so a signature fits one asking only. */
export type DecisionStatement = {
  v: 1;
  incident: string;
  plan: string;
  verdict: Verdict;
  person: string;
  nonce: string;
  slack?: SlackPlace;
};

/**
 * Who vouches for a decision: the person (an armored SSH signature, namespace `staunch-decision`),
 * or the bot (Ed25519 by its record key, base64) where the surface identified the person.
 */
export type Attestation = { by: 'person'; signature: string } | { by: 'bot'; signature: string };

export const decisionNamespace = 'staunch-decision';

/** The exact bytes that are signed: canonical JSON, UTF-8, no line end. */
export function decisionText(statement: DecisionStatement): string {
  return canonicalJson(statement);
}
