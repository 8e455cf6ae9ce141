/** Where a provider's error becomes an action's result. What is not a ProviderError is a bug, and stays an exception. */
import type { Failure, Result } from '../../incident/action.ts';
import { ProviderError } from '../clients/provider-error.ts';

export function failed(failureClass: Failure['class'], reason: string, byHand?: string): Result {
  return { kind: 'failed', failure: { class: failureClass, reason, ...(byHand === undefined ? {} : { byHand }) } };
}

/** Runs `work`; a ProviderError becomes a failure of its class. `byHand` is offered where the error names nothing better. */
export async function answering(work: () => Promise<Result>, byHand?: string): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return failed(error.class, error.message, error.byHand ?? byHand);
  }
}
