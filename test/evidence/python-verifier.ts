/** The Python verifier: many bundles in one process. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverMissing } from '../missing-servers.ts';

export type Verdict = {
  ok: boolean;
  entries: number | null;
  head: string | null;
  outsideAnchors: number;
  firstFault: { seq: number | null; line: number | null; what: string } | null;
};
/** `bundle` is the file's content, `key` a PEM block, `witness` the contents of witness files. */
export type Job = { bundle: string | Uint8Array; key: string; witness?: string[] };

const program = join(import.meta.dirname, 'verify_bundle.py');
/** A batch that takes longer hangs. */
const limitMs = 50_000;

/** Whether this machine has Python 3 and OpenSSL 3; says so at the end of the run where it has not. */
export function pythonAvailable(): boolean {
  const works = (command: string, args: string[], answer: RegExp) => {
    const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
    return answer.test(stdout ?? '');
  };
  if (works('python3', ['--version'], /^Python 3/) && works('openssl', ['version'], /^OpenSSL ([3-9]|\d\d)/)) return true;
  serverMissing('the Python verifier', 'python3 or openssl 3 is not installed on this machine');
  return false;
}

/** One verdict for each job, in order. */
export async function pythonVerdicts(jobs: Job[]): Promise<Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'staunch-evidence-'));
  try {
    const keep = async (name: string, content: string | Uint8Array) => {
      const path = join(folder, name);
      await writeFile(path, content, { mode: 0o600 });
      return path;
    };
    const lines = await Promise.all(
      jobs.map(async ({ bundle, key, witness = [] }, index) => ({
        bundle: await keep(`${index}.ndjson`, bundle),
        key: await keep(`${index}.pem`, key),
        witness: await Promise.all(witness.map((text, place) => keep(`${index}.${place}.witness`, text))),
      })),
    );
    return await run(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(input: string): Promise<Verdict[]> {
  return new Promise((settle, reject) => {
    const child = spawn('python3', ['-B', program, '--jobs'], { stdio: 'pipe', timeout: limitMs });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0 && code !== 1) return reject(new Error(`The Python verifier ended with ${code}: ${err}`));
      const lines = out.split('\n').filter((line) => line !== '');
      settle(lines.map((line) => JSON.parse(line) as Verdict));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
