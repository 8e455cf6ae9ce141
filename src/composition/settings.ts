/** Where this call finds its configuration, its data and its people. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type PostgresTarget, postgresTarget, postgresTargetSchema } from '../capabilities/clients/postgres/target.ts';
import { locatorSchema } from '../capabilities/credentials/postgres-password/schema.ts';
import { type Config, loadConfig } from '../platform/config/config.ts';
import { findConfigFile } from '../platform/config/config-file.ts';
import type { Environment } from '../platform/config/environment.ts';
import { chooseMode } from '../platform/config/mode.ts';
import { practicePeople } from '../practice/people.ts';
import type { Place } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';

export type HousePerson = {
  id: string;
  name: string;
  timezone: string;
  groups: string[];
  ssh: string | null;
  login: string | null;
};

export type Settings = {
  mode: 'practice' | 'configured';
  /** Absolute. */
  folder: string;
  databaseUrl: string | null;
  people: HousePerson[];
  targets: Map<string, PostgresTarget>;
  protected: Record<string, string>[];
  holdMs: number;
  /** Absolute. Where the head of each record is kept outside the database. */
  witnessFile: string;
  leakPlaybook(): { name: string; text: string };
  /** Values that must never be shown: known to the redactor from the start. */
  secrets: string[];
};

const defaultFolder = 'staunch-data';
const usualWitness = 'witness.ndjson';
const practiceHoldMs = 30 * 60_000;
export const builtInPlaybook = resolve(import.meta.dirname, '../../playbooks/leak.yml');

/** The configuration as this version understands it. Throws ConfigError. */
export const readConfig = (file: string, environment: Environment) =>
  loadConfig({
    file,
    environment,
    targetSchemas: { postgres: postgresTargetSchema },
    locatorKeys: Object.keys(locatorSchema.shape),
  });

/** The configuration file this call means, whether or not it is there. */
export const configFileOf = (place: Place, environment: Environment) =>
  findConfigFile(place.config, environment.configFile, process.cwd());

/** Throws TerminalError (usage) when there is nothing to start from, ConfigError for a faulty file. */
export function readSettings(place: Place, environment: Environment, practiceFlag: boolean): Settings {
  const configFile = configFileOf(place, environment);
  const databaseUrl = environment.databaseUrl;
  const { production } = environment;
  const chosen = chooseMode({ practiceFlag, configFile, databaseUrl: databaseUrl !== null, production });
  if (chosen.mode === 'refused') throw new TerminalError('usage', chosen.message);
  if (chosen.mode === 'practice') return practiceSettings(resolve(place.data ?? environment.dataFolder ?? defaultFolder));
  const config = readConfig(configFile.path, environment);
  const folder = resolve(place.data ?? environment.dataFolder ?? config.data ?? defaultFolder);
  const witnessFile = config.witnessFile ?? join(folder, usualWitness);
  return { ...configured(config), folder, witnessFile, databaseUrl, secrets: secretsOf(config, environment) };
}

function configured(config: Config<{ postgres: typeof postgresTargetSchema }>) {
  const targets = Object.entries(config.targets).map(([name, entry]) => postgresTarget(name, entry, config.secret));
  return {
    mode: 'configured',
    people: config.people,
    targets: new Map(targets.map((target) => [target.name, target])),
    protected: config.protected,
    holdMs: config.holdMs,
    leakPlaybook: playbookFile(config.playbooks.leak ?? builtInPlaybook),
  } as const;
}

export function practiceSettings(folder: string): Settings {
  return {
    mode: 'practice',
    folder,
    databaseUrl: null,
    people: practicePeople.map(({ id, name, timeZone, groups }) => ({
      id,
      name,
      timezone: timeZone,
      groups,
      ssh: null,
      login: null,
    })),
    targets: new Map(),
    protected: [],
    holdMs: practiceHoldMs,
    witnessFile: join(folder, usualWitness),
    leakPlaybook: playbookFile(builtInPlaybook),
    secrets: [],
  };
}

/** Read anew for each incident: an edited playbook drives the next one, never an open one. */
function playbookFile(path: string): Settings['leakPlaybook'] {
  return () => ({ name: path, text: readFileSync(path, 'utf8') });
}

function secretsOf(config: Pick<Config, 'secretNames' | 'secret'>, environment: Environment): string[] {
  const keys = [environment.recordKey, environment.valuesKey, environment.fingerprintKey];
  const password = environment.databaseUrl === null ? '' : decodeURIComponent(new URL(environment.databaseUrl).password);
  const all = [...config.secretNames.map(config.secret), ...keys, password];
  return all.filter((secret): secret is string => secret !== null && secret !== '');
}
