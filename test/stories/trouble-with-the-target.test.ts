/** Whatever the target answers, it is said in words, nothing is lost, and the incident goes on. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, cutOff, declareLeak, plansOf, statusOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import { targetOf } from './staunch-yml.ts';
import type { Json, Ran, RunningBot } from './terminal.ts';
import { newest, openTown, type Town } from './town.ts';

/** Slots for others than superusers on the small server, and what fills them. */
const smallSettings = ['max_connections=8', 'superuser_reserved_connections=4'];
const smallSlots = 4;

type Silent = { port: number; close(): void };

/** Takes every connection and says nothing. */
async function silentServer(): Promise<Silent> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as { port: number }).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe.runIf(newest !== undefined)('a target', () => {
  let scene: Scene;
  let bot: RunningBot;
  let silent: Silent;
  let small: Town;
  let hanging: string;
  let full: string;

  beforeAll(async () => {
    if (newest === undefined) return;
    [silent, small] = await Promise.all([silentServer(), openTown(newest, smallSettings)]);
    await small.role('app', 'leaked-with-app');
    scene = await openScene(newest, {
      config: ({ server, admin }) => ({
        targets: {
          main: targetOf(server, admin),
          weak: targetOf(server, 'weak_admin'),
          hanging: targetOf({ host: '127.0.0.1', port: silent.port }, admin),
          small: targetOf(small.server, small.admin),
        },
        protected: [{ target: 'main', role: 'untouchable' }],
      }),
    });
    const { town, terminal } = scene;
    await small.quietly(`alter role ${small.admin} password '${town.env.MAIN_ADMIN_PASSWORD}'`);
    const hogs = Array.from({ length: smallSlots }, () => small.session('app', 'leaked-with-app', 'hog'));
    await Promise.all(hogs);
    bot = await terminal.start();
    // These two take their time: everything below happens meanwhile.
    hanging = await declareLeak(terminal, 'app', 'leaked-with-hanging', [], 'hanging');
    full = await declareLeak(terminal, 'app', 'leaked-with-app', [], 'small');
  });
  afterAll(async () => {
    await bot.stop();
    silent.close();
    await small.stop();
    await scene.close();
  });

  const isStuck = ({ json }: Ran) => json.waiting.some(({ kind }: Json) => kind === 'stuck');

  /** What the incident asks of people once it is stuck. */
  async function stuckAt(incident: string): Promise<Json> {
    const { json } = await scene.terminal.until(['status', incident], isStuck);
    expect(json).toMatchObject({
      state: 'open',
      stages: [{ id: 'identify', state: 'stuck' }, ...Array(5).fill({ state: 'pending' })],
    });
    return json.waiting[0];
  }

  it('without such a role opens the incident, and says which names are near', async () => {
    await scene.town.role('billing', 'leaked-with-billing');
    const incident = await declareLeak(scene.terminal, 'biling', 'leaked-with-billing');
    const planned = await scene.terminal.type(['plan', incident]);
    expect(planned, planned.err).toMatchObject({ code: 1, json: { error: { class: 'no' } } });
    expect(await stuckAt(incident)).toMatchObject({
      kind: 'stuck',
      step: 'identify',
      credential: 'c1',
      what: expect.stringMatching(/There is no role "biling".*Similar names there: billing/),
      since: expect.any(String),
    });
  });

  it('whose role may not log in already has nothing to strike: found dead, and contained', async () => {
    await scene.town.role('closed', 'leaked-with-closed', 'nologin');
    const incident = await declareLeak(scene.terminal, 'closed', 'leaked-with-closed');
    const waited = await scene.terminal.type(['wait', incident, '--for', 'contained', '--timeout', '30s']);
    expect(waited, waited.err).toMatchObject({ code: 0, json: { state: 'contained', plans: [], gate: null } });
    expect(waited.json.credentials[0]).toMatchObject({
      state: 'dead',
      proof: { grade: 'found-dead', before: { result: 'refused' } },
    });
  });

  it.each([
    ['a mistyped value', 'typo', 'leaked-with-tpyo'],
    ['a password that somebody has changed already', 'changed', 'the-old-password'],
  ])('that refuses %s tells nothing: never dead, until the right one is handed in', async (_what, role, wrong) => {
    const { town, office, terminal } = scene;
    const right = `leaked-with-${role}`;
    await town.role(role, right);
    const incident = await declareLeak(terminal, role, wrong);
    await plansOf(terminal, incident);
    const [told] = (await statusOf(terminal, incident)).credentials;
    expect(told).toMatchObject({ state: 'unknown', proof: { grade: null, before: { result: 'could-not-tell' } } });
    expect(told.proof.before.detail).toContain(`this value does not open ${role}: already changed, or mistyped?`);
    expect((await terminal.type(['hand-in', incident, 'c1'], { input: right })).code).toBe(0);
    await terminal.until(['status', incident], ({ json }) => json.gate !== null && json.credentials[0].state === 'alive');
    const after = await cutOff(terminal, office, incident);
    expect(after.credentials[0]).toMatchObject({ state: 'dead', proof: { grade: 'by-use', before: { result: 'alive' } } });
  });

  it('whose password nobody can hand in is cut all the same, and the proof is the server’s own word', async () => {
    const { town, office, terminal } = scene;
    await town.role('unknown_value', 'nobody-knows-it');
    const incident = await declareLeak(terminal, 'unknown_value', null);
    const after = await cutOff(terminal, office, incident);
    expect(after.credentials[0]).toMatchObject({
      state: 'dead',
      proof: { grade: 'by-provider', before: { result: 'could-not-tell' }, after: { result: 'could-not-tell' } },
    });
    expect(await town.login('unknown_value', 'nobody-knows-it')).toBe('28000');
  });

  it('that asks our address for no password says so, and the proof does not rest on a login', async () => {
    const { town, office, terminal } = scene;
    await town.role('trusted', 'leaked-with-trusted');
    await town.server.hba('host all trusted 127.0.0.1/32 trust');
    const incident = await declareLeak(terminal, 'trusted', 'leaked-with-trusted');
    await plansOf(terminal, incident);
    const { credentials } = await statusOf(terminal, incident);
    expect(credentials[0].proof.before).toMatchObject({
      result: 'could-not-tell',
      detail: expect.stringContaining('does not ask trusted for a password'),
    });
    expect(credentials[0].remarks).toContainEqual(
      expect.objectContaining({ severity: 'warning', text: expect.stringContaining('by-provider') }),
    );
    expect((await cutOff(terminal, office, incident)).credentials[0]).toMatchObject({
      state: 'dead',
      proof: { grade: 'by-provider' },
    });
    expect(await town.login('trusted', 'anything')).toBe('28000');
  });

  it('whose pg_hba.conf keeps us out says nothing about the password', async () => {
    const { town, office, terminal } = scene;
    await town.role('barred', 'leaked-with-barred');
    await town.server.hba('host all barred 127.0.0.1/32 reject');
    const incident = await declareLeak(terminal, 'barred', 'leaked-with-barred');
    await plansOf(terminal, incident);
    const before = (await statusOf(terminal, incident)).credentials[0].proof.before;
    expect(before).toMatchObject({
      result: 'could-not-tell',
      detail: expect.stringContaining('pg_hba.conf does not let us try barred'),
    });
    expect((await cutOff(terminal, office, incident)).credentials[0]).toMatchObject({
      state: 'dead',
      proof: { grade: 'by-provider' },
    });
  });

  it('whose admin lacks rights names each GRANT before anyone is asked, and goes on once they are given', async () => {
    const { town, office, terminal } = scene;
    await town.quietly(`create role weak_admin login password '${town.env.MAIN_ADMIN_PASSWORD}'`);
    await town.role('out_of_reach', 'leaked-with-out-of-reach');
    const incident = await declareLeak(terminal, 'out_of_reach', 'leaked-with-out-of-reach', [], 'weak');
    const { step, what } = await stuckAt(incident);
    const grants = what.match(/(?:GRANT|ALTER ROLE) [^;]+;/g) ?? [];
    expect(grants).toContain('ALTER ROLE "weak_admin" CREATEROLE;');
    expect(grants).toContain('GRANT pg_signal_backend TO "weak_admin";');
    if (town.server.version >= 16) expect(grants.join()).toContain('GRANT "out_of_reach" TO "weak_admin" WITH ADMIN TRUE');
    // What it says is run as it stands.
    await town.server.sql(...grants);
    expect((await terminal.type(['retry', incident, step])).code).toBe(0);
    expect(await cutOff(terminal, office, incident)).toMatchObject({
      state: 'contained',
      credentials: [{ proof: { grade: 'by-use' } }],
    });
  });

  it.each([
    ['a superuser', 'root_of_test', 'it is a superuser'],
    ['our own admin', 'staunch_bot', 'it is the admin that Staunch itself uses'],
    ['what staunch.yml protects', 'untouchable', '`protected:` in staunch.yml names it'],
    ['a reserved role', 'pg_monitor', 'its name is reserved by PostgreSQL'],
  ])('is never touched where the role is %s', async (_what, role, why) => {
    if (role === 'untouchable') await scene.town.role(role, 'leaked-with-untouchable');
    const incident = await declareLeak(scene.terminal, role, null);
    const { what } = await stuckAt(incident);
    expect(what).toContain(`Role "${role}" is protected: ${why}`);
    const approved = await approve(scene.terminal, scene.office, incident, '0'.repeat(8));
    expect(approved, approved.err).toMatchObject({ code: 3 });
    if (role !== 'staunch_bot') return;
    expect(await scene.town.login(role, scene.town.env.MAIN_ADMIN_PASSWORD ?? '')).toBe('ok');
  });

  it('without a free connection is tried again, says how to free one, and goes on when there is one', async () => {
    const { office, terminal } = scene;
    expect(await stuckAt(full)).toMatchObject({
      step: 'identify',
      what: expect.stringContaining('Every connection slot is taken'),
    });
    await small.server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hog'");
    expect((await terminal.type(['retry', full, 'identify'])).code).toBe(0);
    expect(await cutOff(terminal, office, full)).toMatchObject({
      state: 'contained',
      credentials: [{ proof: { grade: 'by-use' } }],
    });
  });

  it('that hangs holds up nobody else, and is given to a person after its retries', async () => {
    const stuck = await stuckAt(hanging);
    expect(stuck.what).toContain('it took the connection but did not answer within 5 s');
    const entries = (await scene.terminal.type(['timeline', hanging])).lines;
    expect(entries.filter(({ type }: Json) => type === 'step.failed').length).toBeGreaterThan(2);
  });
});
