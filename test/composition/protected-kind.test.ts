import { expect, test } from 'vitest';
import type { Call, CredentialKind } from '../../src/capabilities/credentials/kind.ts';
import { protectedKind } from '../../src/composition/protected-kind.ts';

test('what is protected is not even looked up; all else is, by the kind itself', async () => {
  const asked: string[] = [];
  const kind = {
    name: 'acme-token',
    identify: async ({ credential }: Call) => {
      asked.push(String(credential.locator.target));
      return { kind: 'one', identity: { ids: {}, breaks: [], remarks: [], facts: null } };
    },
  } as unknown as CredentialKind;
  const guarded = protectedKind(kind, ({ target }) => target === 'crown');
  const on = (target: string) => guarded.identify({ credential: { locator: { target } } } as unknown as Call);
  expect(await on('crown')).toMatchObject({ kind: 'refused', class: 'denied', reason: expect.stringContaining('protected') });
  expect(await on('other')).toMatchObject({ kind: 'one' });
  expect(asked).toEqual(['other']);
});
