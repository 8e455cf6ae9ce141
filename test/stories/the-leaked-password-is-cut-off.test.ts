/** Slice 1 as its user sees it: typed commands, a real server, and a look at that server which owes nothing to the bot. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formsOf } from '../../src/platform/redact/forms.ts';
import { type Intruder, knockEvery } from './intruder.ts';
import { approve, cutOff, declareLeak, plansOf, statusOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import { type Office, targetOf } from './staunch-yml.ts';
import type { Json, RunningBot } from './terminal.ts';
import { type Session, type Town, versions } from './town.ts';

const knockEveryMs = 200;
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const digest = expect.stringMatching(/^[0-9a-f]{64}$/);

/** A leaked role with its own held session, somebody who logs in with it all the time, and a neighbour with a similar name. */
type Leak = { role: string; value: string; intruder: Intruder; held: Session; neighbour: Session };

const sinkOf = ({ folder }: Pick<Office, 'folder'>) => join(folder, 'new-password');

async function leak(town: Town, role: string): Promise<Leak> {
  const value = `leaked-${role}-${crypto.randomUUID()}`;
  await town.role(role, value);
  await town.role(`${role}_reader`, `of-the-neighbour-of-${role}`);
  const held = await town.session(role, value, 'held by the intruder');
  const neighbour = await town.session(`${role}_reader`, `of-the-neighbour-of-${role}`, 'reader');
  const intruder = knockEvery(knockEveryMs, () => town.login(role, value));
  return { role, value, intruder, held, neighbour };
}

