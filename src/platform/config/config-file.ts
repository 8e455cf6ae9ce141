import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** `named`: somebody asked for this very file, so that its absence is an error. */
export type ConfigFile = { path: string; exists: boolean; named: boolean };

/** The configuration file: what `--config` names, else STAUNCH_CONFIG, else staunch.yml in `folder`. */
export function findConfigFile(flag: string | null, variable: string | null, folder: string): ConfigFile {
  const path = resolve(folder, flag ?? variable ?? 'staunch.yml');
  return { path, exists: existsSync(path), named: (flag ?? variable) !== null };
}
