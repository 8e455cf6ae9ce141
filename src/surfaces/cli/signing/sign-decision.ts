import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecisionStatement, decisionNamespace, decisionText } from '../../../timeline/decision.ts';
import { TerminalError } from '../terminal-error.ts';
import type { Signer } from './find-key.ts';
import { signingKey } from './public-key.ts';
import { type Ran, runSsh } from './ssh-program.ts';

/**
 * The person's signature over the statement: armored (PROTOCOL.sshsig), namespace `staunch-decision`.
 * Rejects with a TerminalError when it was not made, or was made by another key than the person's.
 */
export async function signDecision(statement: DecisionStatement, signer: Signer): Promise<string> {
  const ran = await sign(decisionText(statement), signer);
  if (ran.code !== 0 || !ran.out.includes('-----BEGIN SSH SIGNATURE-----')) throw notSigned(signer, ran);
  // A .pub file that does not belong to its private half would sign as somebody else.
  if (signingKey(ran.out)?.blob !== signer.key.blob) {
    throw new TerminalError(
      'forbidden',
      `The signature was made by another key than ${signer.person}'s: the .pub file beside the key is not its own. Nothing was sent.`,
    );
  }
  return ran.out;
}

async function sign(text: string, signer: Signer): Promise<Ran> {
  const args = (file: string): string[] => ['-Y', 'sign', '-n', decisionNamespace, '-f', file];
  if ('file' in signer.with) return runSsh('ssh-keygen', args(signer.with.file), text);
  // ssh-keygen wants the agent's key named by a file with its public half.
  const folder = await mkdtemp(join(tmpdir(), 'staunch-sign-'));
  try {
    const file = join(folder, 'signer.pub');
    await writeFile(file, `${signer.with.agent}\n`, { mode: 0o600 });
    return await runSsh('ssh-keygen', args(file), text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function notSigned(signer: Signer, ran: Ran): TerminalError {
  const said = ran.err
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('Signing '))
    .slice(-2)
    .join(' ');
  return new TerminalError(
    'no',
    `Nothing was signed or sent: ssh-keygen did not sign for ${signer.person}${said === '' ? '' : ` (${said})`}. Type the command again, and the passphrase or the touch when it asks.`,
  );
}
