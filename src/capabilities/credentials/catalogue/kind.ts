/** A checked service file → the credential kinds that it describes. */
import { z } from 'zod';
import type { Capability, CredentialKind, Settling } from '../kind.ts';
import type { AskOnce } from './ask.ts';
import { byHand } from './by-hand.ts';
import { type Described, targetOf, unknownTarget } from './described.ts';
import { identify } from './identify.ts';
import { inspect } from './inspect.ts';
import { plan } from './plan.ts';
import { probe } from './probe.ts';
import type { Service, ServiceKind, Verb } from './schema.ts';
import { strike, undo } from './strike.ts';
import { type ServiceTarget, targetSchemaOf } from './target.ts';

export type ServiceParts = {
  /** Targets of this service by their name in staunch.yml. */
  targets: ReadonlyMap<string, ServiceTarget>;
  /** Makes one HTTP call, bounded and verified. */
  ask: AskOnce;
};

/** Further looks, past the provider's own lag, before it is said that nobody can tell. */
const patience = 5;
const longestLocator = 300;

/** One kind for each entry of the service's `kinds:`. */
export function serviceKinds(service: Service, { targets, ask }: ServiceParts): CredentialKind[] {
  return Object.entries(service.kinds).map(([name, kind]) => kindOf({ name, service, kind, targets, once: ask }));
}

function kindOf(described: Described): CredentialKind {
  const { name, service, kind, targets } = described;
  const locator = locatorOf(kind);
  const { disable, revoke } = kind;
  return {
    name,
    title: kind.title,
    locator,
    locatorKeys: ['target', ...Object.keys(kind.locator)],
    valueSaysWhich: Object.values(kind.locator).every(({ required }) => !required),
    sources: service.sources,
    target: targetSchemaOf(service),
    capabilities: {
      ...(disable === undefined ? {} : { disable: capabilityOf(disable, kind) }),
      ...(revoke === undefined ? {} : { revoke: capabilityOf(revoke, kind) }),
    },
    settling: settlingOf(kind),
    objection: (given) => (targets.has(given.target ?? '') ? null : unknownTarget(described, given.target ?? '')),
    hint: (given) => hintOf(kind, given),
    provider(given) {
      const target = targetOf(described, given);
      return { provider: target.name, concurrency: target.concurrency };
    },
    identify: (call) => identify(described, call),
    probe: (call, aliveBefore) => probe(described, call, aliveBefore),
    plan: (credential, facts) => plan(described, credential, facts),
    inspect: (call, target) => inspect(described, call, target),
    ...(disable === undefined ? {} : { disable: (call, target) => strike(described, 'disable', call, target) }),
    ...(revoke === undefined ? {} : { revoke: (call, target) => strike(described, 'revoke', call, target) }),
    ...(disable?.undo === undefined && revoke?.undo === undefined
      ? {}
      : { undo: (call, target) => undo(described, call, target) }),
    byHand: (target) => byHand(described, target),
  };
}

function locatorOf(kind: ServiceKind): z.ZodType<Record<string, string>> {
  const text = z
    .string()
    .min(1, 'is empty')
    .max(longestLocator)
    .regex(/^\P{Cc}*$/u, 'holds a control character');
  const keys = Object.entries(kind.locator).map(([key, { required }]) => [key, required ? text : text.optional()] as const);
  return z.strictObject({ target: text, ...Object.fromEntries(keys) }) as unknown as z.ZodType<Record<string, string>>;
}

/** "GitLab access token on gitlab, user alice". */
function hintOf({ title, locator }: ServiceKind, given: Record<string, string>): string {
  const more = Object.keys(locator).flatMap((key) => (given[key] === undefined ? [] : [`${key} ${given[key]}`]));
  return [`${title} on ${given.target}`, ...more].join(', ');
}

function settlingOf({ settle: { looks, every, lag } }: ServiceKind): Settling {
  return { looks, everyMs: every, atMostLooks: Math.ceil(lag / every) + looks + patience, lagMs: lag };
}

function capabilityOf(verb: Verb, kind: ServiceKind): Capability {
  return {
    reversible: verb.reversible,
    reversibleUntil: verb.reversible ? (verb.until ?? 'until the incident is closed') : null,
    lagMs: kind.settle.lag,
    whoMayCall: verb.who,
    breaks: verb.breaks,
    exercisedOn: kind.exercised,
    note: [verb.note, kind.note].filter((note) => note !== undefined).join(' '),
  };
}
