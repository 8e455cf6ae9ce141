import type { PostgresTarget } from '../../clients/postgres/target.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import { locatorSchema } from './schema.ts';

/** Servers by their name in staunch.yml. */
export type Targets = ReadonlyMap<string, PostgresTarget>;

/** The server and the role that a locator names. Throws ProviderError when the server is not configured (any more). */
export function targetRole(targets: Targets, locator: Record<string, string>): { target: PostgresTarget; role: string } {
  const { target: name, role } = locatorSchema.parse(locator);
  const target = targets.get(name);
  if (target === undefined) throw new ProviderError('fatal', unknownTarget(targets, name));
  return { target, role };
}

export function unknownTarget(targets: Targets, name: string): string {
  const known = [...targets.keys()].sort().join(', ') || 'none';
  return `There is no PostgreSQL target "${name}" in staunch.yml (known: ${known}): add it under targets, or correct target=.`;
}
