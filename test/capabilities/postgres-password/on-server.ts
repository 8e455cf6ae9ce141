/** What PostgreSQL itself must answer: run on every version that is promised. */
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callFor, credentialKindContract, identified, planned } from '../../contracts/credential-kind.ts';
import type { Version } from '../../servers/postgres.ts';
import { identity, providerFailure, refusal } from './answers.ts';
import { honesty } from './honesty.ts';
import { twoAccounts } from './two-accounts.ts';
import { grants, openWorld, type World } from './world.ts';

function sessionsAndProofs(world: () => World): void {
  it('ends an open session with 57P01 and leaves the neighbour’s alone', async () => {
    const leak = await world().leak();
    const held = await world().session(leak.role, leak.value, 'shop');
    const { target, facts } = await planned(leak, 'disable');
    const struck = await leak.kind.disable?.(callFor(leak, facts), target);
    expect(await held.ended).toBe('57P01');
    expect(struck?.calls.map(({ answer }) => answer)).toEqual(['ALTER ROLE', '1 session ended', 'no session is open']);
    expect(await leak.bystanderWorks()).toBe(true);
  });

  it('says who hangs on the role: application, address, state, owned objects, members', async () => {
    const leak = await world().leak();
    const { server } = world();
    await server.sql(`create schema "${leak.role}" authorization ${leak.role}`, `grant ${leak.role} to ${leak.role}_reporting`);
    const held = await world().session(leak.role, leak.value, 'shop');
    const { breaks } = await identity(leak);
    expect(breaks.join()).toMatch(/1 session of shop from 127\.0\.0\.1 in postgres \(1 idle; at \d\d:\d\d:\d\dZ\)/);
    expect(breaks).toContain(`${leak.role} owns 1 object in database postgres: they stay as they are`);
    expect(breaks.join()).toContain(`${leak.role}_reporting`);
    await held.client.end();
  });

  it('lists each open session as a use: from where, as whom, by what, since when', async () => {
    const leak = await world().leak();
    const [first, second] = [
      await world().session(leak.role, leak.value, 'shop'),
      await world().session(leak.role, leak.value, ''),
    ];
    const found = await leak.kind.identify(callFor(leak, null));
    const use = { from: '127.0.0.1', as: leak.role, what: 'a session in postgres, idle' };
    const at = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(found).toMatchObject({
      kind: 'one',
      uses: {
        source: 'pg_stat_activity',
        rows: [
          { ...use, at, program: 'shop' },
          { ...use, at, program: null },
        ],
        more: 0,
      },
    });
    await first.client.end();
    await second.client.end();
  });

  it('refuses the right password of a closed role with 28000: found dead at the first look', async () => {
    const leak = await world().leak();
    await world().server.sql(`alter role ${leak.role} nologin`);
    const { facts, remarks } = await identity(leak);
    expect(remarks.map(({ text }) => text).join()).toContain('already NOLOGIN');
    const before = await leak.kind.probe(callFor(leak, facts), false);
    expect(before).toMatchObject({ result: 'refused', detail: expect.stringContaining('28000') });
    expect(leak.kind.plan(leak.credential, facts, before)).toEqual([]);
    expect(await leak.kind.probe(callFor(leak, facts, 'wrong'), false)).toMatchObject({ result: 'could-not-tell' });
  });

  it('found dead with a session still open: offers to end only that', async () => {
    const leak = await world().leak();
    const held = await world().session(leak.role, leak.value, 'thief');
    await world().server.sql(`alter role ${leak.role} nologin`);
    const { target, facts } = await planned(leak, 'disable');
    expect(target.calls.map(({ call }) => call).join()).not.toContain('NOLOGIN');
    expect(await leak.kind.inspect(callFor(leak, facts), null)).toMatchObject({
      cutOff: 'yes',
      residuals: [{ id: 'c1-sessions' }],
    });
    await leak.kind.disable?.(callFor(leak, facts), target);
    expect(await held.ended).toBe('57P01');
    const undo = leak.kind.undo?.(callFor(leak, facts), target) ?? Promise.resolve();
    expect((await providerFailure(undo)).message).toContain('could not log in before');
  });

  it('asks back when a password was already changed or mistyped, and counts it as refused once it was alive', async () => {
    const leak = await world().leak();
    const { facts } = await identified(leak);
    await world().server.sql(`alter role ${leak.role} password 'another'`);
    const look = await leak.kind.probe(callFor(leak, facts), false);
    expect(look).toMatchObject({
      result: 'could-not-tell',
      detail: `this value does not open ${leak.role}: already changed, or mistyped?`,
    });
    expect(await leak.kind.probe(callFor(leak, facts), true)).toMatchObject({ result: 'refused' });
  });

  it('accepts thirty new sessions since the plan, and ends them all', async () => {
    const leak = await world().leak();
    const { target, facts } = await planned(leak, 'disable');
    const held = await Promise.all(Array.from({ length: 30 }, () => world().session(leak.role, leak.value, 'pool')));
    expect((await planned(leak, 'disable')).target).toEqual(target);
    await leak.kind.disable?.(callFor(leak, facts), target);
    expect(new Set(await Promise.all(held.map(({ ended }) => ended)))).toEqual(new Set(['57P01']));
  });

  it('touches nothing when more sessions are open than were agreed', async () => {
    const leak = await world().leak();
    const { target, facts } = await planned(leak, 'disable');
    const held = await world().session(leak.role, leak.value, 'shop');
    const none = { ...target, caps: { sessions: 0 } };
    expect(await providerFailure(leak.kind.disable?.(callFor(leak, facts), none) as Promise<unknown>)).toMatchObject({
      class: 'replan',
    });
    expect(await leak.works(leak.value)).toBe(true);
    await held.client.end();
  });

  it('refuses a role that was made again since the plan, and leaves the new one open', async () => {
    const leak = await world().leak();
    const { target, facts } = await planned(leak, 'disable');
    await world().server.sql(
      `drop role ${leak.role}`,
      `create role ${leak.role} login password '${leak.value}'`,
      ...grants(world().server.version, leak.role, world().bot.user),
    );
    expect(await providerFailure(leak.kind.disable?.(callFor(leak, facts), target) as Promise<unknown>)).toMatchObject({
      class: 'replan',
    });
    expect(await leak.works(leak.value)).toBe(true);
    expect((await planned(leak, 'disable')).target).not.toEqual(target);
    expect(await leak.kind.inspect(callFor(leak, facts), target)).toMatchObject({ cutOff: 'could-not-tell' });
  });
}

