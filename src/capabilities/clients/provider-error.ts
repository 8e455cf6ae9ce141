/** One call with what was answered. No secrets. */
export type AnsweredCall = { call: string; target: string; answer: string };

/**
 * Why a provider's call did not do what was asked; an action turns it into a failure of the same class.
 * The message is for people: what happened, to what, what still holds, what to do next. Never a secret.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly class: 'retryable' | 'fatal' | 'denied' | 'in-doubt' | 'replan';
  /** The exact statement a person would run instead, where there is one. */
  readonly byHand: string | undefined;
  /** What was answered before this went wrong, in order: it has taken effect. */
  readonly calls: AnsweredCall[];
  /** The provider asked to be left alone for this long. */
  readonly retryAfterMs: number | undefined;

  constructor(
    errorClass: ProviderError['class'],
    message: string,
    more: { cause?: unknown; byHand?: string; calls?: AnsweredCall[]; retryAfterMs?: number } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.class = errorClass;
    this.byHand = more.byHand;
    this.calls = more.calls ?? [];
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** Runs the rest of a strike whose first calls were answered: when it fails, `calls` are told with it. */
export async function afterCalls<T>(calls: AnsweredCall[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ProviderError)) throw cause;
    const byHand = cause.byHand === undefined ? {} : { byHand: cause.byHand };
    const retryAfter = cause.retryAfterMs === undefined ? {} : { retryAfterMs: cause.retryAfterMs };
    throw new ProviderError(cause.class, cause.message, { cause, calls: [...calls, ...cause.calls], ...byHand, ...retryAfter });
  }
}
