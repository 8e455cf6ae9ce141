/** The recipes themselves: what a later test relies on, seen from outside. */
import { describe, expect, test } from 'vitest';
import { installed } from '../../servers/installed.ts';
import { startJupyterHub } from '../../servers/jupyterhub.ts';
import { startOidcProvider } from '../../servers/oidc-provider.ts';
import { available } from '../../servers/postgres.ts';
import type { TokenServer } from '../../servers/token-server.ts';
import { startUnleash } from '../../servers/unleash.ts';
import { startVerdaccio } from '../../servers/verdaccio.ts';

const postgres = ([18, 15] as const).find(available);

const recipes: { name: string; there: boolean; start(): Promise<TokenServer> }[] = [
  { name: 'verdaccio 6.1.6', there: installed('verdaccio'), start: () => startVerdaccio('6.1.6') },
  { name: 'verdaccio 6.10.4', there: installed('verdaccio'), start: () => startVerdaccio('6.10.4') },
  { name: 'Unleash', there: installed('Unleash') && postgres !== undefined, start: () => startUnleash(postgres ?? 18) },
  { name: 'JupyterHub', there: installed('JupyterHub'), start: startJupyterHub },
  { name: 'oidc-provider', there: true, start: startOidcProvider },
];

describe.for(recipes)('$name', ({ there, start }) => {
  test.runIf(there)('makes tokens that work, each another one, and refuses what it did not make', async () => {
    const server = await start();
    try {
      const [one, other] = [await server.makeToken(), await server.makeToken()];
      expect(new Set([one.value, other.value, server.bystander]).size).toBe(3);
      for (const value of [one.value, other.value, server.bystander]) expect(await server.works(value)).toBe(true);
      expect(await server.works(`${one.value.slice(0, -6)}abcdef`)).toBe(false);
    } finally {
      await server.stop();
    }
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
