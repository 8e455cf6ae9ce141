/** Who vouches for a decision: the person by an SSH key, or the bot where a surface identified the person. */
import { sha256Hex } from '../platform/canonical.ts';
import { verifyRecord } from '../platform/keys/record-key.ts';
import { sshSignatureFault } from '../platform/ssh-signature.ts';
import { type Attestation, type DecisionStatement, decisionNamespace, decisionText } from '../timeline/decision.ts';
import type { PinnedPerson, SlackIdentity } from '../timeline/person.ts';
import { pinnedSlack, slackFault } from './slack-identity.ts';

/** The bot's own signing key, Ed25519; signatures in base64. */
export type SigningKey = { sign(text: string): string; publicKey: string };

export type Attestor = Listed & {
  /** The bot's word that a surface identified this person. */
  attest(statement: DecisionStatement): Attestation;
  /** Null when the attestation holds; else why not. `byBot`: whether the bot's word suffices here for what was not made in Slack. */
  fault(statement: DecisionStatement, attestation: Attestation, byBot: boolean): Promise<string | null>;
};

/** What the configuration of this process lists for a person. */
export type Listed = {
  /** An OpenSSH public key line, or null. */
  keyOf(person: string): string | null;
  /** Their account in Slack, or null. */
  slackOf(person: string): SlackIdentity | null;
};

/** Attestations that were seen to hold, remembered: more than all open incidents have. */
const mostSeen = 1_000;

/** `practice`: without it the bot's word suffices for decisions made in Slack alone, whatever a row says of its incident. */
export function attestor(recordKey: SigningKey, listed: Listed, practice: boolean): Attestor {
  // The same text, signature and key hold for ever: before a thousand strikes one decision is checked once.
  const seen = new Set<string>();
  const held = async (parts: string[], check: () => Promise<string | null> | string | null) => {
    const name = sha256Hex(parts.join('\0'));
    if (seen.has(name)) return null;
    const fault = await check();
    if (seen.size >= mostSeen) seen.clear();
    if (fault === null) seen.add(name);
    return fault;
  };
  return {
    attest: (statement) => ({ by: 'bot', signature: recordKey.sign(decisionText(statement)) }),
    ...listed,
    async fault(statement, attestation, byBot) {
      const text = decisionText(statement);
      if (attestation.by === 'bot') {
        const unheard = unheardOf(statement, byBot && practice, listed);
        if (unheard !== null) return unheard;
        const { publicKey } = recordKey;
        return held([publicKey, text, attestation.signature], () =>
          verifyRecord(publicKey, text, attestation.signature) ? null : "it is not signed by this bot's record key",
        );
      }
      const publicKey = listed.keyOf(statement.person);
      if (publicKey === null) return `staunch.yml lists no SSH key for ${statement.person}`;
      const { signature } = attestation;
      return held([publicKey, text, signature], () =>
        sshSignatureFault({ publicKey, namespace: decisionNamespace, text, signature }),
      );
    },
  };
}

/** Why the bot's word does not suffice, or null: Slack tells it who pressed a button, a terminal tells it nothing that counts. */
function unheardOf({ slack, person }: DecisionStatement, byBot: boolean, { slackOf }: Listed): string | null {
  if (slack !== undefined) return slackFault(slack, slackOf(person), person, 'staunch.yml');
  return byBot ? null : 'a real incident needs the signature of the person: --sign-with FILE, or a key in the SSH agent';
}

/**
 * Null when a decision is vouched for by what its incident's record pins and by what `attestor` knows; else why not.
 * The one question of the bot before it records a decision and before each strike, and of whoever verifies a record.
 */
export async function vouchingFault(
  attestor: Pick<Attestor, 'fault'>,
  { people, practice }: { people: readonly PinnedPerson[]; practice: boolean },
  statement: DecisionStatement,
  attestation: Attestation,
): Promise<string | null> {
  const { slack, person } = statement;
  const stranger = slack === undefined ? null : slackFault(slack, pinnedSlack(people, person), person, 'the record');
  return stranger ?? attestor.fault(statement, attestation, practice);
}
