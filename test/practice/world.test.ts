import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { describe, expect } from 'vitest';
import type { PracticeEvent } from '../../src/practice/world.ts';
import { isRunning } from './is-running.ts';
import { asAdmin, asLogin, patience, test } from './practice-world.ts';

describe('a practice world', () => {
  test('shows an attacker who gets in and is then cut off, while the shop stays green', async ({ start }) => {
    const world = await start();
    const events: PracticeEvent[] = [];
    world.onEvent((event) => events.push(event));
    await expect.poll(() => world.latest().attacker.login?.text, patience).toBe('login OK');
    await expect.poll(() => world.latest().attacker.session?.text, patience).toMatch(/^session open: read \d+ orders$/);
    await expect.poll(() => world.latest().shop.order?.text, patience).toMatch(/^order \d+ OK as /);
    expect(world.latest().attacker.refusedSince).toBeNull();
    const first = events.find(({ who }) => who === 'attacker');
    expect(Date.parse(world.leaked.since)).toBeLessThanOrEqual(Date.parse(first?.at ?? ''));

    const { role } = world.leaked;
    // What a swap does, in one go.
    await asAdmin(world, `alter role ${world.twin} login password 'only-in-this-test'`);
    await writeFile(world.sink.file, JSON.stringify({ user: world.twin, password: 'only-in-this-test' }));
    await asAdmin(
      world,
      `alter role ${role} nologin`,
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
    );
    await expect
      .poll(() => world.latest().attacker.login?.text, patience)
      .toBe(`login refused: 28000 role "${role}" is not permitted to log in`);
    await expect.poll(() => world.latest().attacker.session?.text, patience).toBe('session ended by the server (57P01)');
    expect(world.latest().attacker.refusedSince).not.toBeNull();

    const seen = events.length;
    await expect.poll(() => events.slice(seen).filter((one) => one.who === 'shop').length, patience).toBeGreaterThan(3);
    expect(events.filter((one) => one.who === 'shop' && one.state !== 'ok')).toEqual([]);
    expect(events.slice(seen).filter((one) => one.who === 'attacker' && one.state === 'ok')).toEqual([]);
    expect(world.latest().shop.order?.text).toMatch(new RegExp(`OK as ${world.twin}$`));
  });

  test('takes the shop down when its role is cut without a swap, and brings it back with it', async ({ start }) => {
    const world = await start();
    const { role } = world.leaked;
    await expect.poll(() => world.latest().shop.order?.state, patience).toBe('ok');
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`;
    await asAdmin(world, `alter role ${role} nologin`, end);
    await expect.poll(() => world.latest().shop.order?.text, patience).toMatch(/^DOWN until its role may log in again: 28000/);
    await asAdmin(world, `alter role ${role} login`);
    await expect.poll(() => world.latest().shop.order?.text, patience).toMatch(/OK as/);
  });

  test('brings the attacker back as soon as the role may log in again', async ({ start }) => {
    const world = await start();
    const { role } = world.leaked;
    await expect.poll(() => world.latest().attacker.session?.state, patience).toBe('ok');
    await asAdmin(world, `alter role ${role} nologin`);
    await expect.poll(() => world.latest().attacker.login?.state, patience).toBe('refused');
    // The session that was open before the strike lives on: that is why it has to be ended too.
    expect(world.latest().attacker.session?.state).toBe('ok');
    await asAdmin(world, `alter role ${role} login`);
    await expect.poll(() => world.latest().attacker.refusedSince, patience).toBeNull();
  });

  test('gives the bot the rights it asks for, and no more', async ({ start }) => {
    const world = await start();
    const [admin] = await asAdmin(
      world,
      `select rolsuper, rolcreaterole,
         pg_has_role(current_user, 'pg_signal_backend', 'member') as may_signal,
         pg_has_role(current_user, 'pg_read_all_stats', 'usage') as may_see,
         pg_has_role(current_user, '${world.leaked.role}', 'member with admin option') as may_alter,
         pg_has_role(current_user, '${world.leaked.role}', 'usage') as acts_as
       from pg_roles where rolname = current_user`,
    );
    expect(admin).toEqual({
      rolsuper: false,
      rolcreaterole: true,
      may_signal: true,
      may_see: true,
      may_alter: true,
      acts_as: false,
    });
    const superusers = await asAdmin(world, 'select rolname from pg_roles where rolsuper and rolcanlogin');
    expect(superusers).toEqual([]);
    const [owner] = await asAdmin(world, 'select rolname from pg_roles where rolsuper order by oid limit 1');
    await expect(asAdmin(world, `alter role "${String(owner?.rolname)}" login`)).rejects.toMatchObject({ code: '42501' });
    await expect(asAdmin(world, 'select * from orders')).rejects.toMatchObject({ code: '42501' });
  });

  test('asks for the password: a wrong one is refused', async ({ start }) => {
    const { target, leaked } = await start();
    const login = { host: target.host, port: target.port, database: target.database, user: leaked.role };
    await expect(asLogin({ ...login, password: 'wrong' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await expect(asLogin({ ...login, password: leaked.value }, 'select 1')).resolves.toHaveLength(1);
  });

  test('says no password in an event, an argument, a variable or a file, but in the one that the shop reads', async ({
    start,
    folder,
  }) => {
    const world = await start();
    const events: PracticeEvent[] = [];
    world.onEvent((event) => events.push(event));
    await asAdmin(world, `alter role ${world.leaked.role} nologin`);
    await expect.poll(() => world.latest().attacker.login?.state, patience).toBe('refused');
    const said = [JSON.stringify(events), JSON.stringify(world.latest())];
    const processes = Object.values(world.pids).filter(() => existsSync('/proc/self/environ'));
    const shown = processes
      .flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`])
      .map((path) => readFileSync(path, 'utf8'));
    for (const password of [world.leaked.value, world.target.adminPassword]) {
      for (const text of [...said, ...shown]) expect(text).not.toContain(password);
    }
    expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual([
      'practice',
      relative(folder, world.sink.file),
    ]);
    expect(statSync(world.sink.file).mode & 0o777).toBe(0o600);
  });

  test('is a new one at each start on the same folder', async ({ start, folder }) => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect(second.leaked.role).not.toBe(first.leaked.role);
    expect(second.leaked.value).not.toBe(first.leaked.value);
    expect(second.target.name).not.toBe(first.target.name);
    expect(second.target.adminPassword).not.toBe(first.target.adminPassword);
    expect(second.sink.file).not.toBe(first.sink.file);
    expect(readdirSync(folder)).toEqual(['practice']);
    await expect.poll(() => second.latest().attacker.login?.text, patience).toBe('login OK');
  });

  test('leaves no process behind when it is stopped, and can be stopped twice', async ({ start }) => {
    const world = await start();
    expect(Object.values(world.pids).map(isRunning)).toEqual([true, true, true, true]);
    await Promise.all([world.stop(), world.stop()]);
    expect(Object.values(world.pids).map(isRunning)).toEqual([false, false, false, false]);
    await world.stop();
  });

  test('ends the server even when the process that owned it was killed', async ({ start }) => {
    const world = await start();
    process.kill(world.pids.server, 'SIGKILL');
    await expect.poll(() => isRunning(world.pids.server), patience).toBe(false);
    await world.stop();
    await expect.poll(() => isRunning(world.pids.postmaster), patience).toBe(false);
  });
});
