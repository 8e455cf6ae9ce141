/** `staunch verify` without the terminal around it. */
import type { KnownPeople } from '../../src/incident/verify/check-people.ts';
import { verifyBundle } from '../../src/incident/verify/verify-bundle.ts';
import { type SshSignature, sshSignatureFault } from '../../src/platform/ssh-signature.ts';
import { exactText } from '../../src/surfaces/cli/input/evidence.ts';

export type OurVerdict = {
  ok: boolean;
  entries: number;
  head: string | null;
  outsideAnchors: number;
  firstFault: { seq: number | null; what: string } | null;
  checked: string[];
};
/** `key`: 32 bytes in base64, or null. `witness`: the contents of witness files. `people`: their keys, as somebody knows them. */
export type OurVerifier = (
  bundle: string | Uint8Array,
  key: string | null,
  witness?: string[],
  people?: KnownPeople | null,
) => Promise<OurVerdict>;

/** Remembers what OpenSSH said: hundreds of bundles hold the same few signatures. */
export function ourVerifier(): OurVerifier {
  const known = new Map<string, Promise<string | null>>();
  const personSignature = (claim: SshSignature) => {
    const name = JSON.stringify(claim);
    const answer = known.get(name) ?? sshSignatureFault(claim);
    known.set(name, answer);
    return answer;
  };
  return async (bundle, key, witness = [], people = null) => {
    const text = exactText(Buffer.from(bundle));
    if (text === null) return notText;
    return verifyBundle(text, { key, witness: witness.flatMap((file) => file.split('\n')), people }, { personSignature });
  };
}

const notText: OurVerdict = {
  ok: false,
  entries: 0,
  head: null,
  outsideAnchors: 0,
  firstFault: { seq: null, what: 'The file is not UTF-8.' },
  checked: [],
};
