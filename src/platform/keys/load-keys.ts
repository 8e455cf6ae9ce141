import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFolder, openToOthers } from '../folder.ts';
import { type FingerprintKey, fingerprintKey } from './fingerprint-key.ts';
import { type RecordKey, recordKey } from './record-key.ts';
import { type ValuesKey, valuesKey } from './values-key.ts';

/** The three keys: record signs, values encrypts what is held, fingerprint recognises. */
export type Keys = { record: RecordKey; values: ValuesKey; fingerprint: FingerprintKey };

/** The keys as the environment gives them: base64 of 32 bytes each, or null. */
export type KeyEnvironment = { recordKey: string | null; valuesKey: string | null; fingerprintKey: string | null };

/** A key is missing, malformed or open to others. Lists every fault; never shows a key. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

const keyBytes = 32;
const makeOne = 'Make one with: openssl rand -base64 32';
const names = [
  { key: 'recordKey', variable: 'STAUNCH_RECORD_KEY', file: 'record.key' },
  { key: 'valuesKey', variable: 'STAUNCH_VALUES_KEY', file: 'values.key' },
  { key: 'fingerprintKey', variable: 'STAUNCH_FINGERPRINT_KEY', file: 'fingerprint.key' },
] as const;

type Source = { environment: KeyEnvironment; folder: string; requireEnvironment: boolean };

/**
 * Each key from its environment variable, else from `<folder>/keys/`, where a missing one is made (0600).
 * `requireEnvironment`: several bots share one database and must share the keys, so nothing is made. Throws KeyError.
 */
export function loadKeys(source: Source): Keys {
  const loaded = names.map((name) => loadKey(name, source));
  const faults = loaded.filter((key): key is string => typeof key === 'string');
  const [record, values, fingerprint] = loaded.filter((key): key is Buffer => typeof key !== 'string');
  if (record === undefined || values === undefined || fingerprint === undefined) throw new KeyError(faults);
  if (record.equals(values) || record.equals(fingerprint) || values.equals(fingerprint)) {
    throw new KeyError([`Two of the three keys are the same: each needs its own, or one leak opens all. ${makeOne}`]);
  }
  return { record: recordKey(record), values: valuesKey(values), fingerprint: fingerprintKey(fingerprint) };
}

/** The key's bytes, or what is wrong. */
function loadKey({ key, variable, file }: (typeof names)[number], source: Source): Buffer | string {
  const given = source.environment[key];
  if (given !== null) return decoded(given, `The environment variable ${variable}`);
  if (source.requireEnvironment) {
    return `${variable} is not set. With DATABASE_URL the keys come from the environment, the same for every bot. ${makeOne}`;
  }
  const folder = join(source.folder, 'keys');
  ensurePrivateFolder(folder);
  const path = join(folder, file);
  makeUnlessThere(path);
  const open = openToOthers(statSync(path));
  if (open !== null) return `The key ${path} is open to other accounts (${open}, should be 0600). Run: chmod 600 '${path}'`;
  return decoded(readFileSync(path, 'utf8').trim(), `The key file ${path}`);
}

function decoded(text: string, what: string): Buffer | string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return `${what} is not base64. ${makeOne}`;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== keyBytes) return `${what} holds ${bytes.length} bytes, but a key has ${keyBytes}. ${makeOne}`;
  return bytes;
}

/** A whole key appears under its name in one instant, and never over another: of two processes, one makes it, both use it. */
function makeUnlessThere(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(keyBytes).toString('base64')}\n`);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
}
