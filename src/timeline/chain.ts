/**
 * The hash chain, pure: header text, digests and hashes as the database's CHECKs compute them.
 * hash = SHA-256(prev ‖ UTF-8(header)); the header is canonical JSON (RFC 8785), kept as the bytes that were hashed;
 * a body is bound by digest = SHA-256(salt ‖ UTF-8(body)), so it can be purged while the chain still verifies.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../platform/canonical.ts';
import type { EntryDraft } from './entry.ts';

/** The head before the first entry. */
export const noHead = Buffer.alloc(32);
export const saltBytes = 32;

/** The machine event that the entry fed to the playbook and the state it led to: what a replay must reproduce. */
export type Movement = { event: Json; state: Json };

export type Link = {
  seq: number;
  header: string;
  prev: Buffer;
  hash: Buffer;
  type: string;
  dedupe: string;
  body: { salt: Buffer; text: string } | null;
};

export type Position = { incident: string; seq: number; head: Buffer };

/** The next link of the chain behind `position`. `salt` is 32 random bytes, used only when there is a body. */
export function nextLink(
  position: Position,
  entry: { draft: EntryDraft; at: Date; actor: string; dedupe: string; movement: Movement | null },
  salt: Buffer,
): Link {
  const body = entry.draft.body === null ? null : { salt, text: canonicalJson(entry.draft.body) };
  const seq = position.seq + 1;
  const header = canonicalJson({
    v: 1,
    incident: position.incident,
    seq,
    at: entry.at.toISOString(),
    type: entry.draft.type,
    actor: entry.actor,
    dedupe: entry.dedupe,
    data: entry.draft.data,
    digest: body === null ? null : digestOf(body.salt, body.text),
    ...(entry.movement === null ? {} : { event: entry.movement.event, state: entry.movement.state }),
  });
  return {
    seq,
    header,
    prev: position.head,
    hash: hashOf(position.head, header),
    type: entry.draft.type,
    dedupe: entry.dedupe,
    body,
  };
}

/** SHA-256 over the previous hash and the header's bytes. */
export function hashOf(prev: Buffer, header: string): Buffer {
  return createHash('sha256').update(prev).update(header, 'utf8').digest();
}

/** Binds a body without giving a guess of it away: 64 hex digits. */
export function digestOf(salt: Buffer, body: string): string {
  return createHash('sha256').update(salt).update(body, 'utf8').digest('hex');
}
