/** A reader of its own: it looks, and the admin's password is fetched for a strike or an undo only. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PostgresTarget } from '../../../src/capabilities/clients/postgres/target.ts';
import { callFor, identified, planned } from '../../contracts/credential-kind.ts';
import type { Version } from '../../servers/postgres.ts';
import { identity, providerFailure, refusal } from './answers.ts';
import { twinLeak } from './twin-leak.ts';
import type { World } from './world.ts';

type Fetched = { admin: number; reader: number };

/** A target with a new reader; `rights`: what it is granted. `fetched` counts how often each password was asked for. */
async function withReader(world: World, rights = ['pg_read_all_stats'], over: Parameters<World['target']>[0] = {}) {
  const user = `reader_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await world.server.sql(
    `create role ${user} login password '${password}'`,
    ...rights.map((right) => `grant ${right} to ${user}`),
  );
  const fetched: Fetched = { admin: 0, reader: 0 };
  const plain = world.target(over);
  const target: PostgresTarget = {
    ...plain,
    admin: {
      ...plain.admin,
      password(signal) {
        fetched.admin += 1;
        return plain.admin.password(signal);
      },
    },
    reader: {
      user,
      password() {
        fetched.reader += 1;
        return password;
      },
    },
  };
  return { target, user, fetched };
}

/** Whose connections the server saw between two moments. */
async function usersSince(world: World, before: string): Promise<Set<string>> {
  const fresh = (await world.server.log()).slice(before.length);
  return new Set([...fresh.matchAll(/connection authorized: user=(\S+)/g)].map(([, user]) => user ?? ''));
}

export function twoAccounts(world: () => World, version: Version): void {
  describe('with a reader', () => {
    it('looks up, tries and looks again as the reader; only the strike and its undo are the admin’s', async () => {
      const { target, user, fetched } = await withReader(world());
      const leak = await world().leak({ target });
      const before = await world().server.log();
      const { target: agreed, facts } = await planned(leak, 'disable');
      await leak.kind.inspect(callFor(leak, facts), agreed);
      expect(fetched.admin).toBe(0);
      expect(fetched.reader).toBeGreaterThan(0);
      const users = await usersSince(world(), before);
      expect([users.has(user), users.has(target.admin.user)]).toEqual([true, false]);

      await leak.kind.disable?.(callFor(leak, facts), agreed);
      const struck = fetched.admin;
      expect(struck).toBeGreaterThan(0);
      expect(await leak.works(leak.value)).toBe(false);
      expect(await leak.kind.inspect(callFor(leak, facts), agreed)).toMatchObject({ cutOff: 'yes', residuals: [] });
      expect(fetched.admin).toBe(struck);

      await leak.kind.undo?.(callFor(leak, facts), agreed);
      expect(fetched.admin).toBeGreaterThan(struck);
      expect(await leak.works(leak.value)).toBe(true);
    });

    it('sees the sessions that the admin would see, and does not count the admin among the members', async () => {
      const { target } = await withReader(world());
      const leak = await world().leak({ target });
      const held = await world().session(leak.role, leak.value, 'shop');
      const { breaks, remarks } = await identity(leak);
      expect(breaks.join()).toContain('1 session of shop from 127.0.0.1');
      expect([...breaks, ...remarks.map(({ text }) => text)].join()).not.toContain(target.admin.user);
      await held.client.end();
    });

    it('refuses beforehand what the admin may not do, and names the admin in the GRANT', async () => {
      const user = await world().newcomer();
      const { target, fetched } = await withReader(world(), undefined, { user });
      const leak = await world().leak({ target, as: target.admin.user });
      await world().server.sql(`alter role ${user} nocreaterole`);
      const refused = await refusal(leak);
      expect(refused.class).toBe('denied');
      expect(refused.reason).toContain(`ALTER ROLE "${user}" CREATEROLE`);
      expect(refused.reason).toContain(`GRANT pg_signal_backend TO "${user}"`);
      expect(fetched.admin).toBe(0);
    });

    it('asks for no right of the admin’s for the reader, and says which of its own it lacks', async () => {
      const { target, user } = await withReader(world(), []);
      const leak = await world().leak({ target });
      const { remarks } = await identity(leak);
      expect(remarks).toContainEqual({
        severity: 'warning',
        text: `${user} lacks pg_read_all_stats: addresses and states of sessions are not visible to us`,
        grant: `GRANT pg_read_all_stats TO "${user}"`,
      });
    });

    it('touches neither of the two', async () => {
      const { target, user } = await withReader(world());
      const leak = await world().leak({ target });
      for (const [role, which] of [
        [user, 'reader'],
        [target.admin.user, 'admin'],
      ] as const) {
        const credential = { ...leak.credential, locator: { target: 'main', role } };
        const refused = await refusal({ ...leak, credential });
        expect(refused.reason).toContain(`it is the ${which} that Staunch itself uses`);
      }
    });

    it('says that the server has no such admin before people are asked', async () => {
      const { target } = await withReader(world(), undefined, { user: 'nobody_there' });
      const leak = await world().leak({ target });
      const failure = await providerFailure(identified(leak));
      expect(failure.class).toBe('denied');
      expect(failure.message).toContain('has no role "nobody_there", the admin of this target');
    });

    it('says that it was the reader who was not let in', async () => {
      const { target } = await withReader(world());
      const wrong = { ...target, reader: { user: target.reader?.user ?? '', password: () => 'not it' } };
      const failure = await providerFailure(identified(await world().leak({ target: wrong })));
      expect(failure.message).toContain('The password of the reader is wrong');
      expect(failure.message).toContain('`reader.password`');
    });

    it('compares a twin without the admin, too', async () => {
      const { target: seen, fetched } = await withReader(world());
      const leak = await twinLeak(world(), version, {
        through: (target) => ({ ...target, admin: seen.admin, reader: seen.reader }),
      });
      expect((await planned(leak, 'swap')).target.verb).toBe('swap');
      await world().server.sql(`alter role ${leak.twin} createdb`);
      const { remarks } = await identity(leak);
      expect(remarks.map(({ text }) => text).join()).toContain('differs in CREATEDB');
      expect(fetched.admin).toBe(0);
    });
  });
}
