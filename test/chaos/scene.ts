/** A leak and everything around it: a real target behind a wire of ours, an office, a terminal, and one bot after another. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TimelineLine } from '../../src/incident/desk.ts';
import { readHolder } from '../../src/platform/db/lock.ts';
import { connectDesk } from '../../src/surfaces/cli/socket/connect-desk.ts';
import { approve, declareLeak, planHash } from '../stories/leak.ts';
import { type Office, type OfficeConfig, openOffice, targetOf } from '../stories/staunch-yml.ts';
import { openTerminal, type Terminal } from '../stories/terminal.ts';
import { openTown, type Town } from '../stories/town.ts';
import { type BotProcess, startBot } from './bot.ts';
import { rowsAt, storyOf } from './record.ts';
import { soon } from './soon.ts';
import { openWire, type Wire } from './wire.ts';

/** An office of its own, and who works there. `databaseUrl` null: the embedded database in `data`. */
export type Post = {
  office: Office;
  data: string;
  env: Record<string, string>;
  databaseUrl: string | null;
  terminal: Terminal;
  /** Changes the configuration; for commands and bots that start after it. */
  configure(change: Partial<OfficeConfig>): Promise<void>;
  start(): Promise<BotProcess>;
  close(): Promise<void>;
};

export type Leak = { role: string; value: string; number: string };

/** A post that reaches the town only by `wire`. */
export async function openPost(
  town: Town,
  wire: Pick<Wire, 'host' | 'port'>,
  options: { databaseUrl?: string } = {},
): Promise<Post> {
  const config = { targets: { main: targetOf(wire, town.admin) } };
  const office = await openOffice(config);
  const key = () => randomBytes(32).toString('base64');
  const shared = { STAUNCH_RECORD_KEY: key(), STAUNCH_VALUES_KEY: key(), STAUNCH_FINGERPRINT_KEY: key() };
  const databaseUrl = options.databaseUrl ?? null;
  const env = { ...town.env, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl, ...shared }) };
  const terminal = openTerminal(office.folder, env);
  const bots: BotProcess[] = [];
  return {
    office,
    data: join(office.folder, 'data'),
    env,
    databaseUrl,
    terminal,
    configure: (change) => office.configure({ ...config, ...change }),
    async start() {
      const bot = await startBot(office.folder, env);
      bots.push(bot);
      return bot;
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
      await terminal.close();
      await office.remove();
    },
  };
}

export async function openTownWithWire(version: 15 | 18): Promise<{ town: Town; wire: Wire; close(): Promise<void> }> {
  const town = await openTown(version);
  const wire = await openWire(town.server.port);
  return {
    town,
    wire,
    async close() {
      await wire.close();
      await town.stop();
    },
  };
}

/** A new role whose password leaked, declared. */
export async function leakOf(town: Town, { terminal }: Post, role: string): Promise<Leak> {
  const value = `leaked-${role}-${randomBytes(6).toString('hex')}`;
  await town.role(role, value);
  return { role, value, number: await declareLeak(terminal, role, value) };
}

/** A person agrees to cut it off now. */
export async function agree({ terminal, office }: Post, { number }: Leak): Promise<void> {
  const ran = await approve(terminal, office, number, await planHash(terminal, number, 'Cut now'));
  expect(ran.json, ran.err).toMatchObject({ state: 'accepted' });
}

/** Waits as a script does; the status, which must say that it is contained. */
export async function contained({ terminal }: Post, { number }: Leak, timeout = '30s'): Promise<void> {
  const ran = await terminal.type(['wait', number, '--for', 'contained', '--timeout', timeout]);
  expect(ran.json, ran.err).toMatchObject({ state: 'contained', credentials: [{ proof: { grade: 'by-use' } }] });
}

/** The record as it is now: by the bot's socket, or from the PostgreSQL itself. */
export async function storyNow({ data, databaseUrl }: Post, number: string): Promise<TimelineLine[]> {
  if (databaseUrl !== null) return storyOf(await rowsAt(databaseUrl), number);
  const desk = await connectDesk(readHolder(data)?.socket ?? '');
  try {
    const id = await desk.find(number);
    return (id === null ? null : await desk.timeline(id)) ?? [];
  } finally {
    await desk.close();
  }
}

/** Waits until the record tells of `type`; that entry. */
export function untilTold(post: Post, number: string, type: string, matches: (line: TimelineLine) => boolean = () => true) {
  return soon(`INC-${number} tells of ${type}`, async () => {
    const story = await storyNow(post, number);
    return story.find((line) => line.type === type && matches(line)) ?? null;
  });
}

export type Seen = 'strike' | 'look';

/** What the target itself saw done about a role by the bot, in order: looks at the role, and strikes. */
export async function seenByServer({ server }: Town, role: string): Promise<Seen[]> {
  const log = await server.log();
  const messages = log.split(/\n(?=\d{4}-\d\d-\d\d [^\n]*? (?:LOG|ERROR|FATAL|WARNING): )/);
  return messages.flatMap((message): Seen[] => {
    if (message.includes(`statement: ALTER ROLE "${role}" NOLOGIN`)) return ['strike'];
    return message.includes('rolsuper as superuser') && message.includes(`$1 = '${role}'`) ? ['look'] : [];
  });
}
