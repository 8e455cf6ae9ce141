/** What the list of a service may be taken for after a strike, and whose secret is never struck. */
import { describe, expect, it } from 'vitest';
import type { Call, CredentialKind } from '../../../src/capabilities/credentials/kind.ts';
import type { Json } from '../../../src/platform/canonical.ts';
import { callWith } from '../../contracts/call.ts';
import { admin, openAcorn } from './acorn.ts';
import { acornService } from './acorn-service.ts';
import { kindOfText } from './kind-of-text.ts';

const leaked = 'acorn_AAAAbbbbCCCCddddEEEE';

const call = (facts: Json, value: string | null = leaked, user = 'alice'): Call =>
  callWith(
    { id: 'c1', kind: 'acorn-token', locator: { target: 'acorn', user }, fingerprint: null, hint: 'a token' },
    facts,
    value,
  );

async function withAcorn(
  work: (kind: CredentialKind, acorn: Awaited<ReturnType<typeof openAcorn>>) => Promise<void>,
): Promise<void> {
  const acorn = await openAcorn();
  acorn.tokens.push({ id: '7', user: 'alice', value: leaked, dead: false });
  try {
    await work(kindOfText(acornService, acorn.url, admin), acorn);
  } finally {
    await acorn.close();
  }
}

async function factsOf(kind: CredentialKind): Promise<Json> {
  const found = await kind.identify(call(null));
  return found.kind === 'one' ? found.identity.facts : null;
}

describe('a token that was found before', () => {
  it('and is listed no more, is cut off', () =>
    withAcorn(async (kind, acorn) => {
      const facts = await factsOf(kind);
      acorn.tokens.length = 0;
      expect(await kind.inspect(call(facts), null)).toMatchObject({ cutOff: 'yes' });
    }));

  it('and is listed under another user now, is not cut off for that, nor gone', () =>
    withAcorn(async (kind, acorn) => {
      const facts = await factsOf(kind);
      for (const token of acorn.tokens) token.user = 'alice-renamed';
      expect(await kind.inspect(call(facts), null)).toMatchObject({
        cutOff: 'could-not-tell',
        detail: expect.stringMatching(/still lists/),
      });
      expect(await kind.identify(call(facts))).toMatchObject({ kind: 'refused' });
    }));

  it('never counts as gone when it was not found in this incident', () =>
    withAcorn(async (kind, acorn) => {
      acorn.tokens.length = 0;
      expect(await kind.inspect(call(null), null)).toMatchObject({ cutOff: 'could-not-tell' });
    }));
});

describe('the secret of an account of Staunch', () => {
  it('is not struck, whoever declares it: nothing is even sent', () =>
    withAcorn(async (_kind, acorn) => {
      const own = kindOfText(acornService, acorn.url, leaked);
      await expect(own.identify(call(null))).rejects.toMatchObject({
        class: 'denied',
        message: expect.stringMatching(/own identity "admin"/),
      });
      expect(acorn.log).toEqual([]);
    }));
});
