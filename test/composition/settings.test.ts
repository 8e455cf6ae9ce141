import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../src/capabilities/credentials/kind.ts';
import { checkConfig } from '../../src/composition/checks.ts';
import { kindsFor, placesFor } from '../../src/composition/house.ts';
import { placeOf } from '../../src/composition/kind-places.ts';
import { readSettings, type Settings } from '../../src/composition/settings.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { ConfigError } from '../../src/platform/config/fault.ts';

const acme = resolve(import.meta.dirname, '../../docs/examples/acme.yml');
const environment = readEnvironment({ ACME_ADMIN: 'secret-of-the-admin' });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staunch-settings-'));
  await mkdir(join(folder, 'catalogue'));
});
afterEach(() => rm(folder, { recursive: true }));

const place = () => ({ config: join(folder, 'staunch.yml'), data: null });

async function configure(rest: string, service = ''): Promise<void> {
  await writeFile(join(folder, 'staunch.yml'), `people: { ana: { groups: [on-call] } }\ncatalogue: catalogue\n${rest}`);
  if (service !== '') await writeFile(join(folder, 'catalogue', 'acme.yml'), service);
}

const settings = (): Settings => readSettings(place(), environment, false);
const placed = (of: Settings, kind: string, locator: Record<string, string>, value?: string) =>
  placeOf(kindsFor(of), placesFor(of), kind, locator, value);

const target = 'kind: acme, url: "https://acme.example.com", identities: { admin: { env: ACME_ADMIN } }';

describe('a service of a team', () => {
  test('has the targets of staunch.yml, and the secrets of its accounts are known', async () => {
    await configure(`targets: { here: { ${target} } }\n`, await readFile(acme, 'utf8'));
    const known = settings();
    expect(known.secrets).toContain('secret-of-the-admin');
    expect(placed(known, 'acme-token', {}, 'acme_live_0123456789abcdef0123456789abcdef')).toEqual({
      hint: 'Acme access token acme_live_…cdef on here',
      locator: { target: 'here' },
      provider: 'here',
      concurrency: 4,
      valueSaysWhich: true,
    });
  });

  test('without a target and without an address of its own has nowhere to go', async () => {
    await configure('', await readFile(acme, 'utf8'));
    expect(placed(settings(), 'acme-token', {})).toEqual({ fault: expect.stringContaining('no target of kind acme') });
  });

  test('with an address of its own is there without a target, and can be protected under its name', async () => {
    const own = (await readFile(acme, 'utf8')).replace('title: Acme\n', 'title: Acme\nurl: https://acme.example.com\n');
    await configure('protected: [{ target: acme }]\n', own);
    const place = placed(settings(), 'acme-token', {});
    expect(place).toMatchObject({ locator: { target: 'acme' }, provider: 'acme' });
    const call = { credential: { locator: 'fault' in place ? {} : place.locator } } as unknown as Call;
    expect(await kindsFor(settings()).get('acme-token')?.identify(call)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('`protected:`'),
    });
    await configure(`targets: { here: { ${target} } }\nprotected: [{ target: acme }]\n`, own);
    expect(() => settings()).toThrow(/is none of the targets/);
  });

  test('with a fault is a fault of the configuration, shown where it stands', async () => {
    await configure('', (await readFile(acme, 'utf8')).replace('refused:', 'refusd:'));
    expect(() => settings()).toThrow(ConfigError);
    expect(checkConfig(place(), environment)).toContainEqual(
      expect.objectContaining({ file: join(folder, 'catalogue', 'acme.yml'), line: 29, severity: 'error' }),
    );
  });

  test('in a folder that is not there is a fault of staunch.yml', async () => {
    await configure('');
    await rm(join(folder, 'catalogue'), { recursive: true });
    expect(checkConfig(place(), environment)).toMatchObject([{ file: place().config, line: 2, where: 'catalogue' }]);
  });
});

describe('a service that comes with Staunch', () => {
  test('works without any configuration where its secrets end themselves', async () => {
    await configure('');
    expect(placed(settings(), 'gitlab-token', {})).toMatchObject({ locator: { target: 'gitlab' }, provider: 'gitlab' });
  });

  test('steps back where another target has its name', async () => {
    const postgres = 'kind: postgres, host: db.internal, admin: { user: bot, password: { env: ACME_ADMIN } }';
    await configure(`targets: { gitlab: { ${postgres} } }\n`);
    expect(placed(settings(), 'gitlab-token', {})).toEqual({ fault: expect.stringContaining('no target of kind gitlab') });
  });
});
