/**
 * A line of the witness file: how far an incident's record had come, signed by the bot and kept outside the database.
 * Whoever later shortens or rewrites the record cannot rewrite what the file already says. Pure.
 */
import { z } from 'zod';
import { canonicalJson } from '../platform/canonical.ts';

const digits64 = z.string().regex(/^[0-9a-f]{64}$/);

const statement = z.strictObject({
  v: z.literal(1),
  /** When it was written, ISO 8601, UTC. */
  at: z.string(),
  incident: z.string(),
  number: z.int().positive(),
  /** The last entry then, and its hash. */
  seq: z.int().positive(),
  head: digits64,
  /** Hash of this incident's row in the register. */
  register: digits64,
});

export type WitnessStatement = z.infer<typeof statement>;

/** The exact text that the record key signs: canonical JSON (RFC 8785), without a line end. */
export const witnessText = (said: WitnessStatement): string => canonicalJson(said);

/** One line with its line end. `sign`: Ed25519 by the record key over UTF-8 text, in base64. */
export function witnessLine(said: WitnessStatement, sign: (text: string) => string): string {
  return `${canonicalJson({ ...said, signature: sign(witnessText(said)) })}\n`;
}

/** What a line says and its signature, which nobody has checked yet; null when it is no line of a witness file. */
export function readWitnessLine(line: string): { statement: WitnessStatement; signature: string } | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const read = statement.extend({ signature: z.string() }).safeParse(value);
  if (!read.success) return null;
  const { signature, ...said } = read.data;
  return { statement: said, signature };
}
