import { describe, expect, test } from 'vitest';
import type { KindEntry } from '../../../src/surfaces/cli/render/kinds.ts';
import type { Trial } from '../../../src/surfaces/cli/render/trial.ts';
import type { TrialWish } from '../../../src/surfaces/cli/terminal-composition.ts';
import { type } from './fake-terminal.ts';

const entry: KindEntry = {
  kind: 'acme-token',
  title: 'Acme access token',
  service: 'acme',
  locator: [{ key: 'target', required: false }],
  verbs: [],
  mode: null,
  targets: [],
  sources: [],
};

const trial: Trial = {
  kind: 'acme-token',
  hint: 'Acme access token on acme',
  target: 'acme',
  identified: { ids: { id: 'tok_1' }, breaks: ['1 client'], remarks: [] },
  refused: null,
  look: { result: 'alive', detail: 'GET whoami answered 200' },
  plans: [
    {
      title: 'Delete it',
      verb: 'revoke',
      reversible: false,
      breaks: ['every client'],
      calls: [{ order: 1, call: 'DELETE https://acme.example/v1/tokens/tok_1', target: 'acme', reversible: false }],
      residuals: [],
      byHand: 'curl -X DELETE -H "Authorization: Bearer $ADMIN" https://acme.example/v1/tokens/tok_1',
    },
  ],
};

describe('credentials list', () => {
  const composition = { listKinds: async () => [entry, { ...entry, kind: 'acme-key' }] };

  test('answers a kind a line for scripts', async () => {
    const ran = await type(['credentials', 'list', '--json'], { composition });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.lines().map(({ kind }) => kind)).toEqual(['acme-token', 'acme-key']);
  });

  test('shows one kind whole, and says which there are', async () => {
    expect((await type(['credentials', 'list', 'acme-key'], { composition })).out).toContain('acme-key: Acme access token');
    const none = await type(['credentials', 'list', 'acme-kye'], { composition });
    expect(none).toMatchObject({ code: 3, err: expect.stringContaining('did you mean acme-key') });
  });
});

describe('credentials check', () => {
  test('a fault ends with 2, at its line and column', async () => {
    const finding = { file: 'a.yml', line: 3, column: 5, severity: 'error', where: 'kinds', message: 'is missing' } as const;
    const ran = await type(['credentials', 'check', 'a.yml'], {
      composition: { checkService: async () => ({ findings: [finding], offers: [] }) },
    });
    expect(ran).toMatchObject({ code: 2, out: expect.stringContaining('a.yml:3:5: error: kinds: is missing') });
  });

  test('without any it says what the file offers', async () => {
    const ran = await type(['credentials', 'check', 'a.yml'], {
      composition: { checkService: async () => ({ findings: [], offers: [entry] }) },
    });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('acme-token: Acme access token') });
  });
});

describe('credentials try', () => {
  const trying = (found: Trial, wishes: TrialWish[] = []) => ({
    tryCredential: async (wish: TrialWish) => {
      wishes.push(wish);
      return found;
    },
  });

  test('alive is 0, and what would be planned is shown with its commands', async () => {
    const wishes: TrialWish[] = [];
    const words = [
      'credentials',
      'try',
      'acme.yml',
      '--locator',
      'user=ana',
      '--identity',
      'admin=ACME_ADMIN',
      '--value-stdin',
    ];
    const ran = await type(words, { composition: trying(trial, wishes), stdin: 'acme_live_1\n' });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('alive: GET whoami answered 200');
    expect(ran.out).toContain('Delete it (revoke, cannot be taken back)');
    expect(ran.out).toContain('Nothing was changed, and nothing was recorded.');
    expect(wishes).toMatchObject([
      { subject: 'acme.yml', kind: null, locator: { user: 'ana' }, targetUrl: null, identities: { admin: 'ACME_ADMIN' } },
    ]);
    expect(await wishes[0]?.value?.()).toBe('acme_live_1');
  });

  test('what was not found, or not seen to work, is 1', async () => {
    const dead = { ...trial, look: { result: 'could-not-tell', detail: 'it answered 401' } } as const;
    expect(await type(['credentials', 'try', 'acme-token'], { composition: trying(dead) })).toMatchObject({
      code: 1,
      err: expect.stringContaining('not seen to work'),
    });
    const refused = { reason: 'two tokens match', byHand: null };
    const ran = await type(['credentials', 'try', 'acme-token'], {
      composition: trying({ ...trial, identified: null, look: null, plans: [], refused }),
    });
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('two tokens match') });
  });

  test('a pair without "=" is refused, and nothing is tried', async () => {
    const wishes: TrialWish[] = [];
    const ran = await type(['credentials', 'try', 'acme-token', '--identity', 'admin'], { composition: trying(trial, wishes) });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('--identity "admin" has no "="') });
    expect(wishes).toEqual([]);
  });
});
