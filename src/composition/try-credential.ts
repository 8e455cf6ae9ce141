import type { Environment } from '../platform/config/environment.ts';
import type { Trial } from '../surfaces/cli/render/trial.ts';
import type { Place, TrialWish } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';

/** Looks one credential up and tries it: reads only. */
export function tryCredential(wish: TrialWish, _place: Place, _environment: Environment): Promise<Trial> {
  throw new TerminalError('usage', `${wish.subject}: nothing can be tried yet.`);
}
