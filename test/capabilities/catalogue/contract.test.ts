/** The engine on two services that are honest: one that deletes, and the guide's, which can suspend as well. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type HttpLeak, httpKindContract } from '../../contracts/http-kind.ts';
import { startAcme } from '../../stories/acme.ts';
import { admin, openAcorn } from './acorn.ts';
import { acornService } from './acorn-service.ts';
import { kindOfText } from './kind-of-text.ts';

const record = (kind: string, locator: Record<string, string>): HttpLeak['credential'] => ({
  id: 'c1',
  kind,
  locator,
  fingerprint: 'f'.repeat(64),
  hint: 'a leaked token',
});

httpKindContract('acorn-token', ['revoke'], async () => {
  const acorn = await openAcorn();
  const [value, bystander] = ['acorn_AAAAbbbbCCCCddddEEEE', 'acorn_QQQQrrrrSSSSttttUUUU'];
  acorn.tokens.push({ id: '7', user: 'alice', value, dead: false }, { id: '8', user: 'alice', value: bystander, dead: false });
  const works = async (token: string) => (await fetch(`${acorn.url}/me`, { headers: { authorization: `Bearer ${token}` } })).ok;
  return {
    kind: kindOfText(acornService, acorn.url, admin),
    credential: record('acorn-token', { target: 'acorn', user: 'alice' }),
    value,
    stranger: 'acorn_ZZZZyyyyXXXXwwwwVVVV',
    secrets: [admin, bystander],
    works,
    bystanderWorks: () => works(bystander),
    close: () => acorn.close(),
  };
});

httpKindContract('acme-token', ['disable', 'revoke'], async () => {
  const acme = await startAcme();
  const { LEAKED, OTHER, ACME_ADMIN } = acme.secrets;
  const file = readFileSync(resolve(import.meta.dirname, '../../../docs/examples/acme.yml'), 'utf8');
  return {
    kind: kindOfText(file, acme.url, ACME_ADMIN),
    credential: record('acme-token', { target: 'acme' }),
    value: LEAKED,
    stranger: `acme_live_${'0'.repeat(LEAKED.length - 10)}`,
    secrets: [ACME_ADMIN, OTHER],
    works: (token) => acme.takes(token),
    bystanderWorks: () => acme.takes(OTHER),
    close: () => acme.stop(),
  };
});
