/** Where a provider's error becomes an action's result. What is not a ProviderError is a bug, and stays an exception. */
import type { Failure, Result } from '../../incident/action.ts';
import { ProviderError } from '../clients/provider-error.ts';

export function failed(failureClass: Failure['class'], reason: string, byHand?: string): Result {
  return { kind: 'failed', failure: { class: failureClass, reason, ...(byHand === undefined ? {} : { byHand }) } };
}

/** A plan that does not hold any more is not to be carried out by hand either. */
function withByHand(result: Result, byHand: string | undefined): Result {
  if (result.kind !== 'failed' || result.failure.class === 'replan' || byHand === undefined) return result;
  return { kind: 'failed', failure: { byHand, ...result.failure } };
}

/** Runs `work`; a ProviderError becomes a failure of its class. `byHand` is offered where the failure names nothing better. */
export async function answering(work: () => Promise<Result>, byHand?: string): Promise<Result> {
  try {
    return withByHand(await work(), byHand);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const result = withByHand(failed(error.class, error.message, error.byHand), byHand);
    if (result.kind !== 'failed') return result;
    const { calls, retryAfterMs } = error;
    return {
      kind: 'failed',
      failure: {
        ...result.failure,
        ...(calls.length === 0 ? {} : { calls }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      },
    };
  }
}
