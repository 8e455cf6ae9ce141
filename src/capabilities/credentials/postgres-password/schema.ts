/** Shapes of this kind: its locator, what PostgreSQL's catalogues answer, and the facts that later steps read back. */
import { z } from 'zod';
import type { Json } from '../../../platform/canonical.ts';

/** PostgreSQL cuts names at 63 bytes: a longer one would silently name another role. */
const roleNameBytes = 63;

export const locatorSchema = z.strictObject({
  target: z.string().min(1),
  role: z
    .string()
    .min(1)
    .refine((name) => Buffer.byteLength(name) <= roleNameBytes, `A role name has at most ${roleNameBytes} bytes.`)
    .refine((name) => !name.includes('\u0000'), 'A role name has no NUL character.'),
});

export const roleRow = z.object({
  oid: z.string(),
  superuser: z.boolean(),
  createRole: z.boolean(),
  createDb: z.boolean(),
  canLogin: z.boolean(),
  replication: z.boolean(),
  bypassRls: z.boolean(),
  validUntil: z.string().nullable(),
  connectionLimit: z.int(),
});
export type RoleRow = z.infer<typeof roleRow>;

export const rightsRow = z.object({
  version: z.int(),
  currentUser: z.string(),
  sessionUser: z.string(),
  superuser: z.boolean(),
  createRole: z.boolean(),
  adminOfRole: z.boolean(),
  hasRole: z.boolean(),
  signalBackend: z.boolean(),
  readAllStats: z.boolean(),
});
export type RightsRow = z.infer<typeof rightsRow>;

export const sessionGroup = z.object({
  application: z.string(),
  /** Null where the server hides it, or for a Unix socket. */
  address: z.string().nullable(),
  database: z.string().nullable(),
  state: z.string().nullable(),
  count: z.int(),
});
export type SessionGroup = z.infer<typeof sessionGroup>;

export const sessionRow = sessionGroup.omit({ count: true }).extend({
  /** When it was opened, ISO 8601, UTC; null where the server hides it. */
  since: z.string().nullable(),
});

export const ownedRow = z.object({ database: z.string().nullable(), objects: z.int() });

export const roleFacts = z.object({
  oid: z.string(),
  canLogin: z.boolean(),
  attributes: z.array(z.string()),
  /** Where a login is tried; null when the role may connect nowhere. */
  probeDatabase: z.string().nullable(),
  /** Whether a random password was refused as one: without that, no login says anything about a password. */
  asksPassword: z.enum(['yes', 'no', 'unknown']),
  /** Where a new password would go, in words; null without a sink. */
  sink: z.string().nullable(),
  /** Whether what goes there names the role too; absent where a version before wrote it. */
  sinkNamesRole: z.boolean().default(false),
  /** The role that would take its place, and what speaks against it; null where none is named. */
  twin: z
    .object({
      name: z.string(),
      oid: z.string().nullable(),
      /** An earlier attempt of ours opened it: the value that we hold lets it in. */
      opened: z.boolean().default(false),
      faults: z.array(z.object({ text: z.string(), mend: z.string().nullable() })),
    })
    .nullable()
    .default(null),
  drainMs: z.int().default(0),
  /** `at`: when they were counted; people decide on it later. */
  sessions: z.object({ total: z.int(), visible: z.boolean(), at: z.string(), groups: z.array(sessionGroup) }),
  owns: z.array(ownedRow),
  memberOf: z.array(z.string()),
  members: z.array(z.string()),
});
export type RoleFacts = z.infer<typeof roleFacts>;
export type TwinFacts = NonNullable<RoleFacts['twin']>;

/** The facts of an earlier identify, or null when there are none. */
export function readFacts(facts: Json): RoleFacts | null {
  return facts === null ? null : roleFacts.parse(facts);
}
