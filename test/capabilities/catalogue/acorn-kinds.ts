/** Acorn's kinds as the engine makes them of its file, and what an incident needs to act on them. */
import { credentialIdentify } from '../../../src/capabilities/actions/credential-identify.ts';
import { credentialProbe } from '../../../src/capabilities/actions/credential-probe.ts';
import { credentialProve } from '../../../src/capabilities/actions/credential-prove.ts';
import { credentialStrike } from '../../../src/capabilities/actions/credential-strike.ts';
import { leakPlan } from '../../../src/capabilities/actions/leak-plan.ts';
import type { IsOwn } from '../../../src/capabilities/actions/own-secret.ts';
import { reportWrite } from '../../../src/capabilities/actions/report-write.ts';
import { askOnce } from '../../../src/capabilities/clients/http/ask-once.ts';
import { serviceKinds } from '../../../src/capabilities/credentials/catalogue/kind.ts';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import { serviceTargetOf, targetSchemaOf } from '../../../src/capabilities/credentials/catalogue/target.ts';
import type { CredentialKind } from '../../../src/capabilities/credentials/kind.ts';
import type { Action } from '../../../src/incident/action.ts';
import { admin } from './acorn.ts';
import { acornService } from './acorn-service.ts';

export type Kinds = ReadonlyMap<string, CredentialKind>;

/** The kinds of `acorn.yml` with one target, named acorn, at `url`. */
export function acornKinds(url: string, tls: 'off' | 'verify'): Kinds {
  const service = readService(acornService, 'acorn.yml');
  const written = { kind: 'acorn', url, tls, addresses: ['127.0.0.1'], identities: { admin: { env: 'ACORN_ADMIN' } } };
  const entry = targetSchemaOf(service).parse(written);
  const target = serviceTargetOf('acorn', entry, service, { secret: () => admin, obtained: () => undefined });
  const kinds = serviceKinds(service, { targets: new Map([['acorn', target]]), ask: askOnce });
  return new Map(kinds.map((kind) => [kind.name, kind]));
}

export const actionsOf = (kinds: Kinds, isOwn: IsOwn = () => false): Action[] => [
  credentialIdentify(kinds, isOwn),
  credentialProbe(kinds),
  leakPlan(kinds),
  credentialStrike(kinds, isOwn),
  credentialProve(kinds),
  reportWrite(async () => 'nowhere'),
];

/** What the kinds say of a locator, as the house asks them. */
export const placedBy = (kinds: Kinds) => (name: string, locator: Record<string, string>) => {
  const kind = kinds.get(name);
  if (kind === undefined) return { fault: `There is no kind ${name}.` };
  const fault = kind.objection(locator);
  return fault === null ? { hint: kind.hint(locator), ...kind.provider(locator) } : { fault };
};
