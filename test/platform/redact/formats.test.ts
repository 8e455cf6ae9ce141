import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/platform/redact/redactor.ts';
import { mask } from '../../../src/platform/redact/spans.ts';
import { samples } from './samples.ts';

const redactor = createRedactor();

describe('a well-known format', () => {
  test.each(samples)('$name is masked in a sentence, in JSON and after an escaped line end', ({ secret }) => {
    for (const text of [`it is ${secret}, sorry`, JSON.stringify({ v: `a\n${secret}` }), `"${secret}"`]) {
      const out = redactor.text(text);
      expect(out).toContain(mask);
      // Half of it is enough to say that it was not shortened only.
      expect(out).not.toContain(secret.slice(0, Math.ceil(secret.length / 2)));
      expect(out).not.toContain(secret.slice(-12));
    }
  });

  test('in a URL loses its password and keeps its host', () => {
    const url = (password: string) => `postgres://app:${password}@db.internal:5432/shop?sslmode=require`;
    expect(redactor.text(url('s3cr3t#p?w@x'))).toBe(url(mask));
  });

  test('in a connection string loses its password and keeps the rest', () => {
    expect(redactor.text('host=db user=app password=s3cr3tpw dbname=shop')).toBe(
      `host=db user=app password=${mask} dbname=shop`,
    );
  });

  test('of a private key is masked even when its end was cut off', () => {
    const [begin, kind] = ['-----BEGIN ', 'OPENSSH PRIVATE KEY-----'];
    expect(redactor.text(`${begin}${kind}\nb3BlbnNzaC1rZXktdjEAAAAA\nAAAA`)).toBe(mask);
  });
});

test.each([
  'the task-force-for-incident-response met at noon',
  'sha256 3fa94c0d1e5b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx1c3RhdW5jaHN0YXVuY2hzdGF1bmNoc3RhdW5j ana',
  'user@example.com, see https://example.com/a:b and 10.0.0.7:5432',
  'ALTER ROLE app PASSWORD <new verifier>; password=<hidden>',
])('ordinary text is unchanged: %s', (text) => {
  expect(redactor.text(text)).toBe(text);
});
