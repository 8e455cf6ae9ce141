/** The people of a storm: they declare, agree, do their part and start again what is stuck, and say everything until it is heard. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Actor, Command, CommandType, Payload } from '../../../src/incident/command.ts';
import type { Desk, Sent } from '../../../src/incident/desk.ts';
import { DatabaseError, type Db } from '../../../src/platform/db/db.ts';
import type { DecisionStatement } from '../../../src/timeline/decision.ts';

/** How soon something that was not answered is said again. */
const againMs = 150;
/** How often people look what is wanted of them. */
const lookMs = 200;
/** Some take so long over their part that its limit passes. */
const slowPersonMs = 2_500;

export type Crowd = {
  /** Declares incident number `place` of the storm, with one to three credentials. */
  declare(place: number): void;
  /** How many were declared and answered for. */
  declared(): number;
  /** How often a command was said again because nobody answered, what was refused, and answers that must not be. */
  figures(): { saidAgain: number; retries: number; refusals: string[]; faults: string[] };
  stop(): Promise<void>;
};

type Parts = {
  desk: Pick<Desk, 'send'>;
  db: Pick<Db, 'query'>;
  sign(statement: DecisionStatement): Promise<string>;
};

/**
 * What was answered to a command that was sent several times; null when nobody answered because the database was away.
 * Everything else that fails is a fault of whoever failed, and so are two answers to one key.
 */
function theOneAnswer(sent: readonly PromiseSettledResult<Sent>[], what: string): Sent | null {
  for (const one of sent) {
    if (one.status === 'fulfilled' || (one.reason instanceof DatabaseError && one.reason.unreachable)) continue;
    throw new Error(`${what} failed: ${one.reason}`, { cause: one.reason });
  }
  const answers = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (new Set(answers.map(({ ok }) => ok)).size > 1) throw new Error(`${what} was answered in two ways.`);
  return answers[0] ?? null;
}

type Wanted = { incident: string; step: string; credential: string; state: string };

export function openCrowd({ desk, db, sign }: Parts): Crowd {
  const figures = { saidAgain: 0, retries: 0, refusals: [] as string[], faults: [] as string[] };
  const busy = new Map<string, Promise<void>>();
  const firstSeen = new Map<string, number>();
  const turns = new Map<string, number>();
  let declared = 0;
  let over = false;

  /** Until it is answered, and twice at once: the second must find what the first did. */
  async function say<T extends CommandType>(
    incident: string,
    type: T,
    dedupe: string,
    payload: Payload<T>,
    person = 'ana',
  ): Promise<Sent | null> {
    const actor: Actor = { person, account: 'storm' };
    while (!over) {
      const command = { incident, type, dedupe, actor, at: new Date(), payload } as unknown as Command;
      const sent = await Promise.allSettled([desk.send(command), desk.send(command)]);
      const answer = theOneAnswer(sent, `${type} ${dedupe}`);
      if (answer !== null) {
        if (!answer.ok) figures.refusals.push(`${type}: ${answer.refusal.message}`);
        return answer;
      }
      figures.saidAgain += 1;
      await delay(againMs);
    }
    return null;
  }

  /** One thing at a time under each name. */
  function begin(name: string, work: () => Promise<void>): void {
    if (busy.has(name) || over) return;
    const done = work()
      .catch((error: Error) => void figures.faults.push(`${name}: ${error.message}`))
      .finally(() => busy.delete(name));
    busy.set(name, done);
  }

  async function declareAll(place: number): Promise<void> {
    const value = `leaked-in-the-storm-${place}`;
    for (let credential = 1; credential <= 1 + (place % 3); credential += 1) {
      const locator = { role: `role-${place}-${credential}` };
      const sent = await say('', 'declare', `leak:${place}:${credential}`, { kind: 'password', locator, value, public: false });
      if (sent === null) return;
    }
    declared += 1;
  }

  async function agree(incident: string, plan: string, nonce: string): Promise<void> {
    const statement = { v: 1, incident, plan, verdict: 'approve', person: 'ana', nonce } as const;
    const signed = Number.parseInt(nonce.slice(0, 2), 16) % 5 === 0;
    const attestation = signed ? ({ by: 'person', signature: await sign(statement) } as const) : ({ by: 'surface' } as const);
    const payload = { verdict: 'approve', plan, attestation } as const;
    const others = Number.parseInt(nonce.slice(2, 4), 16) % 4 === 0;
    await Promise.all([
      say(incident, 'decide', `yes:${nonce}:ana`, payload),
      ...(others ? [say(incident, 'decide', `yes:${nonce}:ben`, { ...payload, attestation: { by: 'surface' } }, 'ben')] : []),
    ]);
  }

  function isSlow({ incident, step }: Wanted): boolean {
    const name = `${incident}:${step}`;
    const since = firstSeen.get(name) ?? Date.now();
    firstSeen.set(name, since);
    return step === 'look-around' && incident.charCodeAt(0) % 2 === 0 && Date.now() - since < slowPersonMs;
  }

  async function answerFor({ incident, step, credential, state }: Wanted): Promise<void> {
    const name = `${incident}:${step}:${credential}`;
    const turn = turns.get(name) ?? 1;
    const where = { step, ...(credential === '' ? {} : { credential }) };
    const dedupe = `${state}:${turn}:${name}`;
    if (state === 'stuck') figures.retries += 1;
    const sent =
      state === 'stuck'
        ? await say(incident, 'retry', dedupe, where)
        : await say(incident, 'by-hand', dedupe, { ...where, reason: 'Done.' });
    if (sent !== null) turns.set(name, turn + 1);
  }

  async function look(): Promise<void> {
    const gates = await db.query<{ id: string; plans: string[]; gate: { nonce: string } }>(
      "select id, plans, gate from incident where gate is not null and status <> 'closed'",
    );
    for (const { id, plans, gate } of gates) {
      const [plan] = plans;
      if (plan !== undefined) begin(`gate ${gate.nonce}`, () => agree(id, plan, gate.nonce));
    }
    const wanted = await db.query<Wanted>(
      `select incident, step, credential, member.state from member join incident on incident.id = member.incident
       where incident.status <> 'closed' and (member.state = 'stuck' or (member.state = 'running' and member.job is null))`,
    );
    for (const one of wanted) {
      if (one.state === 'stuck' || !isSlow(one)) begin(`${one.incident} ${one.step} ${one.credential}`, () => answerFor(one));
    }
  }

  const attending = (async () => {
    while (!over) {
      // The database may be away: people look again.
      await look().catch(() => undefined);
      await delay(lookMs);
    }
  })();

  return {
    declare: (place) => begin(`declare ${place}`, () => declareAll(place)),
    declared: () => declared,
    figures: () => ({ ...figures }),
    async stop() {
      over = true;
      await attending;
      await Promise.all(busy.values());
    },
  };
}
