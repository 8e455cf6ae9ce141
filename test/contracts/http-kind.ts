/** What every kind of an HTTP service must keep, run against each file on a server that is honest. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/capabilities/clients/provider-error.ts';
import type { Call, CredentialKind, Identity } from '../../src/capabilities/credentials/kind.ts';
import type { Json } from '../../src/platform/canonical.ts';
import type { CredentialRecord } from '../../src/timeline/credential.ts';
import type { PlanTarget, StrikeVerb } from '../../src/timeline/plan.ts';
import { callWith } from './call.ts';

/** One leaked credential that works, made anew for each test. */
export type HttpLeak = {
  kind: CredentialKind;
  credential: CredentialRecord;
  value: string;
  /** A value of the right form that never worked. */
  stranger: string;
  /** The id that the locator names, where it does: that one is meant, whatever the value is. */
  named?: string;
  /** What may never stand in anything that the kind says: secrets of the bot, values of others. */
  secrets: string[];
  /** Uses a value the way its thief would, without any code of ours. */
  works(value: string): Promise<boolean>;
  /** Whether the neighbour still works. */
  bystanderWorks(): Promise<boolean>;
  close(): Promise<void>;
};

export function httpCall(leak: HttpLeak, facts: Json, value: string | null = leak.value): Call {
  return callWith(leak.credential, facts, value);
}

/** Identifies, or fails the test with the reason. */
async function identified(leak: HttpLeak): Promise<Identity> {
  const found = await leak.kind.identify(httpCall(leak, null));
  if (found.kind === 'refused') throw new Error(found.reason);
  return found.identity;
}

async function planned(leak: HttpLeak, verb: StrikeVerb): Promise<{ target: PlanTarget; facts: Json }> {
  const { facts } = await identified(leak);
  const option = leak.kind.plan(leak.credential, facts, null).find(({ target }) => target.verb === verb);
  if (option === undefined) throw new Error(`${verb} was not offered`);
  return { target: option.target, facts };
}

/** A strike that an honest server took before may answer otherwise the second time; only it may not harm. */
async function again(work: Promise<unknown> | undefined): Promise<void> {
  await work?.catch((error: unknown) => {
    if (!(error instanceof ProviderError)) throw error;
  });
}

export function httpKindContract(name: string, verbs: StrikeVerb[], make: () => Promise<HttpLeak>): void {
  describe(`${name} keeps the contract of an HTTP kind`, () => {
    let leak: HttpLeak;
    beforeEach(async () => {
      leak = await make();
    });
    afterEach(async () => leak.close());

    it('finds exactly one credential, twice the same, by an id that stays', async () => {
      const [first, second] = [await identified(leak), await identified(leak)];
      expect(Object.values(first.ids).filter((id) => id !== '')).not.toEqual([]);
      expect(second.ids).toEqual(first.ids);
    });

    it('has an objection to a target that is not configured', () => {
      expect(leak.kind.objection({ ...leak.credential.locator, target: 'nowhere' })).toMatch(/nowhere/);
      expect(leak.kind.objection(leak.credential.locator)).toBeNull();
    });

    it('finds nothing, or offers nothing that would strike another, for a value that never worked', async () => {
      const found = await leak.kind.identify(httpCall(leak, null, leak.stranger)).catch((error: unknown) => {
        // Asked with the stranger itself, the service does not let it in.
        if (error instanceof ProviderError) return { kind: 'refused' } as const;
        throw error;
      });
      if (found.kind === 'refused') return;
      const aimed = leak.kind
        .plan(leak.credential, found.identity.facts, null)
        .map(({ target }) => JSON.stringify(target.calls));
      for (const calls of aimed) expect(calls).toContain(leak.named ?? '{leaked value}');
    });

    it('sees the leaked value alive', async () => {
      const { facts } = await identified(leak);
      expect(await leak.kind.probe(httpCall(leak, facts), false)).toMatchObject({ result: 'alive' });
    });

    it('cannot tell without a value, or with one that never worked', async () => {
      const { facts } = await identified(leak);
      for (const value of [null, leak.stranger, 'never-worked']) {
        expect(await leak.kind.probe(httpCall(leak, facts, value), false)).toMatchObject({ result: 'could-not-tell' });
      }
    });

    it('plans the same twice, what can be taken back first, and names no secret', async () => {
      const options = async () => leak.kind.plan(leak.credential, (await identified(leak)).facts, null);
      const [first, second] = [await options(), await options()];
      expect(second).toEqual(first);
      expect(first.map(({ target }) => target.verb)).toEqual(verbs);
      for (const { target } of first) {
        expect(leak.kind.capabilities[target.verb]).toBeDefined();
        expect(leak.kind.byHand(target)).toContain('curl');
        const told = JSON.stringify([target, leak.kind.byHand(target)]);
        for (const secret of [leak.value, ...leak.secrets]) expect(told).not.toContain(secret);
      }
    });

    it.each(verbs)('%s: alive becomes refused, the neighbour goes on, a repeat is harmless', async (verb) => {
      const { target, facts } = await planned(leak, verb);
      const call = httpCall(leak, facts);
      expect(await leak.works(leak.value)).toBe(true);
      const struck = await leak.kind[verb]?.({ ...call, holdNext: async () => undefined }, target, null);
      expect(struck?.calls.map((one) => one.call)).toEqual(target.calls.map((one) => one.call));
      expect(await leak.works(leak.value)).toBe(false);
      expect(await leak.kind.probe(call, true)).toMatchObject({ result: 'refused' });
      expect((await leak.kind.inspect(call, target)).cutOff).not.toBe('no');
      await again(leak.kind[verb]?.({ ...call, holdNext: async () => undefined }, target, null));
      expect(await leak.works(leak.value)).toBe(false);
      expect(await leak.bystanderWorks()).toBe(true);
    });

    it.runIf(verbs.includes('disable'))('undo takes it back, and a repeat of it is harmless', async () => {
      const { target, facts } = await planned(leak, 'disable');
      const call = httpCall(leak, facts);
      await leak.kind.disable?.(call, target);
      expect(await leak.works(leak.value)).toBe(false);
      await leak.kind.undo?.(call, target);
      await again(leak.kind.undo?.(call, target));
      expect(await leak.works(leak.value)).toBe(true);
      expect((await leak.kind.inspect(call, target)).cutOff).not.toBe('yes');
    });

    it.each(verbs)('%s touches nothing when its id is not the one that was agreed to', async (verb) => {
      const { target, facts } = await planned(leak, verb);
      const other = { ...target, ids: Object.fromEntries(Object.keys(target.ids).map((key) => [key, 'another'])) };
      const call = { ...httpCall(leak, facts), holdNext: async () => undefined };
      await expect(leak.kind[verb]?.(call, other, null)).rejects.toMatchObject({ class: 'replan' });
      expect(await leak.works(leak.value)).toBe(true);
    });
  });
}
