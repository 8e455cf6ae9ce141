/** Unleash, a server of feature flags, on a PostgreSQL of its own. It forgets a deleted token with its next tick, up to 60 s later. */
import { randomBytes } from 'node:crypto';
import { packaged } from './installed.ts';
import { freePort, startPostgres, type Version } from './postgres.ts';
import { serverFolder, startProgram } from './server-process.ts';
import { answeredJson, asked, type TokenServer } from './token-server.ts';

export type Unleash = TokenServer & {
  /** Of the administrator. */
  adminToken: string;
};

export async function startUnleash(postgres: Version): Promise<Unleash> {
  const database = await startPostgres(postgres);
  const [folder, port] = [await serverFolder('unleash'), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const adminToken = `*:*.${randomBytes(28).toString('hex')}`;
  const { user, password } = database.superuser;
  const ended = await startProgram({
    name: 'Unleash 8.2.0',
    program: process.execPath,
    args: [packaged('unleash-server', 'dist', 'server.js')],
    env: {
      DATABASE_URL: `postgres://${user}:${password}@127.0.0.1:${database.port}/postgres`,
      DATABASE_SSL: 'false',
      HTTP_HOST: '127.0.0.1',
      PORT: String(port),
      INIT_ADMIN_API_TOKENS: adminToken,
      CHECK_VERSION: 'false',
      SEND_TELEMETRY: 'false',
      LOG_LEVEL: 'error',
    },
    folder,
    ready: async () => (await asked(`${url}/health`)).ok,
  }).catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });

  const makeToken = async () => {
    const tokenName = `app-${randomBytes(5).toString('hex')}`;
    const made = await answeredJson(
      await asked(`${url}/api/admin/api-tokens`, {
        method: 'POST',
        headers: { authorization: adminToken, 'content-type': 'application/json' },
        body: JSON.stringify({ tokenName, type: 'client', environment: 'development', projects: ['default'] }),
      }),
    );
    return { value: made.secret ?? '', ids: { name: tokenName } };
  };

  return {
    url,
    version: '8.2.0',
    adminToken,
    makeToken,
    works: async (value) => (await asked(`${url}/api/client/features`, { headers: { authorization: value } })).ok,
    bystander: (await makeToken()).value,
    async stop() {
      await ended();
      await database.stop();
    },
  };
}
