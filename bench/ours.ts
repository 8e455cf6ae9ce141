/** Staunch on a database, put together as its own composition does, with the playbook and the actions of a bench. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { houseClock } from '../src/composition/house-clock.ts';
import type { Action } from '../src/incident/action.ts';
import { type Bot, startBot } from '../src/incident/bot.ts';
import type { Desk } from '../src/incident/desk.ts';
import { deskOf } from '../src/incident/desk-of.ts';
import { type Engine, engineOf } from '../src/incident/engine.ts';
import type { Db } from '../src/platform/db/db.ts';
import { fingerprintKey } from '../src/platform/keys/fingerprint-key.ts';
import { recordKey } from '../src/platform/keys/record-key.ts';
import { valuesKey } from '../src/platform/keys/values-key.ts';
import { createRedactor } from '../src/platform/redact/redactor.ts';
import { screenText } from '../src/platform/redact/screen.ts';

export type Ours = {
  db: Db;
  desk: Desk;
  engine: Engine;
  /** Opens an incident with one credential; its id. */
  declare(): Promise<string>;
  /** Lets `slots` workers work until `isOver` says so; looks every 5 ms. Throws what went wrong meanwhile. */
  work(slots: number, isOver: () => Promise<boolean> | boolean): Promise<void>;
};

/** `shared`: other bots may work on the database, so the time comes from there. */
export type Ground = { db: Db; shared: boolean };

export type OursNeeds = {
  playbook: string;
  actions: Action[];
  /** Whom the actions call, and how many calls at once that one takes; '' is nobody. */
  calls: { provider: string; concurrency: number };
};

const holdMs = 30 * 60_000;
const lookMs = 5;
/** The one who declares and who agrees. */
export const ana = { id: 'ana', name: 'Ana', groups: ['on-call', 'approvers'], ssh: null };

export async function openOurs({ db, shared, ...needs }: Ground & OursNeeds): Promise<Ours> {
  const troubles: string[] = [];
  let bot: Bot | null = null;
  const clock = await houseClock(db, shared);
  const engine = engineOf({
    db,
    clock,
    follow: clock.follow,
    sleep: (ms, until) => delay(ms, undefined, { signal: until }).catch(() => undefined),
    jitter: Math.random,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields, message) => void troubles.push(`${message}: ${JSON.stringify(fields)}`),
    },
    keys: {
      record: recordKey(Buffer.alloc(32, 1)),
      values: valuesKey(Buffer.alloc(32, 2)),
      fingerprint: fingerprintKey(Buffer.alloc(32, 3)),
    },
    redactor: createRedactor(),
    screen: screenText,
    holdMs,
    practice: true,
    strikesPerHour: 1_000_000,
    actions: needs.actions,
    people: [ana],
    place: (kind, locator) => ({
      hint: `the ${kind} ${locator.name}`,
      ...needs.calls,
    }),
    leakPlaybook: () => ({ name: 'bench.yml', text: needs.playbook }),
    report: () => '',
    wake: () => bot?.wake(),
  });
  const desk = deskOf(engine.desk);
  await db.listen('staunch', () => bot?.wake());
  return {
    db,
    desk,
    engine,
    async declare() {
      const sent = await desk.send({
        incident: '',
        type: 'declare',
        dedupe: randomUUID(),
        actor: { person: ana.id, account: 'bench' },
        at: clock.now(),
        payload: { kind: 'bench', locator: { name: randomUUID() }, public: false },
      });
      if (!sent.ok) throw new Error(`The incident was not opened: ${sent.refusal.message}`);
      return sent.view.incident;
    },
    async work(slots, isOver) {
      bot = startBot(engine.work, { slots });
      while (troubles.length === 0 && !(await isOver())) await delay(lookMs);
      await bot.stop();
      bot = null;
      if (troubles.length > 0) throw new Error(`Something went wrong, so there is no figure: ${troubles[0]}`);
    },
  };
}
