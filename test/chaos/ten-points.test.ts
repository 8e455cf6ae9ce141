/** SIGKILL at named points of the flow: another bot goes on, nothing is skipped, nothing recorded twice, nothing struck blindly. */
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command, CommandType, Payload } from '../../src/incident/command.ts';
import { incidentIdOf } from '../../src/incident/declare.ts';
import { deskOf } from '../../src/incident/desk-of.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { openDatabase } from '../../src/platform/db/open.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { readWitnessLine } from '../../src/timeline/witness.ts';
import { newest } from '../stories/town.ts';
import { type Rows, rowsAt, storyOf, told } from './record.ts';
import { openSharedDatabase, type SharedDatabase } from './shared-database.ts';
import { soon } from './soon.ts';
import { auditBundles } from './storm/bundles.ts';
import { composed, type Shared } from './storm/composition.ts';
import { openCrowd } from './storm/crowd.ts';
import { type StormBot, startStormBot } from './storm/fleet.ts';
import { openProvider, type Provider } from './storm/provider.ts';
import { sharedOn } from './storm/run-storm.ts';
import { verdictOn } from './storm/verdict.ts';
import { type Caught, commitWith, openWire, type Statement, valuesWith, type Wire } from './wire.ts';

/** What a killed bot held is taken up again after this. */
const leaseMs = 1_500;
/** A bot starts, a lease runs out, and people do their part; more on a busy machine. */
const timeout = 60_000;

