/** Records written by hand for the report: entries with times counted from detection. */

import type { ReportInput } from '../../src/report/story/report-input.ts';
import { draft, type Entry, type EntryDraft, type EntryName } from '../../src/timeline/entry.ts';
import type { Plan } from '../../src/timeline/plan.ts';

export const detectedAt = '2026-11-24T03:12:00.000Z';
export const headHash = 'c0ffee'.padEnd(64, '0');
export const nonce = 'f00dcafe'.repeat(4);

/** The instant `seconds` after detection. */
export const at = (seconds: number) => new Date(Date.parse(detectedAt) + seconds * 1000).toISOString();

export const stages: ReportInput['stages'] = [
  {
    id: 'identify',
    title: 'Find out what leaked',
    withinMs: 120_000,
    steps: [
      { id: 'identify', title: 'What it opens and who uses it' },
      { id: 'probe', title: 'Does it still work' },
      { id: 'plan', title: 'Ways to cut it off' },
    ],
  },
  {
    id: 'contain',
    title: 'Cut it off',
    withinMs: 300_000,
    steps: [
      { id: 'strike', title: 'Cut it off at its source' },
      { id: 'prove', title: 'Prove that it is refused' },
    ],
  },
  {
    id: 'invalidate',
    title: 'End what it left behind',
    withinMs: 480_000,
    steps: [{ id: 'end-sessions', title: 'End the sessions and tokens made with it' }],
  },
  {
    id: 'post-mortem',
    title: 'Write it down',
    withinMs: 259_200_000,
    steps: [
      { id: 'write', title: 'Write the report' },
      { id: 'write-human-part', title: 'Write what no log knows' },
    ],
  },
];

export const people = [
  { id: 'ana', name: 'Ana Silva' },
  { id: 'ben', name: 'Ben' },
];

type Said = { draft: EntryDraft; seconds: number; actor: string };

/** `said(12, 'bot', 'stage.started', { stage: 'identify' })`: 12 seconds after detection. */
export function said<N extends EntryName>(
  seconds: number,
  actor: string,
  type: N,
  ...rest: Parameters<typeof draft<N>> extends [unknown, ...infer R] ? R : never
): Said {
  return { draft: (draft as (...all: unknown[]) => EntryDraft)(type, ...rest), seconds, actor };
}

/** Numbers the entries as a record would. */
export function recordOf(all: readonly Said[], over: Partial<ReportInput> = {}): ReportInput {
  const entries = all.map(
    ({ draft: entry, seconds, actor }, index) =>
      ({ ...entry, incident: '0b5ce0fb-1111-8222-9333-444455556666', seq: index + 1, at: at(seconds), actor }) as Entry,
  );
  return { number: 7, withinMs: 900_000, stages, people, zone: 'UTC', head: headHash, usage: [], entries, ...over };
}

/** The same record after its texts were purged. */
export function purgedOf(input: ReportInput): ReportInput {
  return { ...input, entries: input.entries.map((entry) => ({ ...entry, body: null })) as Entry[] };
}

export const cutNow: Plan = {
  title: 'Cut now: app may not log in',
  targets: [
    {
      credential: 'c1',
      kind: 'postgres-password',
      locator: { target: 'main', role: 'app' },
      fingerprint: 'ab'.repeat(32),
      verb: 'disable',
      ids: { oid: '16402' },
      caps: { sessions: 1000 },
      calls: [
        { order: 1, call: 'ALTER ROLE "app" NOLOGIN', target: 'main/app', reversible: true },
        {
          order: 2,
          call: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = 16402',
          target: 'main/app',
          reversible: true,
        },
      ],
    },
  ],
  reversible: true,
  mass: false,
  expectedOutage: 'until app may log in again',
  outageRank: 50,
  breaks: ['3 sessions of shop from 10.0.0.5 in shop (3 idle)'],
  residuals: [],
};
export const cutNowHash = '1a2b3c4d5e6f'.padEnd(64, '0');

export const newPassword: Plan = {
  ...cutNow,
  title: 'New password: app goes on with another one',
  reversible: false,
  expectedOutage: 'until every client has the new password',
};
export const newPasswordHash = '99887766554433'.padEnd(64, '0');
