/** An honest server, and the two ways to end one of its tokens: by the token itself, and by its id. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../incident/world.ts';
import { installed } from '../../servers/installed.ts';
import { type JupyterHub, startJupyterHub } from '../../servers/jupyterhub.ts';
import type { MadeToken } from '../../servers/token-server.ts';
import { concluded } from './by-clock.ts';
import { contain, serviceWorld } from './containment.ts';
import { kindsAt } from './kinds-at.ts';
import { targetsTable, timeBucket } from './targets-table.ts';

const table = targetsTable('jupyterhub');
const target = 'JupyterHub 6.1.1';
const path = 'DELETE /hub/api/users/{user}/tokens/{id}';

describe.runIf(installed('JupyterHub'))('JupyterHub', () => {
  let [server, world]: [JupyterHub | null, World | null] = [null, null];
  beforeAll(async () => {
    server = await startJupyterHub();
    world = await serviceWorld(kindsAt('jupyterhub', server.url, { admin: server.adminToken }));
  });
  afterAll(async () => {
    await world?.close();
    await server?.stop();
  });
  const scene = () => {
    if (server === null || world === null) throw new Error('The server did not start.');
    return { server, world };
  };
  const byId = ({ ids }: MadeToken, value?: string) => ({
    kind: 'jupyterhub-token-by-id',
    locator: { target: 'jupyterhub', user: ids.user ?? '', token: ids.token ?? '' },
    ...(value === undefined ? {} : { value }),
  });

  test('a token that is at hand ends itself: cut off, by use', async () => {
    const { server, world } = scene();
    const { value } = await server.makeToken();
    const ended = await contain(world, { kind: 'jupyterhub-token', locator: { target: 'jupyterhub' }, value });
    expect(ended).toMatchObject({ before: 'alive', state: 'dead', grade: 'by-use', stuck: null });
    expect(await server.works(value)).toBe(false);
    expect(ended.written).not.toContain(value);
    const [asked, truth] = [`${path}, by the token itself`, 'refused at once'];
    table.tell({ target, asked, answered: '204', truth, concluded: concluded(ended), after: timeBucket(ended.afterMs) });
  });

  test('a token that only its id is known of is ended by an administrator: cut off, by the server’s own word', async () => {
    const { server, world } = scene();
    const made = await server.makeToken();
    const ended = await contain(world, byId(made));
    expect(ended).toMatchObject({ before: 'could-not-tell', state: 'dead', grade: 'by-provider', stuck: null });
    expect(await server.works(made.value)).toBe(false);
    expect(ended.written).not.toContain(server.adminToken);
    const [asked, truth] = [`${path}, by an administrator, without the value`, 'refused at once'];
    table.tell({ target, asked, answered: '204', truth, concluded: concluded(ended), after: timeBucket(ended.afterMs) });
  });

  test('a value that belongs to another id is not called cut off when that id is deleted', async () => {
    const { server, world } = scene();
    const [meant, other] = [await server.makeToken(), await server.makeToken()];
    const ended = await contain(world, byId(other, meant.value));
    expect(ended.states).not.toContain('cut-off');
    expect(ended).toMatchObject({ before: 'alive', state: 'alive', grade: null, stuck: { step: 'prove' } });
    expect(await server.works(meant.value)).toBe(true);
    const asked = `${path}, with the id of another token`;
    const truth = 'the leaked one works on';
    table.tell({ target, asked, answered: '204', truth, concluded: concluded(ended), after: timeBucket(null) });
  });

  test('an id that is not there is not struck at', async () => {
    const { server, world } = scene();
    const { ids } = await server.makeToken();
    const ended = await contain(world, byId({ value: '', ids: { user: ids.user ?? '', token: 'a9999' } }));
    expect(ended).toMatchObject({ answers: [], stuck: { step: 'identify' } });
  });

  test('whoever else is there works on, and docs/credentials/targets.md says so', async () => {
    const { server } = scene();
    expect(await server.works(server.bystander)).toBe(true);
    await table.held();
  });
});
