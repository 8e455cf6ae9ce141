/** oidc-provider, an OAuth and OpenID server, in this process: it answers 200 to the revocation of anything at all. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type Client, type Configuration, Provider } from 'oidc-provider';
import { freePort } from './postgres.ts';
import { asked, type TokenServer } from './token-server.ts';

export type OidcProvider = TokenServer & {
  /** The application that the tokens were issued to. */
  application: { id: string; secret: string };
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
        ...(needs.hidesFromStrangers === true ? { allowedPolicy: (_, client, token) => isOwn(client, token) } : {}),
      },
      revocation: { enabled: true },
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
  const makeToken = async () => {
    const accountId = `user-${randomBytes(5).toString('hex')}`;
    const grant = new provider.Grant({ accountId, clientId: application.id });
    grant.addOIDCScope('openid');
    const client = await provider.Client.find(application.id);
    if (client === undefined) throw new Error('The server does not know its own client.');
    const token = new provider.AccessToken({
      accountId,
      client,
      grantId: await grant.save(),
      scope: 'openid',
      gty: 'authorization_code',
    });
    return { value: await token.save(), ids: { account: accountId } };
  };

  return {
    url,
    version: '9.13.3',
    application,
    stranger,
    makeToken,
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