function doorsAndRights(world: () => World): void {
  it('cannot tell where pg_hba.conf trusts us, offers no new password, and proves by the server’s own state', async () => {
    const leak = await world().leak();
    const close = await world().server.hba(`host all ${leak.role} 127.0.0.1/32 trust`);
    const { facts, remarks } = await identity(leak);
    const look = await leak.kind.probe(callFor(leak, facts), false);
    expect(look).toMatchObject({ result: 'could-not-tell', detail: expect.stringContaining('does not ask') });
    expect(remarks.map(({ text }) => text).join()).toContain('by-provider');
    const options = leak.kind.plan(leak.credential, facts, look);
    expect(options.map(({ target }) => target.verb)).toEqual(['disable']);
    const target = options[0]?.target ?? expect.unreachable();
    await leak.kind.disable?.(callFor(leak, facts), target);
    expect(await leak.kind.probe(callFor(leak, facts), false)).toMatchObject({ result: 'could-not-tell' });
    expect(await leak.kind.inspect(callFor(leak, facts), target)).toMatchObject({ cutOff: 'yes' });
    await close();
  });

  it('cannot tell where pg_hba.conf rejects us', async () => {
    const leak = await world().leak();
    const close = await world().server.hba(`host all ${leak.role} 127.0.0.1/32 reject`);
    const { facts } = await identified(leak);
    const look = await leak.kind.probe(callFor(leak, facts), false);
    expect(look).toMatchObject({ result: 'could-not-tell', detail: expect.stringContaining('pg_hba.conf') });
    await close();
  });

  it('tries the login in the first database that the role may enter', async () => {
    const leak = await world().leak();
    const { server, bot } = world();
    await server.sql(
      `create database only_${leak.role}`,
      'revoke connect on database postgres from public',
      `grant connect on database postgres to ${bot.user}`,
    );
    const { facts } = await identified(leak);
    expect(facts).toMatchObject({ probeDatabase: `only_${leak.role}` });
    expect(await leak.kind.probe(callFor(leak, facts), false)).toMatchObject({ result: 'alive' });
    await server.sql('grant connect on database postgres to public');
  });

  it('names every missing right with the GRANT that gives it, and works once they were run', async () => {
    const newcomer = await world().newcomer();
    const leak = await world().leak({ as: newcomer });
    const { server } = world();
    await server.sql(`revoke ${leak.role} from ${newcomer}`);
    const needed = [
      `ALTER ROLE "${newcomer}" CREATEROLE`,
      ...grants(server.version, leak.role, newcomer),
      `GRANT pg_signal_backend TO "${newcomer}"`,
    ];
    for (const [index, grant] of needed.entries()) {
      const refused = await refusal(leak);
      expect(refused.class).toBe('denied');
      expect(refused.byHand).toContain(`ALTER ROLE "${leak.role}" NOLOGIN`);
      for (const [other, statement] of needed.entries()) expect(refused.reason.includes(`${statement};`)).toBe(other >= index);
      await server.sql(grant);
    }
    const { target, facts } = await planned(leak, 'disable');
    await leak.kind.disable?.(callFor(leak, facts), target);
    expect(await leak.works(leak.value)).toBe(false);
  });

  it('shows what it may not see as not visible, never as nobody', async () => {
    const newcomer = await world().newcomer();
    const leak = await world().leak({ as: newcomer });
    const { server } = world();
    await server.sql(`alter role ${newcomer} createrole`, `grant pg_signal_backend to ${newcomer}`);
    const held = await world().session(leak.role, leak.value, 'shop');
    const { breaks, remarks } = await identity(leak);
    expect(breaks[0]).toContain('1 session of shop from an address that is not visible to us');
    const grant = `GRANT pg_read_all_stats TO "${newcomer}"`;
    expect(remarks).toContainEqual(expect.objectContaining({ severity: 'warning', grant }));
    await server.sql(grant);
    expect((await identity(leak)).breaks[0]).toContain('from 127.0.0.1');
    await held.client.end();
  });

  it('protects superusers, its own admin, reserved roles and those of `protected:`', async () => {
    const superuser = await world().leak({ attributes: 'superuser' });
    expect(await refusal(superuser)).toMatchObject({ class: 'denied', reason: expect.stringContaining('superuser') });
    const listed = await world().leak({ protect: ['billing'] });
    for (const role of [world().bot.user, 'pg_monitor']) {
      const credential = { ...listed.credential, locator: { target: 'main', role } };
      expect(await refusal({ ...listed, credential })).toMatchObject({
        class: 'denied',
        reason: expect.stringContaining('protected'),
      });
    }
    await world().server.sql('create role billing login');
    const billing = { ...listed.credential, locator: { target: 'main', role: 'billing' } };
    expect(await refusal({ ...listed, credential: billing })).toMatchObject({ reason: expect.stringContaining('staunch.yml') });
  });

  it('a role with REPLICATION: needs a superuser before 16, and is cut like any other from then on', async () => {
    const leak = await world().leak({ attributes: 'replication' });
    if (world().server.version < 16) {
      expect(await refusal(leak)).toMatchObject({ class: 'denied', reason: expect.stringContaining('only a superuser') });
      return;
    }
    const { target, facts } = await planned(leak, 'disable');
    await leak.kind.disable?.(callFor(leak, facts), target);
    expect(await leak.works(leak.value)).toBe(false);
  });

  it('names similar roles where there is none of that name', async () => {
    const leak = await world().leak();
    const credential = { ...leak.credential, locator: { target: 'main', role: `${leak.role}x` } };
    expect((await refusal({ ...leak, credential })).reason).toContain(`${leak.role}`);
  });

  it('cuts a role whose name needs quoting', async () => {
    const leak = await world().leak();
    const odd = `${leak.role} "x"; drop`;
    await world().server.sql(
      `create role "${odd.replaceAll('"', '""')}" login password 'odd'`,
      ...grants(world().server.version, odd.replaceAll('"', '""'), world().bot.user),
    );
    const strange = { ...leak, credential: { ...leak.credential, locator: { target: 'main', role: odd } }, value: 'odd' };
    const { target, facts } = await planned(strange, 'disable');
    await strange.kind.disable?.(callFor(strange, facts), target);
    expect(await strange.kind.probe(callFor(strange, facts), true)).toMatchObject({ result: 'refused' });
  });
}

