/** A bot as far as its connection to Slack goes: what it heard, carried out and logged. */
import { expect } from 'vitest';
import { DatabaseError, type Db } from '../../../../src/platform/db/db.ts';
import { openEmbedded } from '../../../../src/platform/db/embedded.ts';
import { migrate } from '../../../../src/platform/db/migrate.ts';
import { recordKey } from '../../../../src/platform/keys/record-key.ts';
import { createCall } from '../../../../src/surfaces/slack/call/web-client.ts';
import { connectSlack, type SlackConnection, type SlackParts } from '../../../../src/surfaces/slack/connect/connect-slack.ts';
import type { Handling } from '../../../../src/surfaces/slack/hear/handling.ts';
import type { SlackPayload } from '../../../../src/surfaces/slack/hear/payload.ts';
import type { Wish } from '../../../../src/surfaces/slack/wish.ts';

export const record = recordKey(Buffer.alloc(32, 1));

export async function emptyDatabase(): Promise<Db> {
  const db = await openEmbedded(null);
  await migrate(db);
  return db;
}

/** A wish of anybody's. */
export const noteOf = (payload: SlackPayload, at: Date): Wish => ({
  wants: 'note',
  by: 'by' in payload ? payload.by : { user: 'U0', team: 'T0' },
  at: at.toISOString(),
  message: null,
  incident: '0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a',
  text: 'said',
});

/** Keeps every command, button, form and mention. */
export function keepAll(payload: SlackPayload, at: Date): Handling {
  const keep = payload.type === 'event' || payload.type === 'home' ? null : noteOf(payload, at);
  return { ack: payload.type === 'command' ? { text: 'noted' } : null, keep, after: null };
}

export type TestBot = {
  slack: SlackConnection;
  carried: { key: string; wish: Wish }[];
  logged: { level: string; message: string; fields: object }[];
  /** Resolves when so many wishes were carried out. */
  done(count: number): Promise<void>;
};

export async function startBot(
  options: { apiUrl: string; db: Pick<Db, 'query' | 'transaction'> } & Partial<SlackParts>,
): Promise<TestBot> {
  const carried: TestBot['carried'] = [];
  const logged: TestBot['logged'] = [];
  const waiting = new Set<() => void>();
  const note = (level: string) => (fields: object, message: string) => void logged.push({ level, message, fields });
  const redact = (text: string) => text.replaceAll('hunter2', '[redacted]');
  const slack = await connectSlack({
    transport: { type: 'socket', appToken: 'xapp-made-up', connections: 1 },
    botToken: 'xoxb-made-up',
    team: null,
    call: createCall({ botToken: 'xoxb-made-up', apiUrl: options.apiUrl, redact }),
    handle: keepAll,
    carryOut: async (wish, key) => {
      carried.push({ key, wish });
      for (const told of waiting) told();
    },
    redact,
    record,
    clock: { now: () => new Date() },
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    program: 'npx staunch',
    ...options,
  });
  return {
    slack,
    carried,
    logged,
    async done(count) {
      while (carried.length < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await promise;
      }
    },
  };
}

/** What nobody may find in a log. */
export function expectSilent(bot: TestBot, ...secrets: string[]): void {
  const text = JSON.stringify(bot.logged.map(({ message, fields }) => [message, Object.values(fields).map(String)]));
  for (const secret of secrets) expect(text).not.toContain(secret);
}

export const databaseAway = (): Pick<Db, 'query' | 'transaction'> => {
  const away = () => Promise.reject(new DatabaseError('away', { unreachable: true, code: null }));
  return { query: away, transaction: away };
};
