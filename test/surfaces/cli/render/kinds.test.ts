import { describe, expect, test } from 'vitest';
import { type KindEntry, renderKind, renderKinds } from '../../../../src/surfaces/cli/render/kinds.ts';
import { plainPaint } from '../../../../src/surfaces/cli/render/page.ts';

const page = { columns: 80, paint: plainPaint, now: new Date(0), program: 'npx staunch' };

const verb = {
  verb: 'revoke',
  reversible: false,
  until: null,
  lagMs: 60_000,
  who: 'an administrator with a right whose name is long enough to need a second line of text',
  breaks: 'every client that uses it',
  exercisedOn: 'our stand-in',
  note: '',
};

const entry: KindEntry = {
  kind: 'acme-token',
  title: 'Acme access token',
  service: 'acme',
  locator: [
    { key: 'target', required: true },
    { key: 'user', required: false },
  ],
  verbs: [{ ...verb, verb: 'disable', reversible: true, until: 'until the incident is closed', lagMs: 0 }, verb],
  mode: null,
  targets: [{ name: 'acme', missing: ['admin'] }],
  sources: ['https://docs.acme.example/api'],
};

describe('credentials list', () => {
  test('fits 80 columns, a line a kind', () => {
    const long = { ...entry, kind: 'a-kind-with-a-name-that-nobody-wants-to-type', targets: [] };
    const lines = renderKinds([entry, long], page).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^acme-token +disable\*, revoke +acme \(without admin\)$/);
    expect(lines[2]).toMatch(/no target$/);
  });

  test('says the mode where one is configured, and what can only be done by hand', () => {
    const text = renderKinds([{ ...entry, mode: 'guide', verbs: [] }], page);
    expect(text).toMatch(/acme-token +by hand only +acme \(without admin\); mode guide/);
  });

  test('everything about one kind fits 80 columns too', () => {
    const text = renderKind(entry, page);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('--kind acme-token --locator target=… [--locator user=…] --value-stdin');
    expect(text).toContain('can be taken back until the incident is closed; counts at once');
    expect(text).toContain('cannot be taken back; may go on working for 1 min');
  });
});
