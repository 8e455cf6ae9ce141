import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import { envSecretsIn } from './env-secret.ts';
import type { Environment } from './environment.ts';
import { ConfigError, type ConfigFault } from './fault.ts';
import type { KindMode } from './kind-modes.ts';
import { type ListenConfig, listenOf } from './listen.ts';
import {
  catalogueFaults,
  modeFaults,
  playbookFaults,
  protectedFaults,
  samePersonFaults,
  secretFaults,
} from './reference-faults.ts';
import { type ConfigInFile, fileSchema } from './schema.ts';
import { faultAt, shapeFaults, snippet, valueAt } from './shape-faults.ts';
import { type SlackConfig, slackOf } from './slack.ts';
import { slackFaults, slacklessPeople } from './slack-faults.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

/** One of `people`. `ssh` is "type base64" without a comment; `login` the account at this terminal; `timezone` an IANA name. */
export type Person = {
  id: string;
  name: string;
  timezone: string;
  groups: string[];
  ssh: string | null;
  slack: { user: string; team: string } | null;
  login: string | null;
};

/** A schema for each `kind:` of target, each parsing the whole entry with its `kind`. */
export type TargetSchemas = Readonly<Record<string, z.ZodType>>;

/** staunch.yml, checked. Paths are absolute. */
export type Config<Schemas extends TargetSchemas = TargetSchemas> = {
  file: string;
  people: Person[];
  /** By name; each as its kind's schema made it. Secrets in them are `{ env: NAME }` still. */
  targets: Record<string, z.output<Schemas[keyof Schemas]>>;
  /** Locators that may never be touched. */
  protected: Record<string, string>[];
  /** How far the bot goes, by kind of credential; a kind that is not named asks. */
  modes: ReadonlyMap<string, KindMode>;
  /** How many strikes all bots together may begin within an hour. */
  strikesPerHour: number;
  /** How long a leaked value is held at most, in milliseconds. */
  holdMs: number;
  /** Paths by name; `leak` is always there. */
  playbooks: Record<string, string>;
  /** Those whose file is not there. Nothing new begins by them; what is open goes on by what it pinned, so it is no fault of all. */
  missingPlaybooks: ConfigFault[];
  /** What may be meant so, and is told once: people whom Slack would not know. */
  warnings: ConfigFault[];
  /** The folder of a team's own service files, if the file names one. */
  catalogue: string | null;
  /** The data folder, if the file names one. */
  data: string | null;
  /** The file that the head of each record goes to, if the file names one. */
  witnessFile: string | null;
  /** How Slack is reached; null: it is not used. */
  slack: SlackConfig | null;
  /** Where the bot itself listens. */
  listen: ListenConfig;
  /** The environment variables that hold secrets: what a redactor must know. */
  secretNames: string[];
  /** The value of one of them; throws for any other name. */
  secret(name: string): string;
};

/** A configuration is written by hand: more is a mistake. In bytes. */
const maxFileBytes = 1_048_576;
const builtInPlaybooks = { leak: resolve(import.meta.dirname, '../../../playbooks/leak.yml') };

/**
 * Reads, checks and types the configuration. `text` stands for the file's content, where it is already at hand.
 * Throws ConfigError with every fault: place, key, what is wrong, and the fix; never with a value.
 */
export function loadConfig<Schemas extends TargetSchemas>(options: {
  file: string;
  text?: string;
  environment: Pick<Environment, 'secret'>;
  targetSchemas: Schemas;
  /** The keys that a locator of any kind may have: what `protected:` may name. */
  locatorKeys: readonly string[];
  /** Kinds of which a target is there without standing in the file, named like its kind, unless the file has one of that kind. */
  implied?: readonly string[];
  /** The kinds of credentials that there are: what `modes:` may name. Absent: not looked at. */
  kinds?: readonly string[];
}): Config<Schemas> {
  const file = resolve(options.file);
  const parsed = parseYaml(options.text ?? readText(file));
  if ('faults' in parsed) throw new ConfigError(file, parsed.faults);
  const { source } = parsed;
  const shape = fileSchema.safeParse(source.value);
  const targets = checkedTargets(source, options.targetSchemas);
  const faults = [
    ...(shape.success ? [] : shapeFaults(source, fileSchema, shape.error.issues)),
    ...targets.faults,
    ...secretFaults(source, targets.checked, options.environment),
    ...secretFaults(source, shape.data?.slack, options.environment, ['slack']),
  ];
  if (!shape.success) throw new ConfigError(file, faults);
  const playbooks = absolutePaths(file, shape.data.playbooks);
  faults.push(
    ...samePersonFaults(source, shape.data.people),
    ...protectedFaults(source, shape.data, options.locatorKeys, options.implied ?? []),
    ...(options.kinds === undefined ? [] : modeFaults(source, shape.data, options.kinds)),
    ...catalogueFaults(source, absolute(file, shape.data.catalogue)),
    ...slackFaults(source, shape.data.slack),
  );
  if (faults.length > 0) throw new ConfigError(file, faults);
  return {
    ...grouped(file, shape.data),
    playbooks: { ...builtInPlaybooks, ...playbooks },
    missingPlaybooks: playbookFaults(source, playbooks),
    warnings: slacklessPeople(source, shape.data),
    // Each value was made by one of these schemas.
    targets: targets.checked as Config<Schemas>['targets'],
    ...secretsOf([targets.checked, shape.data.slack], options.environment),
  };
}

