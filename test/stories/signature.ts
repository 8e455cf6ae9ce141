import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecisionStatement, decisionNamespace, decisionText } from '../../src/timeline/decision.ts';

/** Signs a statement with whatever key, by OpenSSH alone: what a script without our terminal would do. */
export async function signature(statement: DecisionStatement, keyFile: string, passphrase = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'staunch-signing-'));
  try {
    const key = join(folder, 'key');
    await copyFile(keyFile, key);
    if (passphrase !== '') await ssh(['-p', '-P', passphrase, '-N', '', '-f', key]).catch(() => '');
    return await ssh(['-Y', 'sign', '-n', decisionNamespace, '-f', key], decisionText(statement));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ssh(args: string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', ['-q', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.end(input);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`ssh-keygen: ${err}`))));
  });
}
