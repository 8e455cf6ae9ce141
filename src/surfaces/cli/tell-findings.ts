import { clean } from './render/clean.ts';
import { type Finding, renderFinding } from './render/findings.ts';
import { exitCodes } from './terminal-error.ts';
import { answer, pageOf, type Turn, tell } from './turn.ts';

/** One finding a line; 2 when one of them is an error, else 0. */
export function tellFindings(turn: Turn, file: string, findings: Finding[]): number {
  for (const finding of findings) answer(turn, finding, () => renderFinding(finding, pageOf(turn)));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return exitCodes.usage;
  tell(turn, findings.length === 0 ? `${clean(file)}: no faults.` : `${clean(file)}: can be used.`);
  return exitCodes.yes;
}
