import { ownAccount, type Rights } from './own-accounts.ts';
import type { RoleRow } from './schema.ts';
import { setByHand, terminateShown } from './statements.ts';

/** Why this role is never touched, in words for the person, and what that person runs; null when it may be. Pure. */
export function protectedBecause(
  role: string,
  row: RoleRow,
  rights: Rights,
  /** `protected:` in staunch.yml names this role of this target. */
  listed: boolean,
): { reason: string; byHand?: string } | null {
  const refuse = (why: string, next: string) => ({
    reason: `Role "${role}" is protected: ${why}. Nothing was changed. ${next}`,
    byHand: `${setByHand(role)}\n${terminateShown(row.oid)};`,
  });
  const own = ownAccount(role, rights);
  if (own !== null) {
    return refuse(
      `it is the ${own} that Staunch itself uses`,
      `Give Staunch another ${own} first, then change this password by hand.`,
    );
  }
  if (role.startsWith('pg_')) {
    const { reason } = refuse('its name is reserved by PostgreSQL', 'Name the login role that leaked.');
    return { reason };
  }
  if (row.superuser)
    return refuse('it is a superuser', 'A person must change its password by hand, so that nobody locks the server.');
  if (listed) {
    return refuse(
      '`protected:` in staunch.yml names it',
      'A person must change its password by hand, or take it off that list.',
    );
  }
  return null;
}
