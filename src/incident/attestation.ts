/** Who vouches for a decision: the person by an SSH key, or the bot where a surface identified the person. */
import { sha256Hex } from '../platform/canonical.ts';
import { verifyRecord } from '../platform/keys/record-key.ts';
import { sshSignatureFault } from '../platform/ssh-signature.ts';
import { type Attestation, type DecisionStatement, decisionNamespace, decisionText } from '../timeline/decision.ts';

/** The bot's own signing key, Ed25519; signatures in base64. */
export type SigningKey = { sign(text: string): string; publicKey: string };

export type Attestor = {
  /** The bot's word that a surface identified this person. */
  attest(statement: DecisionStatement): Attestation;
  /** The key that the configuration of this process lists for a person: an OpenSSH public key line, or null. */
  keyOf(person: string): string | null;
  /** Null when the attestation holds; else why not. `byBot`: whether the bot's word suffices here. */
  fault(statement: DecisionStatement, attestation: Attestation, byBot: boolean): Promise<string | null>;
};

/** Attestations that were seen to hold, remembered: more than all open incidents have. */
const mostSeen = 1_000;

/**
 * `keyOf`: the public key that the configuration of this process lists for a person, or null.
 * `practice`: without it the bot's word never suffices, whatever a row says of its incident.
 */
export function attestor(recordKey: SigningKey, keyOf: (person: string) => string | null, practice: boolean): Attestor {
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
    keyOf,
    async fault(statement, attestation, byBot) {
      const text = decisionText(statement);
      if (attestation.by === 'bot') {
        if (!byBot || !practice)
          return 'a real incident needs the signature of the person: --sign-with FILE, or a key in the SSH agent';
        const { publicKey } = recordKey;
        return held([publicKey, text, attestation.signature], () =>
          verifyRecord(publicKey, text, attestation.signature) ? null : "it is not signed by this bot's record key",
        );
      }
      const publicKey = keyOf(statement.person);
      if (publicKey === null) return `staunch.yml lists no SSH key for ${statement.person}`;
      const { signature } = attestation;
      return held([publicKey, text, signature], () =>
        sshSignatureFault({ publicKey, namespace: decisionNamespace, text, signature }),
      );
    },
  };
}
