/** `credentials try`: one credential looked up and used once, outside of any incident. */

import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { mayConnect } from '../capabilities/clients/http/address.ts';
import { ProviderError } from '../capabilities/clients/provider-error.ts';
import type { Service } from '../capabilities/credentials/catalogue/schema.ts';
import { type ServiceTargetEntry, targetSchemaOf } from '../capabilities/credentials/catalogue/target.ts';
import type { Json } from '../platform/canonical.ts';
import type { Environment } from '../platform/config/environment.ts';
import { createRedactor } from '../platform/redact/redactor.ts';
import type { Trial } from '../surfaces/cli/render/trial.ts';
import type { Place, TrialWish } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';
import { builtInNames, readOneMore } from './catalogue.ts';
import { kindsFor, placesFor } from './house.ts';
import { placeOf } from './kind-places.ts';
import { settingsFor } from './list-kinds.ts';
import type { ServiceAt, Settings } from './settings.ts';
import { trialOf } from './trial-of.ts';

/** Throws TerminalError, ConfigError for a file or a configuration with faults. Nothing it answers holds a secret. */
export async function tryCredential(
  wish: TrialWish,
  place: Place,
  environment: Environment,
  interrupted: AbortSignal,
): Promise<Trial> {
  const { settings, kind: name } = await aimed(wish, settingsFor(place, environment), environment);
  const redactor = createRedactor();
  for (const secret of settings.secrets) redactor.know(secret);
  const kinds = kindsFor(settings, redactor.know);
  const placed = placeOf(kinds, placesFor(settings), name, wish.locator);
  if ('fault' in placed) throw usage(placed.fault);
  const kind = kinds.get(name);
  if (kind === undefined) throw usage(`There is no kind ${name}.`);
  const value = (await wish.value?.()) ?? null;
  if (value !== null) redactor.know(value);
  const { hint, locator = wish.locator } = placed;
  try {
    const trial = await trialOf({ kind, locator, hint, value }, interrupted);
    return redactor.json(trial as unknown as Json) as unknown as Trial;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const passing = error.class === 'retryable' || error.class === 'in-doubt';
    throw new TerminalError(passing ? 'unreachable' : 'no', redactor.text(error.message), { cause: error });
  }
}

/** The settings with the service and the target that are meant, and the kind. */
async function aimed(
  wish: TrialWish,
  settings: Settings,
  environment: Environment,
): Promise<{ settings: Settings; kind: string }> {
  if (kindsFor(settings).has(wish.subject)) {
    const at = settings.services.find(({ service }) => Object.hasOwn(service.kinds, wish.subject));
    if (at !== undefined) return { settings: await withTarget(settings, at, wish, environment), kind: wish.subject };
    if (wish.targetUrl === null) return { settings, kind: wish.subject };
    throw usage(`--target-url is for services that files describe; ${builtInNames.kind} is tried at a target of staunch.yml.`);
  }
  if (!existsSync(wish.subject))
    throw new TerminalError('missing', `There is no kind and no file ${wish.subject}. Kinds: credentials list shows them.`);
  const { service, services } = readOneMore(
    settings.services.map((one) => one.service),
    wish.subject,
  );
  const known = new Map(settings.services.map((one) => [one.service.service, one.targets]));
  const at = { service, targets: known.get(service.service) ?? new Map() };
  const others = services
    .filter((one) => one !== service)
    .map((one) => ({ service: one, targets: known.get(one.service) ?? new Map() }));
  const whole = { ...settings, services: [...others, at] };
  return { settings: await withTarget(whole, at, wish, environment), kind: kindOf(service, wish.kind) };
}

function kindOf({ kinds }: Service, named: string | null): string {
  const names = Object.keys(kinds);
  const [only] = names;
  if (named !== null && names.includes(named)) return named;
  if (named === null && names.length === 1 && only !== undefined) return only;
  throw usage(`Say which kind of the file is meant: --kind ${names.join(', --kind ')}.`);
}

/** With `--target-url` or `--identity`, the service has the one target that these say; else those of the configuration. */
async function withTarget(settings: Settings, at: ServiceAt, wish: TrialWish, environment: Environment): Promise<Settings> {
  const { targetUrl, identities, locator } = wish;
  if (targetUrl === null && Object.keys(identities).length === 0) return settings;
  const accounts = Object.entries(identities).map(([name, account]) => [name, accountOf(account)] as const);
  const variables = accounts.map(([, { variable }]) => variable);
  const unset = variables.find((variable) => environment.secret(variable) === null);
  if (unset !== undefined) throw usage(`The environment variable ${unset} is not set, or empty.`);
  const name = locator.target ?? [...at.targets.keys()][0] ?? at.service.service;
  const base = at.targets.get(name);
  const place = targetUrl === null ? (base === undefined ? {} : asWritten(base)) : await placeAt(targetUrl);
  const given = Object.fromEntries(
    accounts.map(([identity, { user, variable: env }]) => [identity, user === null ? { env } : { user, password: { env } }]),
  );
  const parsed = targetSchemaOf(at.service).safeParse({
    kind: at.service.service,
    ...place,
    identities: { ...base?.identities, ...given },
  });
  if (!parsed.success)
    throw usage(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || at.service.service}: ${message}`).join('. '),
    );
  const one = { service: at.service, targets: new Map([[name, parsed.data]]) };
  const secrets = variables.flatMap((variable) => environment.secret(variable) ?? []);
  return {
    ...settings,
    services: settings.services.map((other) => (other.service.service === at.service.service ? one : other)),
    secrets: [...settings.secrets, ...secrets],
    secret: (variable) => (variables.includes(variable) ? environment.secret(variable) : null) ?? settings.secret(variable),
  };
}

/** "VARIABLE", or "USER:VARIABLE" for an account that has a name, too. */
function accountOf(written: string): { user: string | null; variable: string } {
  const at = written.lastIndexOf(':');
  return at < 1 ? { user: null, variable: written } : { user: written.slice(0, at), variable: written.slice(at + 1) };
}

const asWritten = ({ url, addresses, tls }: ServiceTargetEntry) => ({ url, addresses, tls });

/** Whoever types an address means it, also where it is on this machine or in a private network. */
async function placeAt(url: string): Promise<Pick<ServiceTargetEntry, 'url' | 'addresses' | 'tls'>> {
  if (!URL.canParse(url)) throw usage(`--target-url "${url}" is no address such as https://api.example.com.`);
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) throw new TerminalError('unreachable', `There is no host ${host}.`);
  if (protocol === 'http:' && !found.every(({ address }) => isNear(address)))
    throw usage(
      `--target-url ${protocol}//${host}: plain HTTP goes to this machine or a private network only. Write https://.`,
    );
  return { url, addresses: found.map(({ address }) => address), tls: protocol === 'http:' ? 'off' : 'verify' };
}

/** On this machine or in a private network. */
const isNear = (address: string) => !mayConnect(address, [], false);

const usage = (message: string) => new TerminalError('usage', message);
