/**
 * Why a provider's call did not do what was asked; an action turns it into a failure of the same class.
 * The message is for people: what happened, to what, what still holds, what to do next. Never a secret.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly class: 'retryable' | 'fatal' | 'denied' | 'in-doubt' | 'replan';
  /** The exact statement a person would run instead, where there is one. */
  readonly byHand: string | undefined;

  constructor(errorClass: ProviderError['class'], message: string, more: { cause?: unknown; byHand?: string } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.class = errorClass;
    this.byHand = more.byHand;
  }
}
