/** What every credential kind must keep, run against each implementation on a real server or its stand-in. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { CredentialKind, ReplaceCall } from '../../src/capabilities/credentials/kind.ts';
import type { Json } from '../../src/platform/canonical.ts';
import type { CredentialRecord } from '../../src/timeline/credential.ts';
import type { PlanTarget, StrikeVerb } from '../../src/timeline/plan.ts';
import { callWith } from './call.ts';

/** One leaked credential that works, made anew for each test. */
export type Leak = {
  kind: CredentialKind;
  credential: CredentialRecord;
  value: string;
  /** A locator of the right shape that names nothing. */
  nowhere: Record<string, string>;
  /** What `hold` was given, as the next attempt finds it. */
  held: { next: string | null };
  /** Uses a value the way its thief would, without any code of ours. */
  works(value: string): Promise<boolean>;
  /** Whether the neighbour with a similar name still works. */
  bystanderWorks(): Promise<boolean>;
};

export function callFor(leak: Leak, facts: Json, value: string | null = leak.value): ReplaceCall {
  return {
    ...callWith(leak.credential, facts, value),
    next: async () => leak.held.next,
    holdNext: async (next) => {
      leak.held.next = next;
    },
  };
}

/** Identifies, or fails the test with the reason. */
export async function identified(leak: Leak): Promise<{ ids: Record<string, string>; facts: Json }> {
  const found = await leak.kind.identify(callFor(leak, null));
  if (found.kind === 'refused') throw new Error(found.reason);
  return found.identity;
}

/** The target of one verb's plan, as people would agree to it. */
export async function planned(leak: Leak, verb: StrikeVerb): Promise<{ target: PlanTarget; facts: Json }> {
  const { facts } = await identified(leak);
  const before = await leak.kind.probe(callFor(leak, facts), false);
  const option = leak.kind.plan(leak.credential, facts, before).find(({ target }) => target.verb === verb);
  if (option === undefined) throw new Error(`${verb} was not offered`);
  return { target: option.target, facts };
}

export function credentialKindContract(name: string, make: () => Promise<Leak>): void {
  describe(`${name} keeps the contract of a credential kind`, () => {
    let leak: Leak;
    beforeEach(async () => {
      leak = await make();
    });

    it('finds exactly one credential, twice the same', async () => {
      const [first, second] = [await identified(leak), await identified(leak)];
      expect(Object.keys(first.ids).length).toBeGreaterThan(0);
      expect(second.ids).toEqual(first.ids);
    });

    it('refuses a locator that names nothing, and says so', async () => {
      const call = { ...callFor(leak, null), credential: { ...leak.credential, locator: leak.nowhere } };
      expect(await leak.kind.identify(call)).toMatchObject({
        kind: 'refused',
        class: 'fatal',
        reason: expect.stringMatching(/no /i),
      });
    });

    it('sees the leaked value alive', async () => {
      const { facts } = await identified(leak);
      expect(await leak.kind.probe(callFor(leak, facts), false)).toMatchObject({ result: 'alive' });
    });

    it('cannot tell without a value, or with one that never worked', async () => {
      const { facts } = await identified(leak);
      expect(await leak.kind.probe(callFor(leak, facts, null), false)).toMatchObject({ result: 'could-not-tell' });
      expect(await leak.kind.probe(callFor(leak, facts, 'never-worked'), false)).toMatchObject({ result: 'could-not-tell' });
    });

    it('plans the same twice, reversible first', async () => {
      const look = { result: 'alive', at: '2026-11-24T03:12:00Z', detail: '' } as const;
      const options = async () => leak.kind.plan(leak.credential, (await identified(leak)).facts, look);
      const [first, second] = [await options(), await options()];
      expect(first.map(({ target }) => target)).toEqual(second.map(({ target }) => target));
      expect(first.map(({ reversible }) => reversible)).toEqual(
        first
          .map(({ reversible }) => reversible)
          .sort()
          .reverse(),
      );
    });

    it('offers only verbs that it declares and has', async () => {
      const { facts } = await identified(leak);
      for (const { target } of leak.kind.plan(leak.credential, facts, null)) {
        expect(leak.kind.capabilities[target.verb]).toBeDefined();
        expect(leak.kind[target.verb]).toBeTypeOf('function');
        expect(leak.kind.byHand(target)).not.toBe('');
      }
    });

    it('disables: alive becomes refused, the neighbour goes on, a repeat is harmless, undo takes it back', async () => {
      const { target, facts } = await planned(leak, 'disable');
      const call = callFor(leak, facts);
      expect(await leak.works(leak.value)).toBe(true);
      await leak.kind.disable?.(call, target);
      expect(await leak.works(leak.value)).toBe(false);
      expect(await leak.kind.probe(call, true)).toMatchObject({ result: 'refused' });
      expect(await leak.kind.inspect(call, target)).toMatchObject({ cutOff: 'yes', residuals: [] });
      await leak.kind.disable?.(call, target);
      expect(await leak.works(leak.value)).toBe(false);
      expect(await leak.bystanderWorks()).toBe(true);
      await leak.kind.undo?.(call, target);
      await leak.kind.undo?.(call, target);
      expect(await leak.works(leak.value)).toBe(true);
      expect(await leak.kind.inspect(call, target)).toMatchObject({ cutOff: 'no' });
    });

    it('replaces: the old value is refused, the held new one works, a repeat keeps it', async () => {
      const { target, facts } = await planned(leak, 'replace');
      const call = callFor(leak, facts);
      await leak.kind.replace?.(call, target);
      const next = leak.held.next ?? '';
      expect(await leak.works(leak.value)).toBe(false);
      expect(await leak.works(next)).toBe(true);
      await leak.kind.replace?.(call, target);
      expect(leak.held.next).toBe(next);
      expect(await leak.works(next)).toBe(true);
      expect(await leak.kind.probe(call, true)).toMatchObject({ result: 'refused' });
      expect(await leak.kind.inspect(call, target)).toMatchObject({ cutOff: 'yes' });
      expect(await leak.bystanderWorks()).toBe(true);
    });
  });
}