describe.skipIf(newest === undefined)('a bot that is killed', { timeout }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'staunch-points-'));
  let database: SharedDatabase;
  let provider: Provider;
  let wire: Wire;
  let shared: Shared;
  let db: Db;
  let bot: StormBot;
  let places = 0;
  /** What the bots said, for whoever looks into a failure. */
  const said: string[] = [];

  beforeAll(async () => {
    database = await openSharedDatabase(newest ?? 18);
    wire = await openWire(database.server.port);
    provider = await openProvider({ fateOf: () => 'answers', takesMs: () => 2, lateMs: () => 0 });
    shared = await sharedOn({ provider, server: database.server, folder }, leaseMs);
    db = await openDatabase({ type: 'postgres', url: shared.databaseUrl, report: () => undefined });
    bot = await nextBot();
  });
  afterAll(async () => {
    await bot?.kill();
    await db?.close();
    await provider?.close();
    await wire?.close();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A bot that reaches the database by the wire alone. */
  async function nextBot(): Promise<StormBot> {
    const url = shared.databaseUrl.replace(`:${database.server.port}/`, `:${wire.port}/`);
    const next = startStormBot({ ...shared, databaseUrl: url }, { said: (line) => said.push(line) });
    await next.running;
    return next;
  }

  async function killAndGoOn(): Promise<void> {
    await bot.kill();
    bot = await nextBot();
  }

  const command = <T extends CommandType>(incident: string, type: T, dedupe: string, payload: Payload<T>) =>
    ({ incident, type, dedupe, actor: { person: 'ana', account: 'test' }, at: new Date(), payload }) as unknown as Command;

  /** A leak of its own; `declare` is what the bot is told, `incident` the id it will have. */
  function leak() {
    places += 3;
    const dedupe = `leak:${places}:1`;
    const role = `role-${places}-1`;
    const payload = { kind: 'password', locator: { role }, value: `leaked-at-point-${places}`, public: false };
    return { incident: incidentIdOf(dedupe), declare: command('', 'declare', dedupe, payload), role };
  }

  const rows = () => rowsAt(shared.databaseUrl);
  async function storyAt(incident: string, from?: Rows) {
    const all = from ?? (await rows());
    return storyOf(all, all.incidents.find(({ id }) => id === incident)?.number ?? 0);
  }
  const untilTold = (incident: string, type: string, matches: Record<string, unknown> = {}) =>
    soon(`${type} is recorded`, async () =>
      (await storyAt(incident)).find(
        (line) => line.type === type && Object.entries(matches).every(([name, value]) => line[name] === value),
      ),
    );

  /** What the asking of an incident wants answered, as soon as it asks. */
  async function yesTo(incident: string): Promise<Command> {
    const { plans, nonce } = await soon('people are asked', async () => {
      const [row] = await db.query<{ plans: string[]; gate: { nonce: string } | null }>(
        'select plans, gate from incident where id = $1',
        [incident],
      );
      return row?.gate == null ? null : { plans: row.plans, nonce: row.gate.nonce };
    });
    const payload = { verdict: 'approve', plan: plans[0] ?? '', attestation: { by: 'surface' } } as const;
    return command(incident, 'decide', `yes:${nonce}:ana`, payload);
  }

  /** People do what is theirs until the incident is closed and nothing is left to do. */
  async function finished(incident: string) {
    const desk = deskOf((await composed(shared, db, () => undefined)).desk);
    const crowd = openCrowd({ desk, db, sign: async () => '' });
    try {
      await soon(
        'the incident is closed',
        async () => {
          const [left] = await db.query<{ status: string; jobs: number }>(
            `select status, (select count(*)::int from job where job.incident = $1 and job.status in ('ready', 'running', 'held')) as jobs
             from incident where id = $1`,
            [incident],
          );
          return left?.status === 'closed' && left.jobs === 0;
        },
        40_000,
      );
    } catch (error) {
      const jobs = await db.query("select * from job where incident = $1 and status in ('ready', 'running', 'held')", [
        incident,
      ]);
      throw new Error(JSON.stringify({ jobs, story: (await storyAt(incident)).slice(-5), said }, null, 1), { cause: error });
    } finally {
      await crowd.stop();
    }
    expect(crowd.figures().faults).toEqual([]);
    const now = await rows();
    const { calls, effects, struck } = provider;
    expect(verdictOn({ rows: now, calls, effects, struck }).faults).toEqual([]);
    const story = await storyAt(incident, now);
    expect(told(story, 'step.done', 'strike')).toHaveLength(1);
    return {
      story,
      calls: provider.calls.filter(({ key }) => story.some((line) => line.job === key && line.step === 'strike')),
    };
  }

  /** Declares, and agrees where it is asked, without waiting for either answer: whoever would tell may be dead by then. */
  async function declared(declare: Command): Promise<void> {
    await bot.send(declare);
  }
  function agreed(incident: string): Promise<void> {
    return yesTo(incident).then((yes) => void bot.send(yes).catch(() => undefined));
  }

  test('1. before its declaration commits: nothing was opened, and said again it is opened once', async () => {
    const { incident, declare } = leak();
    const commit = wire.hold('message', commitWith('insert into register'));
    const unheard = bot.send(declare).then(
      () => 'answered',
      () => 'unheard',
    );
    await commit.caught;
    await killAndGoOn();
    expect(await unheard).toBe('unheard');
    expect((await rows()).incidents.filter(({ id }) => id === incident)).toEqual([]);
    expect(await bot.send(declare)).toMatchObject({ ok: true, view: { incident } });
    await finished(incident);
  });

  test('2. after its declaration committed and before it answered: said again, it answers with the incident that is there', async () => {
    const { incident, declare } = leak();
    const commit = wire.hold('answer', commitWith('insert into register'));
    const unheard = bot.send(declare).then(
      () => 'answered',
      () => 'unheard',
    );
    await commit.caught;
    await untilTold(incident, 'incident.declared');
    await killAndGoOn();
    expect(await unheard).toBe('unheard');
    expect(await bot.send(declare)).toMatchObject({ ok: true, view: { incident }, joined: false });
    const { story } = await finished(incident);
    expect(story.filter(({ type }) => type === 'incident.declared')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'declaration.joined')).toEqual([]);
  });

  test('3. after a look was answered and before that is recorded: it is looked again, and told once', async () => {
    const { incident, declare, role } = leak();
    const answer = wire.hold('message', valuesWith('step.done', doneOf('probe'), incident));
    await declared(declare);
    await answer.caught;
    await killAndGoOn();
    const { story } = await finished(incident);
    expect(told(story, 'step.started', 'probe').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(told(story, 'step.done', 'probe')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'credential.probed')).toHaveLength(1);
    const jobs = told(story, 'step.started', 'probe').map(({ job }) => job);
    expect(provider.calls.filter(({ key, target }) => key === jobs[0] && target === role)).toHaveLength(2);
  });

  test('4. when its plan is made and before anybody is asked: plan and asking stand there together, once', async () => {
    const { incident, declare } = leak();
    const asking = wire.hold('message', commitWith('plan.made', 'gate.opened', incident));
    await declared(declare);
    await asking.caught;
    const before = (await storyAt(incident)).map(({ type }) => type);
    expect(before).not.toContain('plan.made');
    expect(before).not.toContain('gate.opened');
    await killAndGoOn();
    const { story } = await finished(incident);
    expect(story.filter(({ type }) => type === 'plan.made')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'gate.opened')).toHaveLength(1);
  });

  test('5. after an approval committed and before it was told: said again, it is the same yes, and counts once', async () => {
    const { incident, declare } = leak();
    await declared(declare);
    const yes = await yesTo(incident);
    const commit = wire.hold('answer', commitWith('decision.recorded', incident));
    const unheard = bot.send(yes).then(
      () => 'answered',
      () => 'unheard',
    );
    await commit.caught;
    await untilTold(incident, 'gate.accepted');
    await killAndGoOn();
    expect(await unheard).toBe('unheard');
    expect(await bot.send(yes)).toMatchObject({ ok: true });
    const { story } = await finished(incident);
    expect(story.filter(({ type }) => type === 'decision.recorded')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'command.refused')).toEqual([]);
  });

  /** The attempts at the strike, and what the provider saw of them. */
  const strikesOf = ({ story, calls }: Awaited<ReturnType<typeof finished>>) => ({
    attempts: told(story, 'step.started', 'strike').map(({ attempt }) => attempt),
    seen: calls.map(({ kind }) => kind),
    via: told(story, 'step.done', 'strike').map(({ via }) => via),
  });
  const isStrikeAt = (role: string) => (asked: { action: string; kind: string; target: string }) =>
    asked.action === 'strike' && asked.kind === 'run' && asked.target === role;

  test('6. before its strike reaches the provider: the next one looks, finds nothing done, and strikes', async () => {
    const { incident, declare, role } = leak();
    const strike = provider.hold('message', isStrikeAt(role));
    await declared(declare);
    await agreed(incident);
    await strike.caught;
    await killAndGoOn();
    expect(strikesOf(await finished(incident))).toEqual({ attempts: [1, 2], seen: ['run', 'probe', 'run'], via: ['run'] });
  });

  test('7. after its strike took effect and before it was answered: the next one finds it done and strikes no more', async () => {
    const { incident, declare, role } = leak();
    const strike = provider.hold('answer', isStrikeAt(role));
    await declared(declare);
    await agreed(incident);
    await strike.caught;
    expect(provider.struck.has(role)).toBe(true);
    await killAndGoOn();
    expect(strikesOf(await finished(incident))).toEqual({ attempts: [1, 2], seen: ['run', 'probe'], via: ['probe'] });
  });

  test('8. after its strike was answered and before that is recorded: the next one finds it done and strikes no more', async () => {
    const { incident, declare } = leak();
    const recording = wire.hold('message', valuesWith('step.done', doneOf('strike'), incident));
    await declared(declare);
    await agreed(incident);
    await recording.caught;
    expect(told(await storyAt(incident), 'step.done', 'strike')).toEqual([]);
    await killAndGoOn();
    expect(strikesOf(await finished(incident))).toEqual({ attempts: [1, 2], seen: ['run', 'probe'], via: ['probe'] });
  });

  /** From the moment on that `caught` is in our hands, until the record has the entry: committed, and the bot does not know. */
  async function committed(commit: Caught, incident: string, type: string, matches: Record<string, unknown>): Promise<void> {
    await commit.caught;
    await untilTold(incident, type, matches);
  }

  test('9. after its strike is recorded and before the proof begins: the proof follows, and nothing is struck again', async () => {
    const { incident, declare } = leak();
    const recorded = wire.hold('answer', commitWith('step.done', doneOf('throw-out'), incident));
    await declared(declare);
    await agreed(incident);
    await committed(recorded, incident, 'step.done', { step: 'throw-out' });
    await killAndGoOn();
    const end = await finished(incident);
    expect(strikesOf(end)).toEqual({ attempts: [1], seen: ['run'], via: ['run'] });
    expect(told(end.story, 'step.started', 'throw-out')).toHaveLength(1);
    expect(told(end.story, 'step.done', 'prove')).toHaveLength(1);
  });

  test('10. after the last proof is answered and before the incident is contained: proven and contained once, together', async () => {
    const { incident, declare } = leak();
    const contained = wire.hold('message', commitWith('incident.contained', incident));
    await declared(declare);
    await agreed(incident);
    await contained.caught;
    const before = (await storyAt(incident)).map(({ type }) => type);
    expect(before).not.toContain('credential.proved');
    await killAndGoOn();
    const { story } = await finished(incident);
    for (const type of ['credential.proved', 'incident.contained', 'incident.closed']) {
      expect(
        story.filter((line) => line.type === type),
        type,
      ).toHaveLength(1);
    }
  });

  test('11. after the report was written and before that is recorded: it is written again, and told once', async () => {
    const { incident, declare } = leak();
    const writing = wire.hold('message', valuesWith('step.done', doneOf('write'), incident));
    await declared(declare);
    const end = finished(incident);
    await writing.caught;
    await killAndGoOn();
    const { story } = await end;
    expect(told(story, 'step.started', 'write').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(told(story, 'step.done', 'write')).toHaveLength(1);
  });

  test('12. while it writes a line of the witness: half of one may stand there, and the next one writes a whole one behind it', async () => {
    const { incident, declare } = leak();
    const linesNow = () => (existsSync(shared.witnessFile) ? readFileSync(shared.witnessFile, 'utf8').split('\n') : []);
    const about = () => linesNow().filter((line) => line.includes(incident));
    // The line is on the disk, and that it is done is on its way: the moment in which the bot is killed.
    const told = ({ text }: Statement) => text.startsWith("update job set status = 'done'") && about().length > 0;
    const written = wire.hold('message', told);
    await declared(declare);
    await written.caught;
    await bot.kill();
    const before = about().length - 1;
    const line = about()[before] ?? '';
    const whole = readFileSync(shared.witnessFile, 'utf8');
    expect(whole.endsWith(`${line}\n`)).toBe(true);
    truncateSync(shared.witnessFile, Buffer.byteLength(whole) - Math.floor(line.length / 2));
    bot = await nextBot();
    await finished(incident);

    const [torn, ...after] = about().slice(before);
    expect(readWitnessLine(torn ?? '')).toBe(null);
    const statements = after.map((one) => readWitnessLine(one)?.statement);
    const { links, incidents } = await rows();
    for (const said of statements) {
      expect(links.find(({ incident: id, seq }) => id === incident && seq === said?.seq)?.hash.toString('hex')).toBe(
        said?.head,
      );
    }
    const end = incidents.find(({ id }) => id === incident);
    expect(statements.at(-1)).toMatchObject({ seq: end?.seq, head: end?.head.toString('hex') });
  });

  test('and every bundle verifies in the end, with its witness', async () => {
    const { incidents } = await rows();
    const key = recordKey(Buffer.from(shared.keys.record, 'base64')).publicKey;
    const desk = deskOf((await composed(shared, db, () => undefined)).desk);
    const audit = await auditBundles(desk, incidents, { key, witnessFile: shared.witnessFile });
    expect(audit.faults).toEqual([]);
    expect(audit.verified).toBe(incidents.length);
  });
});

/** What only the entry `step.done` of this step says, as it stands in the values of a statement: JSON inside an array of texts. */
const doneOf = (step: string) => `\\"step\\":\\"${step}\\",\\"via\\"`;
