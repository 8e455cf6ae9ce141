/** Free text is screened where it enters: for known formats, and for the very secrets that incidents are about. */
import type { Db } from '../platform/db/db.ts';
import type { Command } from './command.ts';
import type { HeldValues } from './held-values.ts';
import { maskRecognised } from './recognise.ts';
import { knownFingerprints } from './rows/held-value-row.ts';

export type ScreenParts = {
  db: Pick<Db, 'query'>;
  values: Pick<HeldValues, 'fingerprint' | 'learn'>;
  /** Masks values that are held now. */
  redact(text: string): string;
  /** Masks what looks like a secret. */
  screen(text: string): Promise<{ text: string }>;
};

/** The command with every secret masked in what people typed freely. The handed-in value is not free text: it is sealed. */
export async function screened(parts: ScreenParts, command: Command): Promise<Command> {
  const free = freeText(command);
  if (free.length === 0) return command;
  await parts.values.learn(parts.db.query);
  const known = await knownFingerprints(parts.db.query);
  const payload: Record<string, unknown> = { ...command.payload };
  for (const [field, text] of free) {
    payload[field] = await masked(parts, text, known);
  }
  return { ...command, payload } as Command;
}

/** One text that people typed freely, every secret in it masked. */
export async function screenedText(parts: ScreenParts, text: string): Promise<string> {
  await parts.values.learn(parts.db.query);
  return masked(parts, text, await knownFingerprints(parts.db.query));
}

type Known = ReadonlyMap<string, ReadonlySet<string>>;

async function masked(parts: ScreenParts, text: string, known: Known): Promise<string> {
  return (await parts.screen(maskKnown(parts, parts.redact(text), known))).text;
}

function freeText(command: Command): [string, string][] {
  const fields = ['title', 'reason', 'text'];
  return Object.entries(command.payload).filter((entry): entry is [string, string] => {
    return fields.includes(entry[0]) && typeof entry[1] === 'string';
  });
}

/** A value that is held no longer is still recognised by its fingerprint. */
function maskKnown({ values }: ScreenParts, text: string, known: Known): string {
  if (known.size === 0) return text;
  return maskRecognised(text, (candidate) =>
    [...known].some(([kind, prints]) => prints.has(values.fingerprint(kind, candidate))),
  );
}
