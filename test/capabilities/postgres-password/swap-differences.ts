/** No swap is offered to a twin that is not like its role: each difference, and the statement that would mend it. */
import { expect, it } from 'vitest';
import type { Remark } from '../../../src/capabilities/credentials/kind.ts';
import { planned } from '../../contracts/credential-kind.ts';
import type { Version } from '../../servers/postgres.ts';
import { identity } from './answers.ts';
import { type TwinLeak, twinLeak } from './twin-leak.ts';
import type { World } from './world.ts';

type Difference = {
  what: string;
  change(leak: TwinLeak): string[];
  said: RegExp;
  /** How many statements of ours must make it right again; 0 where only a person can say how. */
  mends: number;
};

/** What must differ in nothing, each with what is said of it. */
const differences: Difference[] = [
  {
    what: 'may log in already',
    change: ({ twin }) => [`alter role ${twin} login password 'x'`],
    said: /may log in already/,
    mends: 1,
  },
  {
    what: 'may create roles',
    change: ({ twin }) => [`alter role ${twin} createrole`],
    said: /differs in CREATEROLE/,
    mends: 1,
  },
  {
    what: 'has a connection limit',
    change: ({ twin }) => [`alter role ${twin} connection limit 3`],
    said: /differs in CONNECTION LIMIT/,
    mends: 1,
  },
  { what: 'has expired', change: ({ twin }) => [`alter role ${twin} valid until '2020-01-01'`], said: /has expired/, mends: 1 },
  {
    what: 'expires earlier',
    change: ({ twin }) => [`alter role ${twin} valid until '2099-01-01'`],
    said: /expires before/,
    mends: 1,
  },
  {
    what: 'is in one group less',
    change: ({ role, twin }) => [`revoke ${role}_rights from ${twin}`],
    said: /is a member of .*_rights in a way that/,
    mends: 1,
  },
  {
    what: 'is in one group more',
    change: ({ twin }) => [`grant pg_monitor to ${twin}`],
    said: /is a member of pg_monitor in a way that/,
    mends: 1,
  },
  {
    what: 'may let others into a group',
    change: ({ role, twin }) => [`grant ${role}_rights to ${twin} with admin option`],
    said: /is a member of .*_rights in a way that/,
    mends: 1,
  },
  {
    what: 'may read less',
    change: ({ role }) => [`create table ${role}_extra ()`, `grant select on ${role}_extra to ${role} with grant option`],
    said: /has SELECT on table/,
    mends: 1,
  },
  {
    what: 'may write less of a column, and in another way',
    change: ({ role, twin }) => [
      `create table ${role}_c ("odd, one" int)`,
      `grant update ("odd, one") on ${role}_c to ${role}`,
      `grant update ("odd, one") on ${role}_c to ${twin} with grant option`,
    ],
    said: /has UPDATE on column .* not in the same way/,
    mends: 1,
  },
  {
    what: 'may call less',
    change: ({ role }) => [
      `create function ${role}_f(integer, text default 'a') returns int language sql as 'select 1'`,
      `grant execute on function ${role}_f to ${role}`,
    ],
    said: /has EXECUTE on function/,
    mends: 1,
  },
  {
    what: 'may make more',
    change: ({ role, twin }) => [`create schema ${role}_s`, `grant create on schema ${role}_s to ${twin}`],
    said: /has CREATE on schema/,
    mends: 1,
  },
  {
    what: 'owns nothing of what the role owns',
    change: ({ role }) => [`create table ${role}_own ()`, `alter table ${role}_own owner to ${role}`],
    said: /owns 1 object in postgres/,
    mends: 1,
  },
  {
    what: 'gives others rights on what it makes',
    change: ({ role }) => [`alter default privileges for role ${role} grant select on tables to public`],
    said: /has 1 default privileges of its own/,
    mends: 0,
  },
  {
    what: 'is nobody at another server, though a member of the role',
    change: ({ role, twin }) => [
      `create foreign data wrapper ${role}_w`,
      `create server ${role}_server foreign data wrapper ${role}_w`,
      `create user mapping for ${role} server ${role}_server`,
      `grant ${role} to ${twin}`,
    ],
    said: /has 1 user mappings of its own/,
    mends: 0,
  },
  {
    what: 'has other settings',
    change: ({ role }) => [`alter role ${role} set app.secret = 'not-to-be-shown'`],
    said: /different settings of their own \(app.secret\)/,
    mends: 0,
  },
  {
    what: 'is not named by a row policy',
    change: ({ role }) => [`create policy ${role}_p on ${role}_orders to ${role}`],
    said: /row policy/,
    mends: 0,
  },
];

const look = { result: 'alive', at: '2026-11-25T00:00:00Z', detail: '' } as const;

async function offered(leak: TwinLeak): Promise<{ verbs: string[]; warnings: Remark[] }> {
  const { remarks, facts } = await identity(leak);
  const verbs = leak.kind.plan(leak.credential, facts, look).map(({ target }) => target.verb);
  return { verbs, warnings: remarks.filter(({ severity }) => severity === 'warning') };
}

export function differencesBetween(world: () => World, version: Version): void {
  it.each(differences)('offers no swap when the twin $what, and says what would mend it', async ({ change, said, mends }) => {
    const leak = await twinLeak(world(), version);
    await world().server.sql(...change(leak));
    const { verbs, warnings } = await offered(leak);
    expect(warnings.map(({ text }) => text).join('\n')).toMatch(said);
    expect(JSON.stringify(warnings)).not.toContain('not-to-be-shown');
    expect(verbs).toEqual(['disable', 'replace']);
    const statements = warnings.flatMap(({ grant }) => (grant === undefined ? [] : [grant]));
    expect(statements).toHaveLength(mends);
    if (mends === 0) return;
    await world().server.sql(...statements);
    expect(await offered(leak)).toEqual({ verbs: ['swap', 'disable', 'replace'], warnings: [] });
  });

  it('offers no swap without a sink that says whose password it is, and says what to write', async () => {
    const leak = await twinLeak(world(), version, { format: 'password' });
    const { remarks } = await identity(leak);
    expect(remarks.map(({ text }) => text).join('\n')).toMatch(/carries the password alone.*`format: json`/);
  });

  it('offers it to a twin that is a member of the role, whatever the role owns', async () => {
    const leak = await twinLeak(world(), version);
    await world().server.sql(
      `create table ${leak.role}_own ()`,
      `alter table ${leak.role}_own owner to ${leak.role}`,
      `grant ${leak.role} to ${leak.twin}`,
    );
    expect((await planned(leak, 'swap')).target.verb).toBe('swap');
  });
}
