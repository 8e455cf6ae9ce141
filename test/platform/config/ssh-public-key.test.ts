import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkSshPublicKey } from '../../../src/platform/config/ssh-public-key.ts';
import { sshKeys, wire } from './fixtures.ts';

test('a public key is taken without its comment', () => {
  expect(checkSshPublicKey(`${sshKeys.ana} ana@laptop "quoted"`)).toEqual({ ok: true, key: sshKeys.ana });
});

test('an RSA key of 3072 bits is taken', () => {
  expect(checkSshPublicKey(`ssh-rsa ${wire(['ssh-rsa', 3, 384], 0xc1)}`).ok).toBe(true);
});

describe('refused, with the reason, and without a word of the key', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  test.each([
    ['a private key', pem, 'private key'],
    ['a certificate', `ssh-ed25519-cert-v01@openssh.com ${wire(['x', 8])}`, 'certificate'],
    ['DSA', `ssh-dss ${wire(['ssh-dss', 8])}`, 'DSA'],
    ['an unknown type', 'ssh-foo AAAA', 'begins with one of'],
    ['options before the key', `restrict ${sshKeys.ana}`, 'begins with one of'],
    ['no base64', 'ssh-ed25519 !!!', 'not base64'],
    ['a type alone', 'ssh-ed25519', 'not base64'],
    ['a key cut off', sshKeys.ana.slice(0, -8), 'cut off'],
    ['another type inside', `ssh-ed25519 ${wire(['ssh-rsa', 32])}`, 'another type'],
    ['31 bytes', `ssh-ed25519 ${wire(['ssh-ed25519', 31])}`, 'damaged'],
    ['RSA of 1024 bits', `ssh-rsa ${wire(['ssh-rsa', 3, 128], 0xc1)}`, '2048 bits'],
    ['two lines', `${sshKeys.ana}\n${sshKeys.bo}`, 'one line'],
    ['nothing', '', 'begins with one of'],
  ])('%s', (_name, line, reason) => {
    const checked = checkSshPublicKey(line);
    expect(checked.ok ? '' : checked.message).toContain(reason);
    const word = line.split(/\s+/).find((part) => part.length > 20);
    if (word !== undefined && !checked.ok) expect(checked.message).not.toContain(word);
  });
});
