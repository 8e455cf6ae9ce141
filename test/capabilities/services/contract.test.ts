/** The honest servers against the contract of their kinds. Unleash is not among them: what it deletes works on for a minute. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { type HttpLeak, httpKindContract } from '../../contracts/http-kind.ts';
import { installed } from '../../servers/installed.ts';
import { type JupyterHub, startJupyterHub } from '../../servers/jupyterhub.ts';
import { type OidcProvider, startOidcProvider } from '../../servers/oidc-provider.ts';
import type { MadeToken, TokenServer } from '../../servers/token-server.ts';
import { startVerdaccio, type Verdaccio } from '../../servers/verdaccio.ts';
import type { Kinds } from './containment.ts';
import { kindsAt } from './kinds-at.ts';

type Meant = { kinds: Kinds; name: string; server: TokenServer; locator: Record<string, string>; secrets?: string[] };

async function leakOf({ kinds, name, server, locator, secrets = [] }: Meant, { value }: MadeToken): Promise<HttpLeak> {
  const kind = kinds.get(name);
  if (kind === undefined) throw new Error(`There is no kind ${name}.`);
  return {
    kind,
    // The mark of the value, as an incident would have it: any text that is another for each.
    credential: { id: 'c1', kind: name, locator, fingerprint: randomUUID(), hint: kind.hint(locator) },
    value,
    stranger: `${value.slice(0, -6)}abcdef`,
    secrets: [...secrets, server.bystander],
    works: server.works,
    bystanderWorks: () => server.works(server.bystander),
    // The server is there for all of them.
    close: async () => undefined,
  };
}

describe.runIf(installed('verdaccio'))('verdaccio 6.10.4', () => {
  let server: Verdaccio;
  beforeAll(async () => {
    server = await startVerdaccio('6.10.4');
  });
  afterAll(() => server?.stop());
  httpKindContract('verdaccio-token', ['revoke'], async () => {
    const meant = {
      kinds: kindsAt('verdaccio', server.url),
      name: 'verdaccio-token',
      server,
      locator: { target: 'verdaccio' },
    };
    return leakOf(meant, await server.makeToken());
  });
});

describe.runIf(installed('JupyterHub'))('JupyterHub', () => {
  let server: JupyterHub;
  beforeAll(async () => {
    server = await startJupyterHub();
  });
  afterAll(() => server?.stop());
  const kinds = () => kindsAt('jupyterhub', server.url, { admin: server.adminToken });
  httpKindContract('jupyterhub-token', ['revoke'], async () => {
    const meant = { kinds: kinds(), name: 'jupyterhub-token', server, locator: { target: 'jupyterhub' } };
    return leakOf(meant, await server.makeToken());
  });
  httpKindContract('jupyterhub-token-by-id', ['revoke'], async () => {
    const made = await server.makeToken();
    const locator = { target: 'jupyterhub', user: made.ids.user ?? '', token: made.ids.token ?? '' };
    const meant = { kinds: kinds(), name: 'jupyterhub-token-by-id', server, locator, secrets: [server.adminToken] };
    return { ...(await leakOf(meant, made)), named: `/tokens/${made.ids.token}` };
  });
});

describe('oidc-provider', () => {
  let server: OidcProvider;
  beforeAll(async () => {
    const routes = { revocation: '/revoke', introspection: '/introspect', userinfo: '/userinfo' };
    server = await startOidcProvider({ routes });
  });
  afterAll(() => server?.stop());
  describe.each(['openid-access-token', 'oauth-access-token'])('%s', (name) => {
    httpKindContract(name, ['revoke'], async () => {
      const { application } = server;
      const kinds = kindsAt('oauth', server.url, { client: application, reader: application });
      const meant = { kinds, name, server, locator: { target: 'oauth' }, secrets: [application.secret] };
      return leakOf(meant, await server.makeToken());
    });
  });
});
