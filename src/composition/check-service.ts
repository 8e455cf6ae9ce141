import type { Environment } from '../platform/config/environment.ts';
import type { Finding } from '../surfaces/cli/render/findings.ts';
import type { KindEntry } from '../surfaces/cli/render/kinds.ts';
import type { Place } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';

/** The faults of one service file; without any, the kinds it offers. */
export function checkService(
  file: string,
  _place: Place,
  _environment: Environment,
): { findings: Finding[]; offers: KindEntry[] } {
  throw new TerminalError('usage', `${file}: service files are not read yet.`);
}
