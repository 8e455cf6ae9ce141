/** verdaccio, a registry of packages: 6.1.6 says that it deleted a token and goes on taking it, 6.10.4 does what it says. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packaged } from './installed.ts';
import { freePort } from './postgres.ts';
import { serverFolder, startProgram } from './server-process.ts';
import { answeredJson, asked, type TokenServer } from './token-server.ts';

const packages = { '6.1.6': 'verdaccio', '6.10.4': 'verdaccio-honest' } as const;
export type VerdaccioVersion = keyof typeof packages;

/** Nothing is fetched from anywhere: it has no uplinks. */
const config = `storage: ./storage
auth: { htpasswd: { file: ./htpasswd, max_users: 1000 } }
uplinks: {}
security: { api: { legacy: false, jwt: { sign: { expiresIn: 1d } } } }
packages: { '**': { access: $authenticated, publish: $authenticated } }
userRateLimit: { windowMs: 1000, max: 100000 }
log: { type: stdout, format: json, level: error }
`;

export type Verdaccio = TokenServer & {
  /** The same person's sign-in: it may list and end that person's tokens, and is none of them. */
  session(user: string): string;
};

export async function startVerdaccio(version: VerdaccioVersion): Promise<Verdaccio> {
  const [folder, port] = [await serverFolder('verdaccio'), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  await writeFile(join(folder, 'config.yml'), config);
  const stop = await startProgram({
    name: `verdaccio ${version}`,
    program: process.execPath,
    args: [packaged(packages[version], 'bin', 'verdaccio'), '-c', join(folder, 'config.yml'), '-l', `127.0.0.1:${port}`],
    folder,
    ready: async () => (await asked(`${url}/-/ping`)).ok,
  });
  const json = { 'content-type': 'application/json' };
  const sessions = new Map<string, string>();

  // A user each: in 6.1.6 two tokens of one user, made in the same second, are one and the same text.
  const makeToken = async () => {
    const user = `user-${randomBytes(5).toString('hex')}`;
    const password = randomBytes(12).toString('hex');
    const signedUp = await answeredJson(
      await asked(`${url}/-/user/org.couchdb.user:${user}`, {
        method: 'PUT',
        headers: json,
        body: JSON.stringify({ name: user, password }),
      }),
    );
    sessions.set(user, signedUp.token ?? '');
    const made = await answeredJson(
      await asked(`${url}/-/npm/v1/tokens`, {
        method: 'POST',
        headers: { ...json, authorization: `Bearer ${signedUp.token}` },
        body: JSON.stringify({ password, readonly: false, cidr_whitelist: [] }),
      }),
    );
    return { value: made.token ?? '', ids: { key: made.key ?? '', user } };
  };

  return {
    url,
    version,
    makeToken,
    // A token that it does not know is answered 200, too, with nobody's name.
    works: async (value) => {
      const answer = await asked(`${url}/-/whoami`, { headers: { authorization: `Bearer ${value}` } });
      return answer.ok && typeof (await answeredJson(answer)).username === 'string';
    },
    bystander: (await makeToken()).value,
    session: (user) => sessions.get(user) ?? '',
    stop,
  };
}
