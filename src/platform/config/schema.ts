/** The shape of staunch.yml. `examples` are what a fault shows as its fix. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { duration } from './duration.ts';
import { kindModes } from './kind-modes.ts';
import { listenSchema } from './listen.ts';
import { slackSchema } from './slack.ts';
import { checkSshPublicKey } from './ssh-public-key.ts';

/** A held value lives in the database, encrypted; a day is the most that any containment needs it. */
const maxHoldMs = 24 * 3_600_000;
/** More people than this are not an on-call group but a directory. */
const maxPeople = 500;
const maxTargets = 500;
const maxProtected = 1_000;

/** Ids are typed at 3 a.m. and stand in signed statements: short, lower case, without spaces. */
const id = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'is no id: use lower-case letters, digits, - and _, a letter first');

const text = (maxChars: number) =>
  z
    .string()
    .min(1, 'is empty')
    .max(maxChars, `is longer than ${maxChars} characters`)
    .refine((value) => !/\p{Cc}/u.test(value) && value.isWellFormed(), 'contains a control character');

const timeZone = z
  .string()
  .refine(isTimeZone, 'is no IANA time zone')
  .default('UTC')
  .meta({ examples: ['Europe/Berlin'] });

const sshKey = z
  .string()
  .transform((line, context) => {
    const checked = checkSshPublicKey(line);
    if (checked.ok) return checked.key;
    context.addIssue({ code: 'custom', message: checked.message });
    return z.NEVER;
  })
  .meta({ examples: ['ssh-ed25519 AAAA… ana@laptop'] });

const person = z.strictObject({
  name: text(100)
    .optional()
    .meta({ examples: ['Ana Silva'] }),
  timezone: timeZone,
  groups: z
    .array(id)
    .default([])
    .meta({ examples: [['on-call', 'approvers']] }),
  ssh: sshKey.optional(),
  slack: z
    .strictObject({
      user: z
        .string()
        .regex(/^[UW][A-Z0-9]{2,20}$/, 'is no Slack user id')
        .meta({ examples: ['U012ABCDEF'] }),
      team: z
        .string()
        .regex(/^[TE][A-Z0-9]{2,20}$/, 'is no Slack team id')
        .meta({ examples: ['T012ABCDEF'] }),
    })
    .optional(),
  login: text(128)
    .optional()
    .meta({ examples: ['ana'] }),
});

const people = z
  .record(id, person)
  .refine((entries) => Object.keys(entries).length > 0, 'names nobody: nobody could approve anything')
  .refine((entries) => Object.keys(entries).length <= maxPeople, `names more than ${maxPeople} people`)
  .meta({ examples: [{ ana: { name: 'Ana Silva', timezone: 'Europe/Berlin', groups: ['on-call', 'approvers'] } }] });

const targets = z
  .record(id, z.looseObject({ kind: z.string() }))
  .refine((entries) => Object.keys(entries).length <= maxTargets, `names more than ${maxTargets} targets`)
  .default({})
  .meta({ examples: [{ main: { kind: 'postgres' } }] });

const locator = z
  .record(z.string(), text(256))
  .refine((entries) => Object.keys(entries).length > 0, 'is empty: it would protect nothing')
  .meta({ examples: [{ target: 'main', role: 'postgres' }] });

const modes = z
  .record(z.string(), z.enum(kindModes))
  .default({})
  .meta({ examples: [{ 'postgres-password': 'guide' }] });

/** A leak has a few credentials; a bot that errs is noticed before it has cut more. */
const usualStrikesPerHour = 20;
/** Beyond this it is no budget any more. */
const mostStrikesPerHour = 10_000;

const budget = z
  .strictObject({
    'strikes-per-hour': z
      .int()
      .min(1, 'is at least 1: without any strike nothing could be cut off')
      .max(mostStrikesPerHour, `is at most ${mostStrikesPerHour}`)
      .default(usualStrikesPerHour)
      .meta({ examples: [usualStrikesPerHour] }),
  })
  .prefault({})
  .meta({ examples: [{ 'strikes-per-hour': usualStrikesPerHour }] });

export const fileSchema = z.strictObject({
  people,
  targets,
  protected: z.array(locator).max(maxProtected, `has more than ${maxProtected} entries`).default([]),
  modes,
  budget,
  hold: duration(maxHoldMs, '24h')
    .prefault('30m')
    .meta({ examples: ['30m'] }),
  playbooks: z
    .record(id, text(1_024))
    .default({})
    .meta({ examples: [{ leak: 'playbooks/leak.yml' }] }),
  catalogue: text(1_024)
    .optional()
    .meta({ examples: ['catalogue'] }),
  data: text(1_024)
    .optional()
    .meta({ examples: ['/var/lib/staunch'] }),
  witness: z
    .strictObject({
      file: text(1_024)
        .refine(isAbsolute, 'is no absolute path')
        .meta({ examples: ['/var/log/staunch/witness.ndjson'] }),
    })
    .optional()
    .meta({ examples: [{ file: '/var/log/staunch/witness.ndjson' }] }),
  slack: slackSchema.optional(),
  listen: listenSchema,
});

export type ConfigInFile = z.output<typeof fileSchema>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Intl also takes offsets such as +02:00, which know nothing of summer time.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
