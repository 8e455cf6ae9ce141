/** An OpenSSH public key line, taken apart. `blob` is the wire form in base64: two lines with the same blob are the same key. */
export type PublicKey = { type: string; blob: string; comment: string };

const keyTypes = /^(?:(?:ssh|ecdsa-sha2|sk-ssh|sk-ecdsa-sha2)-[\w@.-]+)$/;

/** Reads "ssh-ed25519 AAAA… comment"; null for anything else. */
export function parsePublicKey(line: string): PublicKey | null {
  const [type = '', blob = '', ...comment] = line.trim().split(/\s+/);
  if (!keyTypes.test(type) || !/^[A-Za-z0-9+/]+=*$/.test(blob)) return null;
  return { type, blob: blob.replace(/=+$/, ''), comment: comment.join(' ') };
}

/** The public key inside a private key file of OpenSSH's own format (PROTOCOL.key): it stands there unencrypted. Null for other formats. */
export function publicKeyInside(privateKey: string): PublicKey | null {
  const armored = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END OPENSSH PRIVATE KEY-----/.exec(privateKey)?.[1];
  if (armored === undefined) return null;
  const bytes = Buffer.from(armored, 'base64');
  const magic = 'openssh-key-v1\0';
  if (bytes.toString('latin1', 0, magic.length) !== magic) return null;
  // Behind the magic: cipher, key derivation, its options (strings), the number of keys (uint32), the public key (string).
  const names = stringsAt(bytes, magic.length, 3);
  const key = names === null ? null : stringsAt(bytes, names.end + 4, 1);
  return key?.strings[0] === undefined ? null : fromBlob(key.strings[0]);
}

/** The public key that made an armored SSH signature (PROTOCOL.sshsig: "SSHSIG", version, then the key). */
export function signingKey(armoredSignature: string): PublicKey | null {
  const body = /-----BEGIN SSH SIGNATURE-----([\s\S]*?)-----END SSH SIGNATURE-----/.exec(armoredSignature)?.[1];
  if (body === undefined) return null;
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('latin1', 0, 6) !== 'SSHSIG') return null;
  const key = stringsAt(bytes, 6 + 4, 1)?.strings[0];
  return key === undefined ? null : fromBlob(key);
}

function fromBlob(blob: Buffer): PublicKey | null {
  const type = stringsAt(blob, 0, 1)?.strings[0]?.toString('latin1') ?? '';
  return parsePublicKey(`${type} ${blob.toString('base64')}`);
}

/** SSH strings: a length (uint32, big-endian), then that many bytes. Null when the bytes end too early. */
function stringsAt(bytes: Buffer, start: number, count: number): { strings: Buffer[]; end: number } | null {
  const strings: Buffer[] = [];
  let at = start;
  for (let taken = 0; taken < count; taken += 1) {
    if (at + 4 > bytes.length) return null;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    strings.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return { strings, end: at };
}
