/** Which lines of a witness file say anything: those in their one form, with a valid signature by the record key. */
import { readWitnessLine, type WitnessStatement, witnessText } from '../witness.ts';
import { canonicalOf, jsonOf } from './parse.ts';
import { isSignedBy } from './record-signature.ts';

/** What a line says; null when it is no line of a witness file, or not signed by `key` (32 bytes in base64). */
export function signedStatement(line: string, key: string): WitnessStatement | null {
  const read = readWitnessLine(line);
  if (read === null || canonicalOf(jsonOf(line)) !== line) return null;
  return isSignedBy(key, witnessText(read.statement), read.signature) ? read.statement : null;
}

/** The lines about one incident that `key` signed. One that was torn by a crash, or that somebody else wrote, says nothing. */
export function linesAbout(incident: string, file: string, key: string): string[] {
  // Most lines are about other incidents, and a signature takes its time.
  return file.split('\n').filter((line) => line.includes(incident) && signedStatement(line, key)?.incident === incident);
}
