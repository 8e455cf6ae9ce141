/** Who vouches for a decision: the person by an SSH key, or the bot where a surface identified the person. */
import { verifyRecord } from '../platform/keys/record-key.ts';
import { sshSignatureFault } from '../platform/ssh-signature.ts';
import { type Attestation, type DecisionStatement, decisionNamespace, decisionText } from '../timeline/decision.ts';

/** The bot's own signing key, Ed25519; signatures in base64. */
export type SigningKey = { sign(text: string): string; publicKey: string };

export type Attestor = {
  /** The bot's word that a surface identified this person. */
  attest(statement: DecisionStatement): Attestation;
  /** Null when the attestation holds; else why not. `byBot`: whether the bot's word suffices here. */
  fault(statement: DecisionStatement, attestation: Attestation, byBot: boolean): Promise<string | null>;
};

/**
 * `keyOf`: the public key that the configuration of this process lists for a person, or null.
 * `practice`: without it the bot's word never suffices, whatever a row says of its incident.
 */
export function attestor(recordKey: SigningKey, keyOf: (person: string) => string | null, practice: boolean): Attestor {
  return {
    attest: (statement) => ({ by: 'bot', signature: recordKey.sign(decisionText(statement)) }),
    async fault(statement, attestation, byBot) {
      const text = decisionText(statement);
      if (attestation.by === 'bot') {
        if (!byBot || !practice)
          return 'a real incident needs the signature of the person: --sign-with FILE, or a key in the SSH agent';
        return verifyRecord(recordKey.publicKey, text, attestation.signature)
          ? null
          : "it is not signed by this bot's record key";
      }
      const publicKey = keyOf(statement.person);
      if (publicKey === null) return `staunch.yml lists no SSH key for ${statement.person}`;
      return sshSignatureFault({ publicKey, namespace: decisionNamespace, text, signature: attestation.signature });
    },
  };
}
