/** How far the bot goes with each kind, by `modes:` in staunch.yml. */
import type { PlacedCredential } from '../incident/declare.ts';
import { type KindMode, usualMode } from '../platform/config/kind-modes.ts';
import type { Settings } from './settings.ts';

export const modeIn = ({ modes }: Pick<Settings, 'modes'>, kind: string): KindMode => modes.get(kind) ?? usualMode;

/** A credential joins with the mode that its kind has now. */
export function withMode<Fault extends { fault: string }>(
  placed: PlacedCredential | Fault,
  mode: KindMode,
): PlacedCredential | Fault {
  return 'fault' in placed ? placed : { ...placed, mode };
}
