/** OpenSSH public keys as one line: type, base64, comment (sshd(8), AUTHORIZED_KEYS; wire format of RFC 4253 §6.6). */

export type SshKeyCheck = { ok: true; key: string } | { ok: false; message: string };

const types = [
  'ssh-ed25519',
  'sk-ssh-ed25519@openssh.com',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'ssh-rsa',
];
/** Longer lines are no public key: RSA of 16384 bits has some 2800 characters. */
const maxLineChars = 8_192;
const minRsaBits = 2_048;
const ed25519Bytes = 32;

/** Checks one line and answers it as "type base64", without its comment. No message quotes the line: it may be a private key. */
export function checkSshPublicKey(line: string): SshKeyCheck {
  if (/PRIVATE KEY/.test(line)) {
    return refused('this is a private key: it must never stand here. Make a new pair, and write the line of the .pub file');
  }
  const [type = '', base64 = ''] = line.trim().split(/[ \t]+/);
  if (/[\r\n]/.test(line.trim()) || line.length > maxLineChars) return refused('a public key is one line, as in the .pub file');
  if (type.includes('-cert-')) return refused('this is a certificate: write the public key it was made for');
  if (type === 'ssh-dss') return refused('DSA keys are broken: make an Ed25519 key (ssh-keygen -t ed25519)');
  if (!types.includes(type)) return refused(`this is no public key: it begins with one of ${types.join(', ')}`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return refused('what follows the type is not base64: copy the whole line again');
  const fields = wireFields(Buffer.from(base64, 'base64'));
  if (fields === null) return refused('the key is cut off or damaged: copy the whole line again');
  if (fields[0]?.toString('latin1') !== type)
    return refused('the key inside is of another type than the line says: copy it again');
  const fault = strengthFault(type, fields);
  return fault === null ? { ok: true, key: `${type} ${base64}` } : refused(fault);
}

/** The length-prefixed fields of a key blob; null unless they fill it exactly. */
function wireFields(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const to = at + 4 + blob.readUInt32BE(at);
    if (to > blob.length) return null;
    fields.push(blob.subarray(at + 4, to));
    at = to;
  }
  return at === blob.length && fields.length >= 2 ? fields : null;
}

function strengthFault(type: string, fields: Buffer[]): string | null {
  if (type.includes('ed25519') && fields[1]?.length !== ed25519Bytes) return 'the key is damaged: copy the whole line again';
  if (type !== 'ssh-rsa') return null;
  const modulus = fields[2]?.toString('hex').replace(/^0+/, '') ?? '';
  return modulus.length * 4 < minRsaBits
    ? `RSA keys need at least ${minRsaBits} bits: make an Ed25519 key (ssh-keygen -t ed25519)`
    : null;
}

function refused(message: string): SshKeyCheck {
  return { ok: false, message };
}
