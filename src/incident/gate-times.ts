/** The jobs that give an asking its times. Each names the asking it belongs to, so that one of an earlier asking does nothing. */
import type { Consequence } from './consequence.ts';

type Asking = { stage: string; nonce: string };

export const askAgainRef = ({ stage, nonce }: Asking) => `ask-again:${stage}:${nonce}`;
export const passOnRef = ({ stage, nonce }: Asking) => `pass-on:${stage}:${nonce}`;
export const countdownRef = ({ stage, nonce }: Asking) => `alone:${stage}:${nonce}`;
/** The playbook's own timer. */
export const expiryTimer = (stage: string) => `gate-expires:${stage}`;

/** Whatever was still to happen in an asking that is over. */
export function stopAsking(asking: Asking): Consequence[] {
  return [
    { type: 'stop-timer', kind: 'reminder', timer: askAgainRef(asking) },
    { type: 'stop-timer', kind: 'reminder', timer: passOnRef(asking) },
    { type: 'stop-timer', kind: 'countdown', timer: countdownRef(asking) },
  ];
}
