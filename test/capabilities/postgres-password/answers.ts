/** What a kind answered, or a failed test that says what it answered instead. */
import { ProviderError } from '../../../src/capabilities/clients/provider-error.ts';
import { callFor } from '../../contracts/credential-kind.ts';
import type { RoleLeak } from './world.ts';

export async function refusal(leak: RoleLeak): Promise<{ class: string; reason: string; byHand?: string }> {
  const found = await leak.kind.identify(callFor(leak, null));
  if (found.kind !== 'refused') throw new Error('It was not refused.');
  return found;
}

export async function identity(leak: RoleLeak) {
  const found = await leak.kind.identify(callFor(leak, null));
  if (found.kind !== 'one') throw new Error(found.reason);
  return found.identity;
}

export async function providerFailure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderError)) throw new Error('There was no ProviderError.', { cause: error });
  return error;
}
