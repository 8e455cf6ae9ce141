/** SSH signatures (OpenSSH PROTOCOL.sshsig), checked by `ssh-keygen -Y verify`: one tool signs and verifies. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const verifyLimitMs = 5_000;

export type SshSignature = {
  /** An OpenSSH public key line: "ssh-ed25519 AAAA… comment". */
  publicKey: string;
  namespace: string;
  /** The exact signed text, UTF-8. */
  text: string;
  /** Armored: "-----BEGIN SSH SIGNATURE-----". */
  signature: string;
};

/** Null when the signature is this key's over this text; else why not, in a sentence. */
export async function sshSignatureFault(claim: SshSignature): Promise<string | null> {
  const [type, key] = claim.publicKey.trim().split(/\s+/);
  if (type === undefined || key === undefined) return 'the public key on file is not an OpenSSH public key';
  const folder = await mkdtemp(join(tmpdir(), 'staunch-verify-'));
  try {
    const signers = join(folder, 'signers');
    const signature = join(folder, 'signature');
    await writeFile(signers, `person ${type} ${key}\n`, { mode: 0o600 });
    await writeFile(signature, claim.signature, { mode: 0o600 });
    return await verify(['-Y', 'verify', '-f', signers, '-I', 'person', '-n', claim.namespace, '-s', signature], claim.text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function verify(args: string[], text: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('ssh-keygen', args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: verifyLimitMs });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? 'ssh-keygen is not installed here, so no signature can be checked' : error.message),
    );
    child.on('close', (code) => resolve(code === 0 ? null : 'the signature does not fit the key, the text or the purpose'));
    // ssh-keygen may refuse the signature file before it has read the text.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}
