/** From a step's words to a kind's: whom the job is for, and what the kind may use. */
import { z } from 'zod';
import type { ActionContext, ActionInput, KnownCredential } from '../../incident/action.ts';
import type { Json } from '../../platform/canonical.ts';
import type { CredentialRecord } from '../../timeline/credential.ts';
import type { PlanTarget } from '../../timeline/plan.ts';
import type { CredentialKind, Identity, ReplaceCall } from '../credentials/kind.ts';

export type Kinds = ReadonlyMap<string, CredentialKind>;

/** `facts` of an action's output, as `credential.identify` writes them. */
const identitySchema = z.object({
  ids: z.record(z.string(), z.string()),
  breaks: z.array(z.string()),
  remarks: z.array(
    z.object({ severity: z.enum(['note', 'warning', 'blocking']), text: z.string(), grant: z.string().optional() }),
  ),
  facts: z.json(),
});

/** An identity as JSON: absent fields are left out. */
export function identityJson(identity: Identity): Json {
  return JSON.parse(JSON.stringify(identity)) as Json;
}

/** The kind's own facts inside what `identify` left, or null before that. */
export function kindFacts(credential: KnownCredential): Json {
  return credential.facts === null ? null : identitySchema.parse(credential.facts).facts;
}

/** Throws when the playbook calls a step for each credential without one, or a credential's kind is not built in. */
export function jobOf(kinds: Kinds, input: ActionInput): { credential: KnownCredential; kind: CredentialKind } {
  const { credential } = input;
  if (credential === null) throw new TypeError(`Step ${input.step} needs \`each: credential\` in the playbook.`);
  return { credential, kind: kindOf(kinds, credential) };
}

export function kindOf(kinds: Kinds, credential: CredentialRecord): CredentialKind {
  const kind = kinds.get(credential.kind);
  if (kind === undefined) throw new TypeError(`There is no credential kind "${credential.kind}".`);
  return kind;
}

/** The record alone, without what the incident knows beside it. */
export function recordOf({ id, kind, locator, fingerprint, hint }: KnownCredential): CredentialRecord {
  return { id, kind, locator, fingerprint, hint };
}

export function callOf(credential: KnownCredential, context: ActionContext, facts: Json = kindFacts(credential)): ReplaceCall {
  return {
    credential: recordOf(credential),
    facts,
    signal: context.signal,
    now: () => context.clock.now(),
    value: () => context.value('leaked'),
    next: () => context.value('new'),
    holdNext: (value) => context.hold('new', value),
    spend: (provider, perHour) => context.spend(provider, perHour),
  };
}

/** What the agreed plan says about this credential, or null. */
export function agreedTarget(input: ActionInput, credential: KnownCredential): PlanTarget | null {
  return input.plan?.targets.find((target) => target.credential === credential.id) ?? null;
}
