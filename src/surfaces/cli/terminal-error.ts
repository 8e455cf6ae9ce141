/** The six answers a script can tell apart; `docs/terminal.md` explains them. */
export const exitCodes = { yes: 0, no: 1, usage: 2, missing: 3, forbidden: 4, unreachable: 5 } as const;

export type ErrorClass = Exclude<keyof typeof exitCodes, 'yes'>;

/** An end that a person must read: its message says what happened, what still holds and what to type next. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly class: ErrorClass;
  constructor(errorClass: ErrorClass, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.class = errorClass;
  }
}
