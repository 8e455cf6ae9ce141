/** One entry of every type: a type that is added without a sample here does not compile. */
import type { EntryDraft, EntryName } from '../../src/timeline/entry.ts';

const at = '2026-11-24T03:12:00.000Z';
const look = { result: 'refused', at, detail: 'the login was refused' } as const;
const calls = [{ call: 'ALTER ROLE app NOLOGIN', target: 'main', answer: 'ALTER ROLE' }];
const place = { step: 'strike', credential: 'c1' };
const people = [
  { id: 'ana', groups: ['on-call'], ssh: 'ssh-ed25519 AAAA' },
  { id: 'ben', groups: [], ssh: null },
];
const plan = {
  title: 'Lock it out',
  targets: [
    {
      credential: 'c1',
      kind: 'password',
      locator: { role: 'app' },
      fingerprint: null,
      verb: 'disable' as const,
      ids: { oid: '16384' },
      caps: { sessions: 1000 },
      calls: [{ order: 1, call: 'ALTER ROLE app NOLOGIN', target: 'main', reversible: true }],
    },
  ],
  reversible: true,
  mass: false,
  expectedOutage: 'until replaced',
  outageRank: 2,
  breaks: ['the shop'],
  residuals: [{ id: 'c1-sessions', credential: 'c1', what: 'a session', until: null, endedBy: null }],
};

type Sample<N extends EntryName> = Omit<Extract<EntryDraft, { type: N }>, 'type'>;

