/** Who acknowledges: the bot as it runs, with its inbox and its record on PostgreSQL; and a stock Bolt app that only acknowledges. */
import { setTimeout as delay } from 'node:timers/promises';
import { App } from '@slack/bolt';
import type { Action } from '../src/incident/action.ts';
import { openDatabase } from '../src/platform/db/open.ts';
import { recordKey } from '../src/platform/keys/record-key.ts';
import { readButtonValue } from '../src/surfaces/slack/buttons.ts';
import { silentLogger } from '../src/surfaces/slack/call/silent-logger.ts';
import { createCall } from '../src/surfaces/slack/call/web-client.ts';
import { connectSlack } from '../src/surfaces/slack/connect/connect-slack.ts';
import type { Handle } from '../src/surfaces/slack/hear/handling.ts';
import { ana, openOurs } from './ours.ts';

export type SlackPlace = { apiUrl: string; botToken: string; appToken: string };

export type Contender = {
  name: string;
  /** How many connections it holds. */
  connections: number;
  /** The clicks recorded, each as often as it is, once nothing is left to do. */
  recorded(): Promise<string[]>;
  stop(): Promise<void>;
};

/** Several, as in a night with several leaks: notes on one incident are recorded one after another. */
const incidents = 10;
const mostWaitMs = 60_000;
const drainMs = 5_000;

const playbook = `playbook: leak
title: A leak that waits
within: 500h
stages:
  wait:
    within: 500h
    steps:
      - { do: bench.step, id: step }
    next: end
`;

/** Each click becomes a note in the record of an incident: written to the inbox, acknowledged, recorded under its own key. */
export async function ourBot(place: SlackPlace, databaseUrl: string, connections: number): Promise<Contender> {
  const db = await openDatabase({ type: 'postgres', url: databaseUrl, report: () => undefined });
  const ours = await openOurs({ db, shared: true, playbook, actions: [waits], calls: { provider: '', concurrency: 1 } });
  const open: string[] = [];
  for (let count = 0; count < incidents; count += 1) open.push(await ours.declare());
  const clock = { now: () => new Date() };
  const handle: Handle = (payload, at) => {
    if (payload.type !== 'action') return { ack: null, keep: null, after: null };
    const text = readButtonValue(payload.value)?.nonce ?? 'unreadable';
    const incident = open[Number(text) % incidents] ?? '';
    const wish = { wants: 'note', by: payload.by, at: at.toISOString(), message: payload.message, incident, text } as const;
    return { ack: null, keep: wish, after: null };
  };
  const slack = await connectSlack({
    ...place,
    transport: { type: 'socket', appToken: place.appToken, connections },
    team: null,
    call: createCall({ ...place, redact: (text) => text }),
    handle,
    async carryOut(wish, key) {
      if (wish.wants !== 'note') return;
      const actor = { person: ana.id, account: 'bench' };
      const sent = await ours.desk.send({
        incident: wish.incident,
        type: 'note',
        dedupe: `slack:${key}`,
        actor,
        at: new Date(wish.at),
        payload: { text: wish.text },
      });
      if (!sent.ok) throw new Error(sent.refusal.message);
    },
    redact: (text) => text,
    db,
    record: recordKey(Buffer.alloc(32, 1)),
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    program: 'npx staunch',
  });
  return {
    name: 'Staunch',
    connections,
    async recorded() {
      const left = async () => (await db.query('select key from inbox where done_at is null limit 1')).length;
      for (let waitedMs = 0; (await left()) > 0 && waitedMs < mostWaitMs; waitedMs += 50) await delay(50);
      const rows = await db.query<{ body: string }>(
        "select body from entry join entry_body using (incident, seq) where type = 'note.added'",
      );
      return rows.map(({ body }) => JSON.parse(body).text);
    },
    async stop() {
      await slack.stop(drainMs);
      await db.close();
    },
  };
}

const waits: Action = {
  name: 'bench.step',
  version: 1,
  effect: 'read',
  gives: 'document',
  limitMs: 5_000,
  run: async () => ({ kind: 'done', output: { summary: 'done' } }),
};

/** As its own guide says it: one connection, and an acknowledgement that waits for nothing. */
export async function stockBolt(place: SlackPlace): Promise<Contender> {
  const app = new App({
    token: place.botToken,
    appToken: place.appToken,
    socketMode: true,
    logger: silentLogger(),
    clientOptions: { slackApiUrl: place.apiUrl },
  });
  app.action(/.*/, ({ ack }) => ack());
  await app.start();
  return {
    name: 'Bolt, acknowledging only',
    connections: 1,
    recorded: () => Promise.resolve([]),
    async stop() {
      await app.stop();
    },
  };
}
