/** oidc-provider, an OAuth and OpenID server, in this process: it answers 200 to the revocation of anything at all. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type Client, type Configuration, Provider } from 'oidc-provider';
import { freePort } from './postgres.ts';
import { asked, type MadeToken, type TokenServer } from './token-server.ts';

export type OidcProvider = TokenServer & {
  /** The application that the tokens were issued to. */
  application: { id: string; secret: string };
  /** A token that mints access tokens. */
  makeRefreshToken(): Promise<MadeToken>;
  /** Whether it still mints one; where it does, it is used up. */
  mints(refreshToken: string): Promise<boolean>;
  /** Another application: tokens are not its own. */
  stranger: { id: string; secret: string };
};

export type OidcNeeds = {
  /** Where it is asked; without it, at the paths that it has by itself. */
  routes?: { revocation: string; introspection: string; userinfo: string };
  /** Tells the stranger that every token is inactive, as a server does to one that a token is not meant for. */
  hidesFromStrangers?: boolean;
};

const isOwn = (client: Client, token: unknown) =>
  typeof token === 'object' && token !== null && 'clientId' in token && token.clientId === client.clientId;

function configuration(clients: OidcProvider['application'][], needs: OidcNeeds): Configuration {
  return {
    clients: clients.map(({ id, secret }) => ({
      client_id: id,
      client_secret: secret,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/back'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    features: {
      devInteractions: { enabled: false },
      introspection: {
        enabled: true,
        allowedPolicy: (_, client, token) => needs.hidesFromStrangers !== true || isOwn(client, token),
      },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => isOwn(client, token) },
      userinfo: { enabled: true },
    },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    cookies: { keys: [randomBytes(16).toString('hex')] },
    ttl: { AccessToken: 3_600, Grant: 3_600, RefreshToken: 3_600, Session: 3_600, Interaction: 3_600, IdToken: 3_600 },
    ...(needs.routes === undefined ? {} : { routes: needs.routes }),
  };
}

export async function startOidcProvider(needs: OidcNeeds = {}): Promise<OidcProvider> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const application = { id: 'shop', secret: randomBytes(24).toString('hex') };
  const stranger = { id: 'somebody-else', secret: randomBytes(24).toString('hex') };
  const provider = new Provider(url, configuration([application, stranger], needs));
  const server = createServer(provider.callback());
  await new Promise<void>((listening) => server.listen(Number(new URL(url).port), '127.0.0.1', listening));

  // Issued as at the end of a sign-in, whose pages need a person.
  const granted = async (scope: string) => {
    const accountId = `user-${randomBytes(5).toString('hex')}`;
    const grant = new provider.Grant({ accountId, clientId: application.id });
    grant.addOIDCScope(scope);
    const client = await provider.Client.find(application.id);
    if (client === undefined) throw new Error('The server does not know its own client.');
    return { accountId, client, grantId: await grant.save(), scope, gty: 'authorization_code' };
  };
  const makeToken = async () => {
    const grant = await granted('openid');
    return { value: await new provider.AccessToken(grant).save(), ids: { account: grant.accountId } };
  };

  return {
    url,
    version: '9.13.3',
    application,
    stranger,
    makeToken,
    async makeRefreshToken() {
      const grant = await granted('openid offline_access');
      return { value: await new provider.RefreshToken(grant).save(), ids: { account: grant.accountId } };
    },
    async mints(refreshToken) {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
      const basic = Buffer.from(`${application.id}:${application.secret}`).toString('base64');
      return (await asked(`${url}/token`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body })).ok;
    },
    works: async (value) =>
      (await asked(`${url}${needs.routes?.userinfo ?? '/me'}`, { headers: { authorization: `Bearer ${value}` } })).ok,
    bystander: (await makeToken()).value,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
