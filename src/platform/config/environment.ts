/** The only file that reads the process's environment: raw text in, checked values out. */

/** Every variable that Staunch itself reads. Those that staunch.yml names as `{ env: NAME }` come beside them. */
export const environmentVariables = [
  'DATABASE_URL',
  'STAUNCH_CONFIG',
  'STAUNCH_DATA',
  'STAUNCH_RECORD_KEY',
  'STAUNCH_VALUES_KEY',
  'STAUNCH_FINGERPRINT_KEY',
  'STAUNCH_PERSON',
  'NODE_ENV',
] as const;

/** What the environment says. Null where a variable is not set. Holds secrets: never log it whole. */
export type Environment = {
  /** A PostgreSQL URL; without it the embedded database is used. */
  databaseUrl: string | null;
  configFile: string | null;
  dataFolder: string | null;
  /** Base64 of 32 bytes each; checked where the keys are loaded. */
  recordKey: string | null;
  valuesKey: string | null;
  fingerprintKey: string | null;
  /** Who sits at this terminal: an id of `people`. */
  person: string | null;
  /** NODE_ENV=production: never practice. */
  production: boolean;
  /** The value of a variable that staunch.yml names; null when it is not set or empty. */
  secret(name: string): string | null;
};

/** A variable is set to what it cannot be. Lists every fault and shows no value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

type RawEnvironment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws EnvironmentError. */
export function readEnvironment(raw: RawEnvironment = process.env): Environment {
  const faults = [...emptyVariables(raw), ...databaseUrlFaults(raw.DATABASE_URL)];
  if (faults.length > 0) throw new EnvironmentError(faults);
  const given = (name: (typeof environmentVariables)[number]) => raw[name] ?? null;
  return {
    databaseUrl: given('DATABASE_URL'),
    configFile: given('STAUNCH_CONFIG'),
    dataFolder: given('STAUNCH_DATA'),
    recordKey: given('STAUNCH_RECORD_KEY'),
    valuesKey: given('STAUNCH_VALUES_KEY'),
    fingerprintKey: given('STAUNCH_FINGERPRINT_KEY'),
    person: given('STAUNCH_PERSON'),
    production: given('NODE_ENV') === 'production',
    secret: (name) => raw[name] || null,
  };
}

/** Set but empty is a deployment that went wrong; taken for "not set" it would start practice in silence. */
function emptyVariables(raw: RawEnvironment): string[] {
  return environmentVariables
    .filter((name) => name !== 'NODE_ENV' && raw[name] === '')
    .map((name) => `${name} is set, but empty. Give it a value, or remove it: unset ${name}`);
}

function databaseUrlFaults(url: string | undefined): string[] {
  if (url === undefined || url === '') return [];
  const protocol = URL.canParse(url) ? new URL(url).protocol : null;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return [];
  return [
    'DATABASE_URL is no PostgreSQL URL. It looks like: postgres://staunch:PASSWORD@db.internal:5432/staunch?sslmode=verify-full',
  ];
}
