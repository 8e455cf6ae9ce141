/** Where this call finds its configuration, its data and its people. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import {
  type PostgresTarget,
  type PostgresTargetEntry,
  postgresTarget,
  postgresTargetSchema,
} from '../capabilities/clients/postgres/target.ts';
import type { Service } from '../capabilities/credentials/catalogue/schema.ts';
import { type ServiceTargetEntry, targetSchemaOf } from '../capabilities/credentials/catalogue/target.ts';
import { locatorSchema } from '../capabilities/credentials/postgres-password/schema.ts';
import { usualStrikesPerHour } from '../incident/budget.ts';
import { type Config, catalogueFolderOf, loadConfig } from '../platform/config/config.ts';
import { findConfigFile } from '../platform/config/config-file.ts';
import type { Environment } from '../platform/config/environment.ts';
import type { KindMode } from '../platform/config/kind-modes.ts';
import type { ListenConfig } from '../platform/config/listen.ts';
import { chooseMode } from '../platform/config/mode.ts';
import type { SlackConfig } from '../platform/config/slack.ts';
import { PlaybookError } from '../playbook/fault.ts';
import { practicePeople } from '../practice/people.ts';
import type { Place } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';
import { builtInNames, readCatalogue } from './catalogue.ts';

export type HousePerson = {
  id: string;
  name: string;
  timezone: string;
  groups: string[];
  ssh: string | null;
  slack: { user: string; team: string } | null;
  login: string | null;
};

export type Settings = {
  mode: 'practice' | 'configured';
  /** Absolute. */
  folder: string;
  databaseUrl: string | null;
  people: HousePerson[];
  targets: Map<string, PostgresTarget>;
  services: readonly ServiceAt[];
  protected: Record<string, string>[];
  /** By kind; one that is not named asks. */
  modes: ReadonlyMap<string, KindMode>;
  /** How many strikes all bots together may begin within an hour. */
  strikesPerHour: number;
  holdMs: number;
  /** Absolute. Where the head of each record is kept outside the database. */
  witnessFile: string;
  leakPlaybook(): { name: string; text: string };
  /** Values that must never be shown: known to the redactor from the start. */
  secrets: string[];
  /** The value of an environment variable that the configuration names. */
  secret(name: string): string;
  /** How Slack is reached; null: it is not used. */
  slack: SlackConfig | null;
  /** Where the bot itself listens. */
  listen: ListenConfig;
};

/** A service, and its targets by name as they were configured: those of staunch.yml, else the one that its own address makes. */
export type ServiceAt = { service: Service; targets: ReadonlyMap<string, ServiceTargetEntry> };

type TargetEntry = PostgresTargetEntry | ServiceTargetEntry;
type ConfigHere = Config<Record<string, z.ZodType<TargetEntry>>>;

const defaultFolder = 'staunch-data';
const usualWitness = 'witness.ndjson';
const practiceHoldMs = 30 * 60_000;
export const builtInPlaybook = resolve(import.meta.dirname, '../../playbooks/leak.yml');

/** The configuration as this version understands it, with the services that it knows. Throws ConfigError. */
export function readConfig(file: string, environment: Environment): { config: ConfigHere; services: readonly Service[] } {
  const services = readCatalogue(catalogueFolderOf(file));
  const config = loadConfig<Record<string, z.ZodType<TargetEntry>>>({
    file,
    environment,
    targetSchemas: {
      [builtInNames.service]: postgresTargetSchema,
      ...Object.fromEntries(services.map((service) => [service.service, targetSchemaOf(service)])),
    },
    locatorKeys: [...new Set([...Object.keys(locatorSchema.shape), ...services.flatMap(locatorKeysOf)])],
    kinds: [builtInNames.kind, ...services.flatMap(({ kinds }) => Object.keys(kinds))],
    implied: services.filter(({ url }) => url !== undefined).map(({ service }) => service),
  });
  return { config, services };
}

const locatorKeysOf = ({ kinds }: Service) => Object.values(kinds).flatMap(({ locator }) => Object.keys(locator));

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
  const { config, services } = readConfig(configFile.path, environment);
  const folder = resolve(place.data ?? environment.dataFolder ?? config.data ?? defaultFolder);
  const witnessFile = config.witnessFile ?? join(folder, usualWitness);
  return { ...configured(config, services), folder, witnessFile, databaseUrl, secrets: secretsOf(config, environment) };
}

function configured(config: ConfigHere, services: readonly Service[]) {
  const targets = Object.entries(config.targets).flatMap(([name, entry]) =>
    isPostgres(entry) ? [postgresTarget(name, entry, config.secret)] : [],
  );
  return {
    mode: 'configured',
    people: config.people,
    targets: new Map(targets.map((target) => [target.name, target])),
    services: services.map((service) => ({ service, targets: targetsOf(service, config.targets) })),
    secret: config.secret,
    protected: config.protected,
    modes: config.modes,
    strikesPerHour: config.strikesPerHour,
    holdMs: config.holdMs,
    leakPlaybook: playbookFile(config.playbooks.leak ?? builtInPlaybook),
    slack: config.slack,
    listen: config.listen,
  } as const;
}

const isPostgres = (entry: TargetEntry): entry is PostgresTargetEntry => entry.kind === builtInNames.service;

/** Those of the file; where it has none, the service's own address is one, unless something else has its name. */
function targetsOf(service: Service, entries: ConfigHere['targets']): ServiceAt['targets'] {
  const own = Object.entries(entries).filter((pair): pair is [string, ServiceTargetEntry] => pair[1].kind === service.service);
  if (own.length > 0 || service.url === undefined || Object.hasOwn(entries, service.service)) return new Map(own);
  return new Map([[service.service, targetSchemaOf(service).parse({ kind: service.service })]]);
}

export function practiceSettings(folder: string): Settings {
  return {
    mode: 'practice',
    folder,
    databaseUrl: null,
    people: practicePeople.map(({ id, name, timeZone, groups, slack }) => ({
      id,
      name,
      timezone: timeZone,
      groups,
      ssh: null,
      slack,
      login: null,
    })),
    targets: new Map(),
    // They are known, but nothing outside is called in practice: there is no target of any.
    services: readCatalogue(null).map((service) => ({ service, targets: new Map() })),
    secret(name) {
      throw new Error(`Practice has no secrets: ${name} is not read.`);
    },
    protected: [],
    modes: new Map(),
    strikesPerHour: usualStrikesPerHour,
    holdMs: practiceHoldMs,
    witnessFile: join(folder, usualWitness),
    leakPlaybook: playbookFile(builtInPlaybook),
    secrets: [],
    slack: null,
    listen: { host: '127.0.0.1', port: 0, url: null },
  };
}

/** Read anew for each incident: an edited playbook drives the next one, never an open one. */
function playbookFile(path: string): Settings['leakPlaybook'] {
  return () => {
    try {
      return { name: path, text: readFileSync(path, 'utf8') };
    } catch (error) {
      const what = `The file cannot be read: ${(error as Error).message}.`;
      throw new PlaybookError(path, [{ line: 1, column: 1, what, fix: 'Put it back, or name another under `playbooks:`.' }]);
    }
  };
}

function secretsOf(config: Pick<Config, 'secretNames' | 'secret'>, environment: Environment): string[] {
  const keys = [environment.recordKey, environment.valuesKey, environment.fingerprintKey];
  const password = environment.databaseUrl === null ? '' : decodeURIComponent(new URL(environment.databaseUrl).password);
  const all = [...config.secretNames.map(config.secret), ...keys, password];
  return all.filter((secret): secret is string => secret !== null && secret !== '');
}