/** The test's own look: what the bot says plays no part in it, save the time it recorded. */
async function isOut({ town }: Scene, { role, value, intruder, held, neighbour }: Leak, status: Json, refusal: string) {
  await intruder.stopAfter(3);
  const cutOffAt = Date.parse(status.credentials[0].cutOffAt);
  const answers = (attempts: typeof intruder.attempts) => [...new Set(attempts.map(({ answer }) => answer))];
  expect(answers(intruder.attempts.filter(({ at }) => at < cutOffAt))).toContain('ok');
  expect(answers(intruder.attempts.filter(({ at }) => at >= cutOffAt))).toEqual([refusal]);
  expect(await town.login(role, value)).toBe(refusal);
  expect(await town.sessionsOf(role)).toEqual([]);
  expect(await held.ended).toBe('57P01');
  // The role with the common beginning: its session is the same one, and goes on.
  expect(await town.sessionsOf(`${role}_reader`)).toEqual([neighbour.pid]);
  expect((await neighbour.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  expect(await town.login(`${role}_reader`, `of-the-neighbour-of-${role}`)).toBe('ok');
}

async function standsInNoServerLog({ town }: Scene, role: string, secrets: string[]): Promise<void> {
  const log = await town.server.log();
  // It is the log at log_statement=all: what the bot did stands there.
  expect(log).toContain(`ALTER ROLE "${role}"`);
  for (const form of secrets.flatMap(formsOf)) expect(log.includes(form), 'a password in the server’s log').toBe(false);
}

const status = (role: string, refusal: string) => ({
  incident: expect.any(String),
  number: expect.any(Number),
  state: 'contained',
  detectedAt: instant,
  deadline: instant,
  stages: expect.arrayContaining([
    {
      id: 'contain',
      state: 'done',
      startedAt: instant,
      endedAt: instant,
      within: 300,
      title: expect.any(String),
      steps: expect.any(Array),
    },
    expect.objectContaining({ id: 'invalidate', state: 'waiting', endedAt: null, within: 480 }),
    expect.objectContaining({ id: 'post-mortem', state: 'pending', startedAt: null }),
  ]),
  credentials: [
    {
      id: 'c1',
      kind: 'postgres-password',
      hint: `${role} on main`,
      state: 'dead',
      held: false,
      proof: {
        grade: 'by-use',
        before: { result: 'alive', at: instant },
        after: { result: 'refused', at: instant, detail: expect.stringContaining(refusal) },
      },
      residuals: [],
    },
  ],
});

for (const version of versions) {
  describe(`on PostgreSQL ${version}`, () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene(version, {
        config: ({ server, admin }, office) => ({
          targets: { main: targetOf(server, admin, { crm: { file: sinkOf(office) } }) },
        }),
      });
    });
    afterAll(() => scene.close());

    it('without a bot, typed commands alone end the leak, prove it and write it down', async () => {
      const { town, office, terminal } = scene;
      const leaked = await leak(town, 'app');
      const detectedAt = new Date(Date.now() - 120_000).toISOString();
      const incident = await declareLeak(terminal, 'app', leaked.value, [
        '--detected-at',
        detectedAt,
        '--title',
        'The app leaked',
      ]);
      const plans = await plansOf(terminal, incident);
      expect(plans).toEqual([
        {
          hash: digest,
          title: 'Cut now: app may not log in',
          reversible: true,
          expectedOutage: expect.any(String),
          breaks: expect.arrayContaining([expect.stringContaining('held by the intruder')]),
          calls: expect.any(Array),
          residuals: [],
          needs: { people: 1, from: 'on-call', notRequester: false },
          have: [],
          state: 'waiting',
          acceptedBy: null,
        },
      ]);
      expect(plans[0].calls[0]).toEqual({
        order: 1,
        call: 'ALTER ROLE "app" NOLOGIN',
        target: 'main/app',
        reversible: true,
        credential: 'c1',
      });
      const approved = await approve(terminal, office, incident, plans[0].hash);
      expect(approved, approved.err).toMatchObject({
        code: 0,
        json: { plan: plans[0].hash, have: 1, need: 1, state: 'accepted' },
      });
      const waited = await terminal.type(['wait', incident, '--for', 'cut-off', '--timeout', '30s']);
      expect(waited, waited.err).toMatchObject({
        code: 0,
        json: { ...status('app', '28000'), detectedAt, title: 'The app leaked' },
      });
      expect(Date.parse(waited.json.deadline) - Date.parse(detectedAt)).toBe(15 * 60_000);
      await isOut(scene, leaked, waited.json, '28000');
      const report = await terminal.type(['report', incident]);
      expect(report).toMatchObject({ code: 0, json: { incident: waited.json.incident, format: 'md' } });
      for (const told of ['The app leaked', 'by use', 'ALTER ROLE "app" NOLOGIN', 'ana', 'TODO'])
        expect(report.json.document).toContain(told);
      await standsInNoServerLog(scene, 'app', [leaked.value]);
    });

    describe('with a running bot', () => {
      let bot: RunningBot;
      beforeAll(async () => {
        bot = await scene.terminal.start();
      });

      it('commands reach it through its socket, and each answers from the same record', async () => {
        const { town, office, terminal } = scene;
        const leaked = await leak(town, 'bill');
        const incident = await declareLeak(terminal, 'bill', leaked.value, ['--as', 'bo', '--request', `ticket-${version}`]);
        const again = await terminal.type([
          'declare',
          '--kind',
          'postgres-password',
          '--locator',
          'target=main',
          '--locator',
          'role=bill',
          '--request',
          `ticket-${version}`,
        ]);
        expect(again.json.number).toBe(Number(incident));
        const after = await cutOff(terminal, office, incident);
        expect(after).toMatchObject(status('bill', '28000'));
        await isOut(scene, leaked, after, '28000');
        const listed = await terminal.type(['list']);
        expect(listed.lines.find(({ number }: Json) => String(number) === incident)).toMatchObject({
          incident: after.incident,
          state: 'contained',
          credentials: [{ id: 'c1', kind: 'postgres-password', hint: 'bill on main', state: 'dead' }],
        });
        const entries = (await terminal.type(['timeline', incident])).lines;
        expect(entries.map(({ seq }: Json) => seq)).toEqual(entries.map((_: Json, index: number) => index + 1));
        for (const entry of entries)
          expect(entry).toMatchObject({ at: instant, type: expect.any(String), actor: expect.any(String) });
        await standsInNoServerLog(scene, 'bill', [leaked.value]);
      });

      it('a new password goes to its sink, works from there on, and the old one is refused', async () => {
        const { town, office, terminal } = scene;
        const sink = sinkOf(office);
        const leaked = await leak(town, 'crm');
        const incident = await declareLeak(terminal, 'crm', leaked.value, ['--as', 'bo']);
        const plans = await plansOf(terminal, incident);
        expect(plans.map(({ title, reversible, needs }: Json) => [title.split(':')[0], reversible, needs])).toEqual([
          ['Cut now', true, { people: 1, from: 'on-call', notRequester: false }],
          ['New password', false, { people: 1, from: 'approvers', notRequester: true }],
        ]);
        const after = await cutOff(terminal, office, incident, 'New password');
        expect(after).toMatchObject(status('crm', '28P01'));
        await isOut(scene, leaked, after, '28P01');
        const fresh = await readFile(sink, 'utf8');
        expect((await stat(sink)).mode & 0o777).toBe(0o600);
        expect(fresh).toMatch(/^[A-Za-z0-9]{32}$/);
        expect(await town.login('crm', fresh)).toBe('ok');
        await standsInNoServerLog(scene, 'crm', [leaked.value, fresh]);
      });

      it('SIGTERM ends it, and what was recorded is there for the next command', async () => {
        const { terminal } = scene;
        expect(await bot.stop()).toBe(0);
        expect(await statusOf(terminal, '2')).toMatchObject({ state: 'contained' });
      });
    });
  });
}
if (versions.length === 0) it.skip('there is no PostgreSQL on this machine', () => undefined);
