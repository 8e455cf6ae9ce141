/**
 * Trigger ids: what a person's click gives the app, to open one modal with. Each holds for three seconds and for one use.
 * https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';

export const triggerLifeMs = 3_000;
/** Older ones are forgotten when new ones are made; whoever comes back with one is told that it expired. */
const mostKept = 5_000;

export type TriggerFault = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

export type Triggers = {
  issue(person: string): string;
  /** Takes it: a second use is `exchanged_trigger_id`. */
  use(id: string): { person: string } | { fault: TriggerFault };
};

type Issued = { person: string; at: number; used: boolean };

export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, Issued>();
  return {
    issue(person) {
      const at = clock.now().getTime();
      const id = `${at}.${randomBytes(5).readUIntBE(0, 5)}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { person, at, used: false });
      const [oldest] = issued.keys();
      if (issued.size > mostKept && oldest !== undefined) issued.delete(oldest);
      return id;
    },
    use(id) {
      const known = issued.get(id);
      if (known === undefined) return { fault: isShaped(id) ? 'expired_trigger_id' : 'invalid_trigger_id' };
      if (known.used) return { fault: 'exchanged_trigger_id' };
      if (clock.now().getTime() - known.at > triggerLifeMs) return { fault: 'expired_trigger_id' };
      known.used = true;
      return { person: known.person };
    },
  };
}

const isShaped = (id: string) => /^[0-9]{13}\.[0-9]{1,13}\.[0-9a-f]{32}$/.test(id);
