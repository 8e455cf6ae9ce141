import { generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintKey } from '../../../src/platform/keys/fingerprint-key.ts';
import { KeyError, loadKeys } from '../../../src/platform/keys/load-keys.ts';
import { publicKeyOfPem, recordKey, verifyRecord } from '../../../src/platform/keys/record-key.ts';
import { SealError, valuesKey } from '../../../src/platform/keys/values-key.ts';

const none = { recordKey: null, valuesKey: null, fingerprintKey: null };
const fresh = () => randomBytes(32).toString('base64');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staunch-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof KeyError) return error.faults;
    throw error;
  }
  return [];
}

describe('loading', () => {
  test('makes three private files once and reads the same keys again', () => {
    const load = () => loadKeys({ environment: none, folder, requireEnvironment: false });
    const first = load();
    expect(readdirSync(join(folder, 'keys')).sort()).toEqual(['fingerprint.key', 'record.key', 'values.key']);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'keys', 'values.key')).mode & 0o777).toBe(0o600);
    const second = load();
    expect(second.record.publicKey).toBe(first.record.publicKey);
    expect(second.values.open(first.values.seal('v', 'c1'), 'c1')).toBe('v');
    expect(second.fingerprint.of('k', 'v')).toBe(first.fingerprint.of('k', 'v'));
  });

  test('prefers the environment and then makes no file', () => {
    const environment = { recordKey: fresh(), valuesKey: fresh(), fingerprintKey: fresh() };
    const keys = loadKeys({ environment, folder, requireEnvironment: true });
    expect(keys.record.publicKey).toBe(recordKey(Buffer.from(environment.recordKey, 'base64')).publicKey);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('names every variable that a shared database needs, and how to make a key', () => {
    const faults = faultsOf(() => loadKeys({ environment: none, folder, requireEnvironment: true }));
    expect(faults).toHaveLength(3);
    expect(faults.join()).toMatch(/STAUNCH_RECORD_KEY.*STAUNCH_VALUES_KEY.*STAUNCH_FINGERPRINT_KEY/s);
    expect(faults[0]).toContain('openssl rand -base64 32');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['not base64', 'this is no key!'],
    ['16 bytes', randomBytes(16).toString('base64')],
    ['empty', ''],
  ])('refuses a malformed key without showing it (%s)', (_what, bad) => {
    const environment = { recordKey: bad, valuesKey: fresh(), fingerprintKey: fresh() };
    const faults = faultsOf(() => loadKeys({ environment, folder, requireEnvironment: true }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('STAUNCH_RECORD_KEY');
    if (bad !== '') expect(faults[0]).not.toContain(bad);
  });

  test('refuses one key for two purposes', () => {
    const key = fresh();
    const environment = { recordKey: key, valuesKey: key, fingerprintKey: fresh() };
    expect(faultsOf(() => loadKeys({ environment, folder, requireEnvironment: true }))[0]).toContain('same');
  });

  test('refuses a key file that others may read, and says what to run', () => {
    const load = () => loadKeys({ environment: none, folder, requireEnvironment: false });
    load();
    const path = join(folder, 'keys', 'values.key');
    chmodSync(path, 0o640);
    expect(faultsOf(load)).toEqual([
      `The key ${path} is open to other accounts (0640, should be 0600). Run: chmod 600 '${path}'`,
    ]);
  });

  test('never replaces a damaged key', () => {
    const load = () => loadKeys({ environment: none, folder, requireEnvironment: false });
    load();
    const path = join(folder, 'keys', 'record.key');
    writeFileSync(path, '');
    expect(faultsOf(load)[0]).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});

describe('the record key', () => {
  // RFC 8032, section 7.1, test 2.
  const seed = Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex');
  const key = recordKey(seed);

  test('is Ed25519 as RFC 8032 has it', () => {
    expect(Buffer.from(key.publicKey, 'base64').toString('hex')).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    expect(Buffer.from(key.sign(Uint8Array.of(0x72)), 'base64').toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  test('signs what its public half verifies, and nothing else', () => {
    const signature = key.sign('the head');
    expect(verify(null, Buffer.from('the head'), key.publicPem, Buffer.from(signature, 'base64'))).toBe(true);
    expect(verifyRecord(key.publicKey, 'the head', signature)).toBe(true);
    expect(verifyRecord(key.publicKey, 'the heaD', signature)).toBe(false);
    expect(verifyRecord('nonsense', 'the head', signature)).toBe(false);
  });

  test('the public half is read back from its PEM block, and nothing else is taken for one', () => {
    const key = recordKey(Buffer.alloc(32, 5));
    expect(publicKeyOfPem(key.publicPem)).toBe(key.publicKey);
    const { privateKey } = generateKeyPairSync('ed25519');
    const { publicKey: other } = generateKeyPairSync('x25519');
    const not = [
      privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      other.export({ format: 'pem', type: 'spki' }).toString(),
      key.publicPem.slice(0, 60),
      key.publicKey,
      '',
    ];
    expect(not.map(publicKeyOfPem)).toEqual(not.map(() => null));
  });
});

describe('the values key', () => {
  const key = valuesKey(randomBytes(32));

  test('opens what it sealed, whatever the value, only where it belongs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, bound) => {
        const sealed = key.seal(value, bound);
        expect(key.open(sealed, bound)).toBe(value);
        expect(() => key.open(sealed, `${bound}x`)).toThrow(SealError);
      }),
    );
  });

  test('refuses a changed byte, a cut text and another key, without showing the value', () => {
    const sealed = key.seal('correct horse', 'c1');
    const bytes = Buffer.from(sealed, 'base64');
    bytes[14] = (bytes[14] ?? 0) ^ 1;
    for (const bad of [bytes.toString('base64'), sealed.slice(0, 12), '']) {
      expect(() => key.open(bad, 'c1')).toThrow(SealError);
    }
    expect(() => valuesKey(randomBytes(32)).open(sealed, 'c1')).toThrow(SealError);
  });

  test('never seals alike, and refuses half a character', () => {
    expect(key.seal('v', 'c1')).not.toBe(key.seal('v', 'c1'));
    expect(() => key.seal('a\ud800', 'c1')).toThrow(SealError);
  });
});

test('a fingerprint tells kinds and values apart and is stable', () => {
  const key = fingerprintKey(Buffer.alloc(32, 7));
  expect(key.of('a', 'bc')).toBe(key.of('a', 'bc'));
  expect(key.of('a', 'bc')).toMatch(/^[0-9a-f]{64}$/);
  expect(key.of('a', 'bc')).not.toBe(key.of('ab', 'c'));
  expect(fingerprintKey(Buffer.alloc(32, 8)).of('a', 'bc')).not.toBe(key.of('a', 'bc'));
});