function troubleAndSecrets(world: () => World): void {
  it('waits for a free slot when all are taken, and says so', async () => {
    const leak = await world().leak();
    const { facts } = await identified(leak);
    const crowd = await world().leak();
    const held: Awaited<ReturnType<World['session']>>[] = [];
    for (;;) {
      const one = await world()
        .session(crowd.role, crowd.value, 'crowd')
        .catch(() => null);
      if (one === null) break;
      held.push(one);
    }
    expect(await providerFailure(leak.kind.identify(callFor(leak, null)))).toMatchObject({
      class: 'retryable',
      message: expect.stringContaining('53300'),
    });
    expect(await leak.kind.probe(callFor(leak, facts), true)).toMatchObject({ result: 'could-not-tell' });
    await Promise.all(held.map(({ client }) => client.end()));
  });

  it('says which password is wrong when the admin cannot log in', async () => {
    const leak = await world().leak({ target: world().target({ user: 'nobody_at_all' }) });
    expect(await providerFailure(leak.kind.identify(callFor(leak, null)))).toMatchObject({
      class: 'denied',
      message: expect.stringContaining('admin.password'),
    });
  });

  it('hands the new password to its file, readable by us alone', async () => {
    const leak = await world().leak();
    const { target, facts } = await planned(leak, 'replace');
    await leak.kind.replace?.(callFor(leak, facts), target);
    expect(await readFile(leak.sinkFile, 'utf8')).toBe(leak.held.next);
    expect((await stat(leak.sinkFile)).mode & 0o777).toBe(0o600);
    expect(leak.held.next).toMatch(/^[A-Za-z0-9]{32}$/);
  });

  it('changes nothing when the new value cannot be held', async () => {
    const leak = await world().leak();
    const { target, facts } = await planned(leak, 'replace');
    const call = { ...callFor(leak, facts), holdNext: () => Promise.reject(new Error('no room')) };
    await expect(leak.kind.replace?.(call, target)).rejects.toThrow('no room');
    expect(await leak.works(leak.value)).toBe(true);
  });

  it('does not offer a new password without a sink', async () => {
    const leak = await world().leak({ sink: false });
    await expect(planned(leak, 'replace')).rejects.toThrow('not offered');
  });

  it('leaves neither password in the server’s log, though it logs every statement', async () => {
    const leak = await world().leak();
    // The harness made the role with its password in clear text: from here on it must not appear again.
    const before = await world().server.log();
    const { target, facts } = await planned(leak, 'replace');
    await leak.kind.replace?.(callFor(leak, facts), target);
    await leak.kind.inspect(callFor(leak, facts), target);
    await leak.kind.probe(callFor(leak, facts), true);
    const log = (await world().server.log()).slice(before.length);
    expect(log).toContain(`ALTER ROLE "${leak.role}" PASSWORD 'SCRAM-SHA-256$`);
    expect(log).not.toContain(leak.value);
    expect(log).not.toContain(leak.held.next ?? expect.unreachable());
    expect(log).not.toContain(world().bot.password);
  });
}

/** All promises of the kind on one server, started once. */
export function postgresPasswordOn(version: Version): void {
  describe(`postgres-password on PostgreSQL ${version}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(version);
    });
    afterAll(async () => {
      await world?.stop();
    });
    credentialKindContract('postgres-password', () => world.leak());
    honesty(() => world);
    sessionsAndProofs(() => world);
    doorsAndRights(() => world);
    troubleAndSecrets(() => world);
    twoAccounts(() => world, version);
  });
}
