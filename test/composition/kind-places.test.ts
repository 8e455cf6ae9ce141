import { describe, expect, test } from 'vitest';
import { postgresTarget, postgresTargetSchema } from '../../src/capabilities/clients/postgres/target.ts';
import { kindsFor } from '../../src/composition/house.ts';
import { type KindPlaces, kindHelp, maskedValue, placeOf } from '../../src/composition/kind-places.ts';
import { practiceSettings } from '../../src/composition/settings.ts';

function onTargets(...names: string[]) {
  const entry = { kind: 'postgres', host: 'db.internal', admin: { user: 'bot', password: { env: 'X' } } };
  const targets = names.map((name) => postgresTarget(name, postgresTargetSchema.parse(entry), () => 'secret'));
  const kinds = kindsFor({ ...practiceSettings('.'), targets: new Map(targets.map((target) => [target.name, target])) });
  const places: KindPlaces = new Map([
    ['postgres-password', { service: 'postgres', targets: names.map((name) => ({ name, missing: [] })), hides: null }],
  ]);
  return { kinds, places };
}

describe('a locator without its target', () => {
  test('means the only target there is', () => {
    const { kinds, places } = onTargets('main');
    expect(placeOf(kinds, places, 'postgres-password', { role: 'app' })).toEqual({
      hint: 'app on main',
      locator: { target: 'main', role: 'app' },
      provider: 'main',
      concurrency: 8,
    });
    expect(kindHelp(kinds, places).find(({ name }) => name === 'postgres-password')).toMatchObject({
      locator: ['target', 'role'],
      optional: ['target'],
    });
  });

  test('is refused where there are several, and they are named', () => {
    const { kinds, places } = onTargets('main', 'other');
    const placed = placeOf(kinds, places, 'postgres-password', { role: 'app' });
    expect(placed).toEqual({ fault: expect.stringContaining('main, other') });
    expect(kindHelp(kinds, places)[0]?.optional).toEqual([]);
  });

  test('is refused where there is none, and says what is missing', () => {
    const { kinds, places } = onTargets();
    const placed = placeOf(kinds, places, 'postgres-password', { role: 'app' });
    expect(placed).toEqual({ fault: expect.stringContaining('no target of kind postgres') });
  });

  test('a target that was given is never replaced', () => {
    const { kinds, places } = onTargets('main');
    expect(placeOf(kinds, places, 'postgres-password', { target: 'mian', role: 'app' })).toEqual({
      fault: expect.stringContaining('mian'),
    });
  });

  test('a password is never shown, not even its ends', () => {
    const { kinds, places } = onTargets('main');
    const placed = placeOf(kinds, places, 'postgres-password', { role: 'app' }, 'a-long-password-of-a-role-0123');
    expect(placed).toMatchObject({ hint: 'app on main' });
  });
});

describe('what is shown of a value', () => {
  const prefixes = ['gh', 'ghp_', 'glpat-'];
  test.each([
    ['ghp_0123456789abcdef0123456789abcdef0123', 'ghp_…0123'],
    ['no-prefix-of-these-0123', '…0123'],
    ['ghp_0123456789ab', null],
    ['ghp_0123456789abcde', null],
    ['', null],
  ])('of %s: %s', (value, shown) => {
    expect(maskedValue(value, { prefixes })).toBe(shown);
  });

  test('is nothing where the prefix is nearly all of it', () => {
    expect(maskedValue('a-very-long-prefix-0123', { prefixes: ['a-very-long-prefix-'] })).toBeNull();
  });
});
