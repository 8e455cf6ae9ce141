import type { Clock } from '../../platform/clock.ts';

/** A part of the screen that is drawn over and over. `clear` takes it away, `done` leaves the last frame standing. */
export type LiveScreen = { rows(): number; draw(frame: string): void; clear(): void; done(): void };

/** Everything the terminal touches outside itself, so that a test can own all of it. */
export type TerminalIo = {
  out(text: string): void;
  err(text: string): void;
  input: {
    /** Someone sits at a keyboard. */
    keyboard: boolean;
    bytes(): AsyncIterable<Uint8Array>;
    /** One line without echo. Rejects with a TerminalError when the person gives up (Ctrl-C). */
    askHidden(question: string): Promise<string>;
  };
  screen: { columns(): number; colour: boolean; live: LiveScreen | null };
  clock: Clock;
  sleep(ms: number): Promise<void>;
  /** Aborted at Ctrl-C: watching ends, the incident goes on. */
  interrupted: AbortSignal;
};
