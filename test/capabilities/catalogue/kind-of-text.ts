import { askOnce } from '../../../src/capabilities/clients/http/ask-once.ts';
import { serviceKinds } from '../../../src/capabilities/credentials/catalogue/kind.ts';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import { serviceTargetOf, targetSchemaOf } from '../../../src/capabilities/credentials/catalogue/target.ts';
import type { CredentialKind } from '../../../src/capabilities/credentials/kind.ts';

/** The only kind of a service file, with one target named like the service, on this machine; its account is `admin`. */
export function kindOfText(text: string, url: string, admin: string): CredentialKind {
  const service = readService(text, 'service.yml');
  const written = { kind: service.service, url, tls: 'off', addresses: ['127.0.0.1'], identities: { admin: { env: 'ADMIN' } } };
  const target = serviceTargetOf(service.service, targetSchemaOf(service).parse(written), service, {
    secret: () => admin,
    obtained: () => undefined,
  });
  const [kind] = serviceKinds(service, { targets: new Map([[service.service, target]]), ask: askOnce });
  if (kind === undefined) throw new Error('The file describes no kind.');
  return kind;
}
