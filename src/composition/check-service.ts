/** `credentials check`: the faults of one service file; without any, the kinds it offers. */
import { existsSync } from 'node:fs';
import type { Environment } from '../platform/config/environment.ts';
import { ConfigError } from '../platform/config/fault.ts';
import type { Finding } from '../surfaces/cli/render/findings.ts';
import type { KindEntry } from '../surfaces/cli/render/kinds.ts';
import type { Place } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';
import { readCatalogue, readOneMore } from './catalogue.ts';
import { asFindings } from './checks.ts';
import { listed } from './list-kinds.ts';
import { configFileOf, practiceSettings, readSettings, type Settings } from './settings.ts';

/** A configuration that cannot be used keeps nobody from checking a file: then it is looked at without it. */
export function checkService(
  file: string,
  place: Place,
  environment: Environment,
): { findings: Finding[]; offers: KindEntry[] } {
  if (!existsSync(file)) throw new TerminalError('missing', `There is no file ${file}.`);
  try {
    const settings = settingsOrNone(place, environment);
    const { service, services } = readOneMore(settings?.services.map((one) => one.service) ?? readCatalogue(null), file);
    const base = settings ?? practiceSettings('.');
    const known = new Map(base.services.map((one) => [one.service.service, one.targets]));
    const withIt = services.map((one) => ({ service: one, targets: known.get(one.service) ?? new Map() }));
    const kinds = new Set(Object.keys(service.kinds));
    return { findings: [], offers: listed({ ...base, services: withIt }).filter(({ kind }) => kinds.has(kind)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { findings: asFindings(error, file), offers: [] };
  }
}

function settingsOrNone(place: Place, environment: Environment): Settings | null {
  if (!configFileOf(place, environment).exists) return null;
  try {
    return readSettings(place, environment, false);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
