/** SIGKILL at named points of the flow: another bot goes on, nothing is skipped, nothing recorded twice, nothing struck blindly. */
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../src/incident/command.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { readWitnessLine } from '../../src/timeline/witness.ts';
import { newest } from '../stories/town.ts';
import { told } from './record.ts';
import { auditBundles } from './storm/bundles.ts';
import type { StormBot } from './storm/fleet.ts';
import { isStrikeAt, openPointScene, type PointScene, strikesOf } from './storm/point-scene.ts';
import { type Caught, commitWith, type Statement, valuesWith } from './wire.ts';

/** What a killed bot held is taken up again after this. */
const leaseMs = 1_500;
/** A bot starts, a lease runs out, and people do their part; more on a busy machine. */
const timeout = 60_000;

describe.skipIf(newest === undefined)('a bot that is killed', { timeout }, () => {
  let scene: PointScene;
  let bot: StormBot;

  beforeAll(async () => {
    scene = await openPointScene(newest ?? 18, { leaseMs });
    bot = await scene.startBot();
  });
  afterAll(() => scene?.close());

  async function killAndGoOn(): Promise<void> {
    await bot.kill();
    bot = await scene.startBot();
  }

  async function declared(declare: Command): Promise<void> {
    await bot.send(declare);
  }
  /** Agrees where it is asked, without waiting to be told so: whoever would tell may be dead by then. */
  function agreed(incident: string): Promise<void> {
    return scene.yesTo(incident).then((yes) => void bot.send(yes).catch(() => undefined));
  }

  test('1. before its declaration commits: nothing was opened, and said again it is opened once', async () => {
    const { incident, declare } = scene.leak();
    const commit = scene.wire.hold('message', commitWith('"first"', incident));
    const unheard = bot.send(declare).then(
      () => 'answered',
      () => 'unheard',
    );
    await commit.caught;
    await killAndGoOn();
    expect(await unheard).toBe('unheard');
    expect((await scene.rows()).incidents.filter(({ id }) => id === incident)).toEqual([]);
    expect(await bot.send(declare)).toMatchObject({ ok: true, view: { incident } });
    await scene.finished(incident);
  });

  test('2. after its declaration committed and before it answered: said again, it answers with the incident that is there', async () => {
    const { incident, declare } = scene.leak();
    const commit = scene.wire.hold('answer', commitWith('"first"', incident));
    const unheard = bot.send(declare).then(
      () => 'answered',
      () => 'unheard',
    );
    await commit.caught;
    await scene.untilTold(incident, 'incident.declared');
    await killAndGoOn();
    expect(await unheard).toBe('unheard');
    expect(await bot.send(declare)).toMatchObject({ ok: true, view: { incident }, joined: false });
    const { story } = await scene.finished(incident);
    expect(story.filter(({ type }) => type === 'incident.declared')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'declaration.joined')).toEqual([]);
  });

  test('3. after a look was answered and before that is recorded: it is looked again, and told once', async () => {
    const { incident, declare, role } = scene.leak();
    const answer = scene.wire.hold('message', valuesWith('step.done', doneOf('probe'), incident));
    await declared(declare);
    await answer.caught;
    await killAndGoOn();
    const { story } = await scene.finished(incident);
    expect(told(story, 'step.started', 'probe').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(told(story, 'step.done', 'probe')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'credential.probed')).toHaveLength(1);
    const jobs = told(story, 'step.started', 'probe').map(({ job }) => job);
    expect(scene.provider.calls.filter(({ key, target }) => key === jobs[0] && target === role)).toHaveLength(2);
  });

  test('4. when its plan is made and before anybody is asked: plan and asking stand there together, once', async () => {
    const { incident, declare } = scene.leak();
    const asking = scene.wire.hold('message', commitWith('plan.made', 'gate.opened', incident));
    await declared(declare);
    await asking.caught;
    const before = (await scene.story(incident)).map(({ type }) => type);
    expect(before).not.toContain('plan.made');
    expect(before).not.toContain('gate.opened');
    await killAndGoOn();
    const { story } = await scene.finished(incident);
    expect(story.filter(({ type }) => type === 'plan.made')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'gate.opened')).toHaveLength(1);
  });

  test('5. after an approval committed and before it was told: said again, it is the same yes, and counts once', async () => {
    const { incident, declare } = scene.leak();
    await declared(declare);
    const yes = await scene.yesTo(incident);
    const commit = scene.wire.hold('answer', commitWith('decision.recorded', incident));
    const unheard = bot.send(yes).then(
      () => 'answered',
      () => 'unheard',
    );
    await commit.caught;
    await scene.untilTold(incident, 'gate.accepted');
    await killAndGoOn();
    expect(await unheard).toBe('unheard');
    expect(await bot.send(yes)).toMatchObject({ ok: true });
    const { story } = await scene.finished(incident);
    expect(story.filter(({ type }) => type === 'decision.recorded')).toHaveLength(1);
    expect(story.filter(({ type }) => type === 'command.refused')).toEqual([]);
  });

  test('6. before its strike reaches the provider: the next one looks, finds nothing done, and strikes', async () => {
    const { incident, declare, role } = scene.leak();
    const strike = scene.provider.hold('message', isStrikeAt(role));
    await declared(declare);
    await agreed(incident);
    await strike.caught;
    await killAndGoOn();
    expect(strikesOf(await scene.finished(incident))).toEqual({
      attempts: [1, 2],
      seen: ['run', 'probe', 'run'],
      via: ['run'],
    });
  });

  test('7. after its strike took effect and before it was answered: the next one finds it done and strikes no more', async () => {
    const { incident, declare, role } = scene.leak();
    const strike = scene.provider.hold('answer', isStrikeAt(role));
    await declared(declare);
    await agreed(incident);
    await strike.caught;
    expect(scene.provider.struck.has(role)).toBe(true);
    await killAndGoOn();
    expect(strikesOf(await scene.finished(incident))).toEqual({ attempts: [1, 2], seen: ['run', 'probe'], via: ['probe'] });
  });

  test('8. after its strike was answered and before that is recorded: the next one finds it done and strikes no more', async () => {
    const { incident, declare } = scene.leak();
    const recording = scene.wire.hold('message', valuesWith('step.done', doneOf('strike'), incident));
    await declared(declare);
    await agreed(incident);
    await recording.caught;
    expect(told(await scene.story(incident), 'step.done', 'strike')).toEqual([]);
    await killAndGoOn();
    expect(strikesOf(await scene.finished(incident))).toEqual({ attempts: [1, 2], seen: ['run', 'probe'], via: ['probe'] });
  });

  /** From the moment on that `caught` is in our hands, until the record has the entry: committed, and the bot does not know. */
  async function committed(commit: Caught, incident: string, type: string, matches: Record<string, unknown>): Promise<void> {
    await commit.caught;
    await scene.untilTold(incident, type, matches);
  }

  test('9. after its strike is recorded and before the proof begins: the proof follows, and nothing is struck again', async () => {
    const { incident, declare } = scene.leak();
    const recorded = scene.wire.hold('answer', commitWith('step.done', doneOf('throw-out'), incident));
    await declared(declare);
    await agreed(incident);
    await committed(recorded, incident, 'step.done', { step: 'throw-out' });
    await killAndGoOn();
    const end = await scene.finished(incident);
    expect(strikesOf(end)).toEqual({ attempts: [1], seen: ['run'], via: ['run'] });
    expect(told(end.story, 'step.started', 'throw-out')).toHaveLength(1);
    expect(told(end.story, 'step.done', 'prove')).toHaveLength(1);
  });

  test('10. after the last proof is answered and before the incident is contained: proven and contained once, together', async () => {
    const { incident, declare } = scene.leak();
    const contained = scene.wire.hold('message', commitWith('incident.contained', incident));
    await declared(declare);
    await agreed(incident);
    await contained.caught;
    const before = (await scene.story(incident)).map(({ type }) => type);
    expect(before).not.toContain('credential.proved');
    await killAndGoOn();
    const { story } = await scene.finished(incident);
    for (const type of ['credential.proved', 'incident.contained', 'incident.closed']) {
      expect(
        story.filter((line) => line.type === type),
        type,
      ).toHaveLength(1);
    }
  });

  test('11. after the report was written and before that is recorded: it is written again, and told once', async () => {
    const { incident, declare } = scene.leak();
    const writing = scene.wire.hold('message', valuesWith('step.done', doneOf('write'), incident));
    await declared(declare);
    const end = scene.finished(incident);
    await writing.caught;
    await killAndGoOn();
    const { story } = await end;
    expect(told(story, 'step.started', 'write').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(told(story, 'step.done', 'write')).toHaveLength(1);
  });

  test('12. while it writes a line of the witness: half of one may stand there, and the next one writes a whole one behind it', async () => {
    const { incident, declare } = scene.leak();
    const linesNow = () =>
      existsSync(scene.shared.witnessFile) ? readFileSync(scene.shared.witnessFile, 'utf8').split('\n') : [];
    const about = () => linesNow().filter((line) => line.includes(incident));
    // The line is on the disk, and that it is done is on its way: the moment in which the bot is killed.
    const told = ({ text }: Statement) => text.startsWith("update job set status = 'done'") && about().length > 0;
    const written = scene.wire.hold('message', told);
    await declared(declare);
    await written.caught;
    await bot.kill();
    const before = about().length - 1;
    const line = about()[before] ?? '';
    const whole = readFileSync(scene.shared.witnessFile, 'utf8');
    expect(whole.endsWith(`${line}\n`)).toBe(true);
    truncateSync(scene.shared.witnessFile, Buffer.byteLength(whole) - Math.floor(line.length / 2));
    bot = await scene.startBot();
    await scene.finished(incident);

    const [torn, ...after] = about().slice(before);
    expect(readWitnessLine(torn ?? '')).toBe(null);
    const statements = after.map((one) => readWitnessLine(one)?.statement);
    const { links, incidents } = await scene.rows();
    for (const said of statements) {
      expect(links.find(({ incident: id, seq }) => id === incident && seq === said?.seq)?.hash.toString('hex')).toBe(
        said?.head,
      );
    }
    const end = incidents.find(({ id }) => id === incident);
    expect(statements.at(-1)).toMatchObject({ seq: end?.seq, head: end?.head.toString('hex') });
  });

  test('and every bundle verifies in the end, with its witness', async () => {
    const { incidents } = await scene.rows();
    const key = recordKey(Buffer.from(scene.shared.keys.record, 'base64')).publicKey;
    const audit = await auditBundles(scene.desk, incidents, { key, witnessFile: scene.shared.witnessFile });
    expect(audit.faults).toEqual([]);
    expect(audit.verified).toBe(incidents.length);
  });
});

/** What only the entry `step.done` of this step says, as it stands in the values of a statement: JSON inside an array of texts. */
const doneOf = (step: string) => `\\"step\\":\\"${step}\\",\\"via\\"`;
