import { readWitnessLine } from '../witness.ts';

/** The lines of a witness file that speak of one incident. One that was torn by a crash says nothing. */
export function linesAbout(incident: string, file: string): string[] {
  return file.split('\n').filter((line) => readWitnessLine(line)?.statement.incident === incident);
}
