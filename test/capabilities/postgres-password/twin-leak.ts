/** A leaked role with a twin that may take its place. */

import type { PostgresTarget } from '../../../src/capabilities/clients/postgres/target.ts';
import { postgresPassword } from '../../../src/capabilities/credentials/postgres-password/kind.ts';
import type { Deliver } from '../../../src/capabilities/credentials/postgres-password/replace.ts';
import { deliver } from '../../../src/capabilities/stores/deliver.ts';
import type { Version } from '../../servers/postgres.ts';
import { grants, type RoleLeak, type World } from './world.ts';

export type TwinLeak = RoleLeak & { twin: string };

const drainMs = 1_000;

/** A leaked role and its twin, both with the rights of one group, and a sink that says whom the password is of. */
export async function twinLeak(
  world: World,
  version: Version,
  over: { format?: string; deliver?: Deliver; through?(target: PostgresTarget): PostgresTarget } = {},
): Promise<TwinLeak> {
  const leak = await world.leak();
  const twin = `${leak.role}_b`;
  const group = `${leak.role}_rights`;
  await world.server.sql(
    `create role ${twin} nologin`,
    `create role ${group} nologin`,
    `grant ${group} to ${leak.role}, ${twin}`,
    `create table ${leak.role}_orders (n int)`,
    `grant select, insert on ${leak.role}_orders to ${group}`,
    ...grants(version, twin, world.bot.user),
  );
  const format = over.format ?? 'json';
  const target = world.target({
    sinks: { [leak.role]: { file: leak.sinkFile, format } },
    twins: { [leak.role]: twin },
    drain: `${drainMs / 1_000}s`,
  });
  const kind = postgresPassword(new Map([['main', over.through?.(target) ?? target]]), () => false, over.deliver ?? deliver);
  return { ...leak, kind, twin };
}
