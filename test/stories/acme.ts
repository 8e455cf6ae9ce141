/** The token service of docs/credentials/adding.md, as its readers start it. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { freePort } from '../servers/postgres.ts';

const script = resolve(import.meta.dirname, '../../docs/examples/acme-server.mjs');
/** It has nothing to do before it listens. */
const startLimitMs = 10_000;

export type Acme = {
  url: string;
  /** LEAKED, OTHER and ACME_ADMIN, as it made them up. */
  secrets: Record<'LEAKED' | 'OTHER' | 'ACME_ADMIN', string>;
  /** Whether a token is taken, asked by somebody outside. */
  takes(token: string): Promise<boolean>;
  /** Every request so far, as "METHOD path status". */
  requests(): string[];
  stop(): Promise<void>;
};

export async function startAcme(...flags: string[]): Promise<Acme> {
  const port = await freePort();
  const child = spawn(process.execPath, [script, '--port', String(port), ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`The token service did not start: ${err}`)), startLimitMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (!out.includes('ACME_ADMIN')) return;
      clearTimeout(timer);
      done();
    });
  });
  const secret = (name: string) => new RegExp(`export ${name}=(\\S+)`).exec(out)?.[1] ?? '';
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    secrets: { LEAKED: secret('LEAKED'), OTHER: secret('OTHER'), ACME_ADMIN: secret('ACME_ADMIN') },
    takes: async (token) => (await fetch(`${url}/v1/whoami`, { headers: { authorization: `Bearer ${token}` } })).ok,
    requests: () => err.split('\n').filter((line) => line !== ''),
    stop: () =>
      new Promise((done) => {
        child.once('close', () => done());
        child.kill();
      }),
  };
}
