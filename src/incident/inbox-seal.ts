/**
 * A row in the inbox is no click: whoever can write rows could say yes as anybody. So each wish is signed by the record key when it is
 * written down, and one without that signature is never carried out.
 */
import { z } from 'zod';
import { canonicalJson, type Json } from '../platform/canonical.ts';
import { verifyRecord } from '../platform/keys/record-key.ts';
import type { SigningKey } from './attestation.ts';
import type { KeptWish } from './rows/inbox-row.ts';

const sealed = z.strictObject({ wish: z.json(), signature: z.string() });

/** Key and time are signed along: the same words under another key would be said again. */
const textOf = (surface: string, { key, wish, at }: KeptWish) =>
  canonicalJson({ v: 1, inbox: surface, key, at: at.toISOString(), wish });

/** As it stands in a row. Throws on what JSON cannot hold. */
export function sealWish(record: SigningKey, surface: string, kept: KeptWish): KeptWish {
  const signature = record.sign(textOf(surface, kept));
  return { ...kept, wish: { wish: kept.wish, signature } };
}

/** What was sealed; null where no bot with this record key wrote the row, or somebody changed it. */
export function openWish(record: SigningKey, surface: string, row: KeptWish): KeptWish | null {
  const read = sealed.safeParse(row.wish);
  if (!read.success) return null;
  const kept = { ...row, wish: read.data.wish as Json };
  return verifyRecord(record.publicKey, textOf(surface, kept), read.data.signature) ? kept : null;
}
