/** One PostgreSQL behind a wire, a provider that can be held, and storm bots beside each other: for points in time, not for chance. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Command, CommandType, Payload } from '../../../src/incident/command.ts';
import { incidentIdOf } from '../../../src/incident/declare.ts';
import type { Desk, TimelineLine } from '../../../src/incident/desk.ts';
import { deskOf } from '../../../src/incident/desk-of.ts';
import { openDatabase } from '../../../src/platform/db/open.ts';
import type { Version } from '../../servers/postgres.ts';
import { signature } from '../../stories/signature.ts';
import { type Rows, rowsAt, storyOf, told } from '../record.ts';
import { openSharedDatabase } from '../shared-database.ts';
import { soon } from '../soon.ts';
import { openWire, type Wire } from '../wire.ts';
import { composed, type Shared } from './composition.ts';
import { openCrowd } from './crowd.ts';
import { type StormBot, startStormBot } from './fleet.ts';
import { type Call, openProvider, type Provider } from './provider.ts';
import { sharedOn } from './run-storm.ts';
import { verdictOn } from './verdict.ts';

/** A lease runs out and people do their part; more on a busy machine. */
const finishLimitMs = 40_000;

/** `strikes`: what the provider was asked about its strike. */
export type Finished = { story: TimelineLine[]; strikes: Call[] };

export type PointScene = {
  provider: Provider;
  wire: Wire;
  shared: Shared;
  desk: Desk;
  /** A bot that works and reaches the database by the wire alone. */
  startBot(): Promise<StormBot>;
  /** A leak of its own; `declare` is what a bot is told, `incident` the id it will have. */
  leak(): { incident: string; declare: Command; role: string };
  rows(): Promise<Rows>;
  story(incident: string): Promise<TimelineLine[]>;
  untilTold(incident: string, type: string, matches?: Record<string, unknown>): Promise<TimelineLine>;
  /** The yes to what is asked, as soon as it is asked. */
  yesTo(incident: string): Promise<Command>;
  /** People do what is theirs until the incident is closed and nothing is left to do; everything then must be as promised. */
  finished(incident: string): Promise<Finished>;
  close(): Promise<void>;
};

const command = <T extends CommandType>(incident: string, type: T, dedupe: string, payload: Payload<T>) =>
  ({ incident, type, dedupe, actor: { person: 'ana', account: 'test' }, at: new Date(), payload }) as unknown as Command;

export async function openPointScene(version: Version, more: Pick<Shared, 'leaseMs'> & Partial<Shared>): Promise<PointScene> {
  const folder = mkdtempSync(join(tmpdir(), 'staunch-points-'));
  const database = await openSharedDatabase(version);
  const wire = await openWire(database.server.port);
  const provider = await openProvider({ fateOf: () => 'answers', takesMs: () => 2, lateMs: () => 0 });
  const shared = { ...(await sharedOn({ provider, server: database.server, folder }, more.leaseMs)), ...more };
  const db = await openDatabase({ type: 'postgres', url: shared.databaseUrl, report: () => undefined });
  const desk = deskOf((await composed(shared, db, () => undefined)).desk);
  const bots: StormBot[] = [];
  /** What the bots said, for whoever looks into a failure. */
  const said: string[] = [];
  let places = 0;

  const rows = () => rowsAt(shared.databaseUrl);
  const storyIn = (all: Rows, incident: string) => storyOf(all, all.incidents.find(({ id }) => id === incident)?.number ?? 0);
  const story = async (incident: string) => storyIn(await rows(), incident);

  async function isOver(incident: string): Promise<boolean> {
    const [left] = await db.query<{ status: string; jobs: number }>(
      `select status, (select count(*)::int from job where job.incident = $1 and job.status in ('ready', 'running', 'held')) as jobs
       from incident where id = $1`,
      [incident],
    );
    return left?.status === 'closed' && left.jobs === 0;
  }

  async function whatIsLeft(incident: string): Promise<string> {
    const jobs = await db.query("select * from job where incident = $1 and status in ('ready', 'running', 'held')", [incident]);
    return JSON.stringify({ jobs, story: (await story(incident)).slice(-5), said }, null, 1);
  }

  return {
    provider,
    wire,
    shared,
    desk,
    rows,
    story,
    async startBot() {
      const databaseUrl = shared.databaseUrl.replace(`:${database.server.port}/`, `:${wire.port}/`);
      const bot = startStormBot({ ...shared, databaseUrl }, { said: (line) => said.push(line) });
      bots.push(bot);
      await bot.running;
      return bot;
    },
    leak() {
      // The crowd gives every third place one credential.
      places += 3;
      const dedupe = `leak:${places}:1`;
      const role = `role-${places}-1`;
      const payload = { kind: 'password', locator: { role }, value: `leaked-at-point-${places}`, public: false };
      return { incident: incidentIdOf(dedupe), declare: command('', 'declare', dedupe, payload), role };
    },
    untilTold: (incident, type, matches = {}) =>
      soon(`${type} is recorded`, async () => {
        const fits = (line: TimelineLine) => Object.entries(matches).every(([name, value]) => line[name] === value);
        return (await story(incident)).find((line) => line.type === type && fits(line)) ?? null;
      }),
    async yesTo(incident) {
      const { plans, nonce } = await soon('people are asked', async () => {
        const [row] = await db.query<{ plans: string[]; gate: { nonce: string } | null }>(
          'select plans, gate from incident where id = $1',
          [incident],
        );
        return row?.gate == null ? null : { plans: row.plans, nonce: row.gate.nonce };
      });
      const payload = { verdict: 'approve', plan: plans[0] ?? '', attestation: { by: 'surface' } } as const;
      return command(incident, 'decide', `yes:${nonce}:ana`, payload);
    },
    async finished(incident) {
      const crowd = openCrowd({ desk, db, sign: (statement) => signature(statement, join(folder, 'ana')) });
      try {
        await soon('the incident is closed', () => isOver(incident), finishLimitMs);
      } catch (error) {
        throw new Error(await whatIsLeft(incident), { cause: error });
      } finally {
        await crowd.stop();
      }
      expect(crowd.figures().faults).toEqual([]);
      const now = await rows();
      const { calls, effects, struck } = provider;
      expect(verdictOn({ rows: now, calls, effects, struck }).faults).toEqual([]);
      const lines = storyIn(now, incident);
      expect(told(lines, 'step.done', 'strike')).toHaveLength(1);
      const jobs = new Set(told(lines, 'step.started', 'strike').map(({ job }) => job));
      return { story: lines, strikes: calls.filter(({ key }) => jobs.has(key)) };
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.kill()));
      await db.close();
      await provider.close();
      await wire.close();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The attempts at the strike, what the provider saw of them, and how it is told to be done. */
export const strikesOf = ({ story, strikes }: Finished) => ({
  attempts: told(story, 'step.started', 'strike').map(({ attempt }) => attempt),
  seen: strikes.map(({ kind }) => kind),
  via: told(story, 'step.done', 'strike').map(({ via }) => via),
});

export const isStrikeAt = (role: string) => (asked: { action: string; kind: string; target: string }) =>
  asked.action === 'strike' && asked.kind === 'run' && asked.target === role;
