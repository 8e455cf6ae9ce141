/** JupyterHub, notebooks for many: a deleted token is refused at once, and a second deletion is told so. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { pythonProgram } from './installed.ts';
import { freePort } from './postgres.ts';
import { serverFolder, startProgram } from './server-process.ts';
import { answeredJson, asked, type TokenServer } from './token-server.ts';

export type JupyterHub = TokenServer & {
  /** Of a service that may look at everybody's tokens and end them. */
  adminToken: string;
};

export async function startJupyterHub(): Promise<JupyterHub> {
  const [folder, port] = [await serverFolder('jupyterhub'), await freePort()];
  const adminToken = randomBytes(24).toString('hex');
  const url = `http://127.0.0.1:${port}`;
  const stop = await startProgram({
    name: 'JupyterHub 6.1.1',
    program: pythonProgram,
    args: ['-B', '-m', 'jupyterhub', '-f', resolve(import.meta.dirname, 'jupyterhub-config.py')],
    env: { HUB_PORT: String(port), RESPONDER_TOKEN: adminToken },
    folder,
    ready: async () => (await asked(`${url}/hub/health`)).ok,
  });
  const admin = { authorization: `token ${adminToken}`, 'content-type': 'application/json' };

  const makeToken = async () => {
    const user = `user-${randomBytes(5).toString('hex')}`;
    await answeredJson(await asked(`${url}/hub/api/users/${user}`, { method: 'POST', headers: admin }));
    const made = await answeredJson(
      await asked(`${url}/hub/api/users/${user}/tokens`, {
        method: 'POST',
        headers: admin,
        body: JSON.stringify({ note: 'continuous integration' }),
      }),
    );
    return { value: made.token ?? '', ids: { user, token: made.id ?? '' } };
  };

  return {
    url,
    version: '6.1.1',
    adminToken,
    makeToken,
    works: async (value) => (await asked(`${url}/hub/api/user`, { headers: { authorization: `token ${value}` } })).ok,
    bystander: (await makeToken()).value,
    stop,
  };
}