const samples: { [N in EntryName]: Sample<N> } = {
  'incident.declared': {
    data: {
      playbook: 'a'.repeat(64),
      compiler: 1,
      practice: true,
      public: false,
      detectedAt: at,
      exposedSince: null,
      requester: 'ana',
      people,
      recordKey: 'key',
    },
    body: { title: 'Leaked password', account: 'somebody' },
  },
  'declaration.joined': { data: { requester: null, public: true, detectedAt: null, exposedSince: null }, body: null },
  'credential.added': {
    data: { credential: 'c1', kind: 'password', fingerprint: null },
    body: { locator: { role: 'app' }, hint: 'the role app' },
  },
  'credential.identified': { data: { credential: 'c1' }, body: { facts: { roles: [1, null, { a: 'b' }] } } },
  'credential.probed': { data: { credential: 'c1', result: 'could-not-tell' }, body: { at, detail: 'no answer' } },
  'credential.proved': {
    data: { credential: 'c1', grade: 'by-use', before: null, after: 'refused' },
    body: { before: null, after: look },
  },
  'credential.seen': { data: { credential: 'c1', result: 'alive' }, body: { at, detail: 'logged in' } },
  'credential.changed': { data: { credential: 'c1', from: 'alive', to: 'cut-off' }, body: null },
  'residual.found': {
    data: { credential: 'c1', residual: 'c1-sessions', until: at },
    body: { what: 'a session', endedBy: 'a restart' },
  },
  'residual.gone': { data: { credential: 'c1', residual: 'c1-sessions' }, body: null },
  'residual.accepted': { data: { credential: 'c1', residual: 'c1-sessions', person: 'ana' }, body: { reason: 'harmless' } },
  'stage.started': { data: { stage: 'contain' }, body: null },
  'stage.done': { data: { stage: 'contain' }, body: null },
  'stage.warned': { data: { stage: 'contain' }, body: null },
  'stage.overdue': { data: { stage: 'contain' }, body: null },
  'clock.warned': { data: {}, body: null },
  'clock.overdue': { data: {}, body: null },
  'step.asked': { data: { step: 'look', group: 'on-call' }, body: null },
  'step.started': { data: { ...place, action: 'credential.strike@1', job: 'j1', attempt: 1 }, body: null },
  'step.waiting': { data: { ...place, job: 'j1' }, body: { summary: 'look 1 of 3' } },
  'step.failed': { data: { ...place, job: 'j1', attempt: 1, class: 'retryable', retryAt: at }, body: { reason: 'busy' } },
  'step.stuck': { data: { ...place, job: null, class: 'fatal' }, body: { reason: 'broken', byHand: null } },
  'step.done': { data: { ...place, job: 'j1', via: 'run' }, body: { summary: 'struck', calls } },
  'step.late': { data: { ...place, job: 'j1' }, body: { summary: 'struck', calls } },
  'step.retried': { data: { ...place, person: null }, body: null },
  'step.skipped': { data: { step: 'strike', credential: null, person: 'ana' }, body: { reason: 'no time' } },
  'step.by-hand': { data: { ...place, person: 'ana' }, body: { reason: null } },
  'plan.made': { data: { plan: 'b'.repeat(64), order: 1, reversible: true, mass: false }, body: { plan } },
  'gate.opened': { data: { stage: 'contain', nonce: 'n1', plans: ['b'.repeat(64)], expiresAt: at }, body: null },
  'gate.asked-again': { data: { stage: 'contain', nonce: 'n1', to: ['ana'] }, body: null },
  'gate.passed-on': { data: { stage: 'contain', nonce: 'n1', to: ['ben', 'cem'] }, body: null },
  'gate.unneeded': { data: { stage: 'contain' }, body: null },
  'gate.closed': { data: { stage: 'contain', nonce: 'n1' }, body: null },
  'gate.expired': { data: { stage: 'contain', nonce: 'n1' }, body: null },
  'gate.accepted': { data: { stage: 'contain', nonce: 'n1', plan: 'b'.repeat(64) }, body: null },
  'gate.refused': { data: { stage: 'contain', nonce: 'n1' }, body: null },
  'alone.started': { data: { stage: 'contain', nonce: 'n1', plan: 'b'.repeat(64), person: 'ana', until: at }, body: null },
  'alone.ended': {
    data: { stage: 'contain', nonce: 'n1', plan: 'b'.repeat(64), person: 'ana', why: 'rejected' },
    body: null,
  },
  'decision.recorded': {
    data: {
      nonce: 'n1',
      plan: 'b'.repeat(64),
      verdict: 'reject',
      person: 'ana',
      credential: null,
      attestation: 'bot',
      signature: 'signed',
      slack: { team: 'T0DRILL', user: 'U0ANA', channel: 'C0INC7', message: '1764039600.000100' },
    },
    body: { reason: 'It serves the shop.' },
  },
  'undo.offered': { data: { credential: 'c1', plan: 'b'.repeat(64), nonce: 'u1' }, body: null },
  'credential.undone': { data: { credential: 'c1', plan: 'b'.repeat(64) }, body: null },
  'value.held': { data: { credential: 'c1', ref: 'leaked', fingerprint: 'f'.repeat(64), until: at }, body: null },
  'value.destroyed': { data: { credential: 'c1', ref: 'new', why: 'dead' }, body: null },
  'command.refused': { data: { command: 'decide', class: 'forbidden', person: null }, body: { message: 'No.' } },
  'alarm.raised': { data: { code: 'job-refused', job: null }, body: { text: 'A job was refused.' } },
  'note.added': { data: { about: null }, body: { text: 'It was the intern.' } },
  'entry.corrected': { data: { entry: 3, person: 'ana', about: at, exposedSince: null }, body: { text: 'It was the backup.' } },
  'entry.purged': { data: { entry: 3, person: 'ana' }, body: { reason: 'A key was pasted into it.' } },
  'usage.recorded': {
    data: { credential: 'c1', source: 'pg_stat_activity', count: 2, digest: 'c'.repeat(64), leftOut: 0 },
    body: null,
  },
  'calls.stopped': { data: { provider: null, person: 'ana', since: at }, body: { reason: 'The bot may be wrong.' } },
  'calls.resumed': { data: { provider: 'main', person: 'ana' }, body: null },
  'budget.raised': { data: { perHour: 50, until: at, person: 'ana' }, body: { reason: 'Thirty keys leaked.' } },
  'people.changed': { data: { people }, body: { names: { ana: { name: 'Ana', timezone: 'Europe/Lisbon' } } } },
  'timer.fired': { data: { timer: 'clock-warned' }, body: null },
  'incident.contained': { data: {}, body: null },
  'incident.reopened': { data: { why: 'undone' }, body: null },
  'incident.closed': { data: { why: 'done' }, body: null },
};

/** Every type once. */
export const sampleDrafts: EntryDraft[] = Object.entries(samples).map(([type, sample]) => ({ type, ...sample }) as EntryDraft);
