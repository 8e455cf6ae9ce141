/** A server that answers 200 to the revocation of anything, and that may tell a stranger that a living token is inactive. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../incident/world.ts';
import { type OidcProvider, startOidcProvider } from '../../servers/oidc-provider.ts';
import { concluded } from './by-clock.ts';
import { contain, serviceWorld } from './containment.ts';
import { kindsAt, textOf } from './kinds-at.ts';
import { targetsTable, timeBucket } from './targets-table.ts';

/** As catalogue/oauth.yml has them. */
const routes = { revocation: '/revoke', introspection: '/introspect', userinfo: '/userinfo' };
const table = targetsTable('oauth');
const asked = 'POST /revoke (RFC 7009), by the application';

describe('oidc-provider', () => {
  let server: OidcProvider;
  let asApplication: World;
  let asStranger: World;
  beforeAll(async () => {
    server = await startOidcProvider({ routes, hidesFromStrangers: true });
    const { url, application, stranger } = server;
    asApplication = await serviceWorld(kindsAt('oauth', url, { client: application, reader: application }));
    asStranger = await serviceWorld(kindsAt('oauth', url, { client: application, reader: stranger }));
  });
  afterAll(async () => {
    await asApplication?.close();
    await asStranger?.close();
    await server?.stop();
  });
  const leakOf = (kind: string, value: string) => ({ kind, locator: { target: 'oauth' }, value });

  test('an access token that opens the user’s page: cut off, by use', async () => {
    const { value } = await server.makeToken();
    const found = await contain(asApplication, leakOf('openid-access-token', value));
    expect(found).toMatchObject({ before: 'alive', state: 'dead', grade: 'by-use', stuck: null });
    expect(await server.works(value)).toBe(false);
    expect(await server.works(server.bystander)).toBe(true);
    for (const secret of [value, server.application.secret]) expect(found.written).not.toContain(secret);
    const row = { target: 'oidc-provider 9.13.3', asked, answered: '200', truth: 'refused at once' };
    table.tell({ ...row, concluded: concluded(found), after: timeBucket(found.afterMs) });
  });

  test('a token that it is asked about: cut off only because the same reader was told that it was active', async () => {
    const { value } = await server.makeToken();
    const found = await contain(asApplication, leakOf('oauth-access-token', value));
    expect(found).toMatchObject({ before: 'alive', state: 'dead', stuck: null });
    expect(await server.works(value)).toBe(false);
  });

  test('“inactive”, said to a reader that the token is not meant for, proves nothing', async () => {
    const { value } = await server.makeToken();
    expect(await server.works(value)).toBe(true);
    const found = await contain(asStranger, leakOf('oauth-access-token', value));
    expect(found.before).toBe('could-not-tell');
    expect(found.states).not.toContain('cut-off');
    expect(found.grade).toBeNull();
    expect(found.stuck?.step).toBe('prove');
    table.tell({
      target: 'oidc-provider 9.13.3',
      asked: 'POST /introspect (RFC 7662), by an application that the token is not meant for',
      answered: '200, `active: false`',
      truth: 'the token worked until it was revoked',
      concluded: concluded(found),
      after: 'never',
    });
  });

  test('its 200 to the revocation of a token that never was is not taken for an end', async () => {
    const found = await contain(asApplication, leakOf('openid-access-token', 'a-token-that-this-server-never-made-0123456789'));
    expect(found.states).not.toContain('cut-off');
    expect(found.grade).toBeNull();
    table.tell({
      target: 'oidc-provider 9.13.3',
      asked: 'POST /revoke (RFC 7009), of a token that it never made',
      answered: '200',
      truth: 'there was nothing to revoke',
      concluded: concluded(found),
      after: 'never',
    });
  });

  test('a refresh token mints no more: cut off, and what it minted is left to a person', async () => {
    const [leaked, other] = [await server.makeRefreshToken(), await server.makeRefreshToken()];
    const found = await contain(asApplication, leakOf('oauth-refresh-token', leaked.value));
    expect(found).toMatchObject({ before: 'alive', state: 'cut-off', grade: 'by-use', stuck: null });
    const { credentials } = await asApplication.view(found.incident);
    expect(credentials[0]?.residuals).toMatchObject([{ what: expect.stringContaining('access tokens'), until: null }]);
    expect(await server.mints(leaked.value)).toBe(false);
    expect(await server.mints(other.value)).toBe(true);
  });

  test('a server with paths of its own is served by a copy of the file with three paths changed', async () => {
    const elsewhere = await startOidcProvider();
    const copy = textOf('oauth')
      .replace('service: oauth', 'service: our-sign-on')
      .replaceAll(/^ {2}(o\w+-\w+-token):$/gm, '  our-$1:')
      .replaceAll('path: [userinfo]', 'path: [me]')
      .replaceAll('path: [revoke]', 'path: [token, revocation]')
      .replaceAll('path: [introspect]', 'path: [token, introspection]');
    const accounts = { client: elsewhere.application, reader: elsewhere.application };
    const world = await serviceWorld(kindsAt('our-sign-on', elsewhere.url, accounts, copy));
    try {
      for (const kind of ['our-openid-access-token', 'our-oauth-access-token']) {
        const { value } = await elsewhere.makeToken();
        const found = await contain(world, { kind, locator: { target: 'our-sign-on' }, value });
        expect(found).toMatchObject({ before: 'alive', state: 'dead', grade: 'by-use' });
        expect(await elsewhere.works(value)).toBe(false);
      }
    } finally {
      await world.close();
      await elsewhere.stop();
    }
  });

  test('docs/credentials/targets.md says so', () => table.held());
});
