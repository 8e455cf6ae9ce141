/** The real engine on a real database, with a storm's actions: what `src/composition` is for the product. */
import { setTimeout as delay } from 'node:timers/promises';
import { houseClock } from '../../../src/composition/house-clock.ts';
import { witnessedIn } from '../../../src/composition/witnessed.ts';
import { type Engine, engineOf } from '../../../src/incident/engine.ts';
import type { Db } from '../../../src/platform/db/db.ts';
import { fingerprintKey } from '../../../src/platform/keys/fingerprint-key.ts';
import { recordKey } from '../../../src/platform/keys/record-key.ts';
import { valuesKey } from '../../../src/platform/keys/values-key.ts';
import { lineFile } from '../../../src/platform/line-file.ts';
import { createRedactor } from '../../../src/platform/redact/redactor.ts';
import type { Person } from '../../incident/people.ts';
import { stormPlaybook } from './playbook.ts';
import { providerActions } from './provider-actions.ts';

/** What every process of one storm shares. Keys in base64. */
export type Shared = {
  databaseUrl: string;
  providerUrl: string;
  leaseMs: number;
  keys: { record: string; values: string; fingerprint: string };
  people: Person[];
  /** All bots append to it. */
  witnessFile: string;
  playbook?: string;
};

const holdMs = 30 * 60_000;
/** What the provider takes at once; three bots together could do more. */
export const callsAtOnce = 12;

/** As the product does it: the time comes from the database that all bots share. */
export async function composed(shared: Shared, db: Db, wake: () => void): Promise<Engine> {
  const clock = await houseClock(db, true);
  const bytes = (key: string) => Buffer.from(key, 'base64');
  const say = (fields: Record<string, unknown>, message: string) =>
    void process.stderr.write(`${JSON.stringify({ message, ...fields })}\n`);
  return engineOf({
    db,
    clock,
    follow: clock.follow,
    sleep: (ms, until) => delay(ms, undefined, { signal: until }).catch(() => undefined),
    jitter: Math.random,
    log: { info: () => undefined, warn: say, error: say },
    keys: {
      record: recordKey(bytes(shared.keys.record)),
      values: valuesKey(bytes(shared.keys.values)),
      fingerprint: fingerprintKey(bytes(shared.keys.fingerprint)),
    },
    redactor: createRedactor(),
    screen: async (text) => ({ text }),
    holdMs,
    leaseMs: shared.leaseMs,
    // The bot's word suffices for most decisions; some are signed by their person all the same.
    practice: true,
    strikesPerHour: 1_000_000,
    actions: providerActions(shared.providerUrl),
    people: shared.people,
    place: (kind, locator) =>
      locator.role === undefined
        ? { fault: `${kind} needs a role.` }
        : { hint: `the role ${locator.role}`, provider: 'the provider', concurrency: callsAtOnce },
    leakPlaybook: () => ({ name: 'storm.yml', text: shared.playbook ?? stormPlaybook }),
    report: (found) => `${found.entries.length} entries`,
    witness: lineFile(shared.witnessFile),
    witnessed: (incident) => witnessedIn(shared.witnessFile, incident, recordKey(bytes(shared.keys.record)).publicKey),
    wake,
  });
}
