import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publicKeyFile, writeBundleFile, writePublicKey } from '../../src/composition/evidence-files.ts';
import { witnessedIn } from '../../src/composition/witnessed.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { witnessLine } from '../../src/timeline/witness.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staunch-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;
const key = recordKey(Buffer.alloc(32, 1));

test('the public key is for everybody to read, whatever mask the bot runs under, and follows the key', async () => {
  const before = process.umask(0o077);
  try {
    await writePublicKey(folder, key.publicPem);
  } finally {
    process.umask(before);
  }
  const path = publicKeyFile(folder);
  expect(readFileSync(path, 'utf8')).toBe(key.publicPem);
  expect(modeOf(path)).toBe(0o644);
  const { publicPem } = recordKey(Buffer.alloc(32, 2));
  await writePublicKey(folder, publicPem);
  expect(readFileSync(path, 'utf8')).toBe(publicPem);
});

test('a public key that is there is not written again', async () => {
  await writePublicKey(folder, key.publicPem);
  const { ino } = statSync(publicKeyFile(folder));
  await writePublicKey(folder, key.publicPem);
  expect(statSync(publicKeyFile(folder)).ino).toBe(ino);
});

test('a bundle is for its owner alone, and the newest takes the place of the one before', async () => {
  await writeBundleFile(folder, 7, 'old\n');
  const path = await writeBundleFile(folder, 7, 'new\n');
  expect(path).toBe(join(folder, 'bundles', 'INC-7.ndjson'));
  expect(readFileSync(path, 'utf8')).toBe('new\n');
  expect([modeOf(join(folder, 'bundles')), modeOf(path)]).toEqual([0o700, 0o600]);
  expect(readdirSync(join(folder, 'bundles'))).toEqual(['INC-7.ndjson']);
});

test('a bundle is not written where others may look', async () => {
  await writeBundleFile(folder, 7, 'x\n');
  chmodSync(join(folder, 'bundles'), 0o755);
  await expect(writeBundleFile(folder, 7, 'y\n')).rejects.toThrow('chmod 700');
});

describe('of a witness file', () => {
  const said = (incident: string, signer = key) =>
    witnessLine(
      {
        v: 1,
        at: '2026-11-24T00:00:00.000Z',
        incident,
        number: 1,
        seq: 3,
        head: '1'.repeat(64),
        register: '2'.repeat(64),
      },
      signer.sign,
    );
  const witness = (...lines: string[]) => {
    const path = join(folder, 'witness.ndjson');
    writeFileSync(path, lines.join(''));
    return path;
  };

  test('the lines of one incident are taken, and a torn one is not', async () => {
    const path = witness(said('a'), said('b'), said('a').slice(0, 50));
    expect(await witnessedIn(path, 'a', key.publicKey)).toEqual([said('a').trimEnd()]);
    expect(await witnessedIn(join(folder, 'none'), 'a', key.publicKey)).toEqual([]);
  });

  test('what the record key did not sign is left, wherever it stands: junk in the file spoils no bundle', async () => {
    const forged = said('a').replace('"seq":3', '"seq":4');
    const spaced = said('a').replace('{', '{ ');
    const path = witness(
      '\0\n',
      forged,
      spaced,
      said('a', recordKey(Buffer.alloc(32, 2))),
      `"a"\n${said('a')}`,
      `${'['.repeat(9_999)}a\n`,
    );
    expect(await witnessedIn(path, 'a', key.publicKey)).toEqual([said('a').trimEnd()]);
  });
});