function grouped(
  file: string,
  data: ConfigInFile,
): Pick<
  Config,
  | 'file'
  | 'people'
  | 'protected'
  | 'modes'
  | 'strikesPerHour'
  | 'holdMs'
  | 'catalogue'
  | 'data'
  | 'witnessFile'
  | 'slack'
  | 'listen'
> {
  const people = Object.entries(data.people).map(([id, { name, timezone, groups, ssh, slack, login }]) => ({
    id,
    name: name ?? id,
    timezone,
    groups: [...new Set(groups)],
    ssh: ssh ?? null,
    slack: slack ?? null,
    login: login ?? null,
  }));
  const witnessFile = data.witness?.file ?? null;
  const [folder, catalogue] = [absolute(file, data.data), absolute(file, data.catalogue)];
  const modes = new Map(Object.entries(data.modes));
  const strikesPerHour = data.budget['strikes-per-hour'];
  return {
    file,
    people,
    protected: data.protected,
    modes,
    strikesPerHour,
    holdMs: data.hold,
    catalogue,
    data: folder,
    witnessFile,
    slack: slackOf(data.slack),
    listen: listenOf(data.listen),
  };
}

const absolute = (file: string, path: string | undefined) => (path === undefined ? null : resolve(dirname(file), path));

/**
 * The folder of service files that the configuration names, absolute; null for none. The rest is not looked at: the kinds that
 * those files bring must be known before the configuration can be checked, and `loadConfig` says what is wrong with it.
 */
export function catalogueFolderOf(file: string): string | null {
  const parsed = parseYaml(readText(resolve(file)));
  const folder = 'source' in parsed ? valueAt(parsed.source.value, ['catalogue']) : undefined;
  return typeof folder === 'string' && folder !== '' ? absolute(resolve(file), folder) : null;
}

function absolutePaths(file: string, paths: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, resolve(dirname(file), path)]));
}

function checkedTargets(
  source: YamlSource,
  schemas: TargetSchemas,
): { checked: Record<string, unknown>; faults: ConfigFault[] } {
  const entries = valueAt(source.value, ['targets']);
  const faults: ConfigFault[] = [];
  const checked: Record<string, unknown> = {};
  // What is no map, or has no text as its kind, the file's own schema has already refused.
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return { checked, faults };
  for (const [name, entry] of Object.entries(entries)) {
    const kind = valueAt(entry, ['kind']);
    if (typeof kind !== 'string') continue;
    const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
    if (schema === undefined) {
      faults.push(unknownKind(source, name, kind, Object.keys(schemas)));
      continue;
    }
    const result = schema.safeParse(entry);
    if (result.success) checked[name] = result.data;
    else faults.push(...shapeFaults(source, schema, result.error.issues, ['targets', name]));
  }
  return { checked, faults };
}

function unknownKind(source: YamlSource, name: string, kind: string, known: string[]): ConfigFault {
  const path = ['targets', name, 'kind'];
  const what = `is no kind of target. There are: ${known.join(', ')}`;
  return faultAt(source, path, what, snippet(path, didYouMean(kind, known) ?? known[0] ?? '…'));
}

function secretsOf(named: unknown, environment: Pick<Environment, 'secret'>): Pick<Config, 'secretNames' | 'secret'> {
  const secretNames = [...new Set(envSecretsIn(named).map(({ name }) => name))];
  return {
    secretNames,
    secret(name) {
      const value = secretNames.includes(name) ? environment.secret(name) : null;
      if (value === null) throw new Error(`${name} is not an environment variable that staunch.yml names as a secret.`);
      return value;
    },
  };
}

function readText(file: string): string {
  const refused = (what: string, cause?: unknown) => {
    const fix = '# copy staunch.example.yml and edit it';
    return Object.assign(new ConfigError(file, [{ line: 1, column: 1, key: '', what, fix }]), { cause });
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw refused(
      `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`,
      error,
    );
  }
  if (bytes.length > maxFileBytes) throw refused(`has more than ${maxFileBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('is not UTF-8 text');
  }
}
