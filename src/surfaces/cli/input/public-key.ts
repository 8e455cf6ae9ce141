import { readFile } from 'node:fs/promises';
import { publicKeyOfPem } from '../../../platform/keys/record-key.ts';
import { clean } from '../render/clean.ts';
import { TerminalError } from '../terminal-error.ts';

/** 32 bytes in base64. */
const rawKey = /^[A-Za-z0-9+/]{43}=$/;

/** The record key that `--key` means, in base64: the key itself, or a file with it (PEM, as the bot writes it, or base64). */
export async function readPublicKey(typed: string): Promise<string> {
  if (rawKey.test(typed)) return typed;
  const text = await readFile(typed, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw new TerminalError('missing', `There is no key file ${clean(typed)}.`, { cause });
    throw new TerminalError('usage', `The key file ${clean(typed)} cannot be read: ${cause.message}.`, { cause });
  });
  const key = rawKey.test(text.trim()) ? text.trim() : publicKeyOfPem(text);
  if (key !== null) return key;
  const expected = 'a PEM block "PUBLIC KEY" (the bot writes record-key.pub.pem), or its 32 bytes in base64';
  throw new TerminalError('usage', `${clean(typed)} holds no public record key. Expected: ${expected}.`);
}
