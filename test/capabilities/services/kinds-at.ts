/** The kinds of a file of `catalogue/`, as it stands, at a server on this machine. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { askOnce } from '../../../src/capabilities/clients/http/ask-once.ts';
import { serviceKinds } from '../../../src/capabilities/credentials/catalogue/kind.ts';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import { type Identity, serviceTargetOf, targetSchemaOf } from '../../../src/capabilities/credentials/catalogue/target.ts';
import type { Kinds } from './containment.ts';

/** An account of ours there: its secret, or its name with it. */
export type Account = string | { id: string; secret: string };

const identityOf = (account: Account): Identity =>
  typeof account === 'string'
    ? { user: null, secret: async () => account }
    : { user: account.id, secret: async () => account.secret };

const fileOf = (service: string) => resolve(import.meta.dirname, '../../../catalogue', `${service}.yml`);

/** The text of one, for a team that copies it. */
export const textOf = (service: string) => readFileSync(fileOf(service), 'utf8');

/** The one target is named like the service. */
export function kindsAt(
  service: string,
  url: string,
  accounts: Record<string, Account> = {},
  text: string = textOf(service),
): Kinds {
  const read = readService(text, `${service}.yml`);
  const entry = targetSchemaOf(read).parse({ kind: service, url, addresses: ['127.0.0.1'], tls: 'off' });
  const unasked = { secret: () => '', obtained: () => undefined };
  const identities = new Map(Object.entries(accounts).map(([name, account]) => [name, identityOf(account)]));
  const target = { ...serviceTargetOf(service, entry, read, unasked), identities };
  const kinds = serviceKinds(read, { targets: new Map([[service, target]]), ask: askOnce });
  return new Map(kinds.map((kind) => [kind.name, kind]));
}
