/** Whole incidents for the report, as the record would hold them. */
import { at, cutNow, cutNowHash, detectedAt, newPassword, newPasswordHash, nonce, said } from './record-builder.ts';

const c1 = { credential: 'c1' } as const;
const opened = { result: 'alive', at: at(49), detail: 'logged in as app to shop' } as const;
const refused = { result: 'refused', at: at(131), detail: 'role "app" is not permitted to log in (28000)' } as const;

type Declared = { practice?: boolean; public?: boolean; title?: string };

export const declaration = ({
  practice = false,
  public: isPublic = false,
  title = 'Password of app in a public log',
}: Declared = {}) => [
  said(
    41,
    'person:ana',
    'incident.declared',
    {
      playbook: '77'.repeat(32),
      compiler: 1,
      practice,
      public: isPublic,
      detectedAt,
      exposedSince: at(-3_600),
      requester: 'ana',
      people: [
        { id: 'ana', groups: ['on-call'], ssh: null },
        { id: 'ben', groups: ['on-call', 'approvers'], ssh: 'ssh-ed25519 BBBB' },
      ],
      recordKey: 'MCowBQYDK2VwAyEAexample',
    },
    { title, account: 'ana@laptop' },
  ),
  said(
    41,
    'person:ana',
    'credential.added',
    { ...c1, kind: 'postgres-password', fingerprint: 'ab'.repeat(32) },
    { locator: { target: 'main', role: 'app' }, hint: 'app on main' },
  ),
  said(41, 'person:ana', 'value.held', { ...c1, ref: 'leaked', fingerprint: 'ab'.repeat(32), until: at(1_841) }),
  said(41, 'person:ana', 'stage.started', { stage: 'identify' }),
];

export const started = (seconds: number, step: string, action: string, credential: string | null = 'c1') =>
  said(seconds, 'bot', 'step.started', { step, credential, action: `${action}@1`, job: `job-${step}`, attempt: 1 });
export const done = (
  seconds: number,
  step: string,
  summary: string,
  calls: { call: string; target: string; answer: string }[] = [],
  credential: string | null = 'c1',
) => said(seconds, 'bot', 'step.done', { step, credential, job: `job-${step}`, via: 'run' }, { summary, calls });

export const identified = [
  started(42, 'identify', 'credential.identify'),
  said(45, 'bot', 'credential.identified', c1, { facts: { oid: '16402' } }),
  done(45, 'identify', 'app on main: 3 sessions'),
  started(46, 'probe', 'credential.probe'),
  said(49, 'bot', 'credential.probed', { ...c1, result: 'alive' }, { at: opened.at, detail: opened.detail }),
  said(49, 'bot', 'credential.changed', { ...c1, from: 'unknown', to: 'alive' }),
  done(49, 'probe', 'alive: logged in as app to shop'),
  started(50, 'plan', 'leak.plan', null),
  said(51, 'bot', 'plan.made', { plan: cutNowHash, order: 1, reversible: true, mass: false }, { plan: cutNow }),
  said(51, 'bot', 'plan.made', { plan: newPasswordHash, order: 2, reversible: false, mass: false }, { plan: newPassword }),
  done(51, 'plan', 'Cut now: app may not log in | New password', [], null),
  said(51, 'bot', 'stage.done', { stage: 'identify' }),
  said(51, 'bot', 'stage.started', { stage: 'contain' }),
  said(51, 'bot', 'gate.opened', { stage: 'contain', nonce, plans: [cutNowHash, newPasswordHash], expiresAt: at(231) }),
];

const decision = (seconds: number, person: string, verdict: 'approve' | 'reject', plan: string, reason: string | null) =>
  said(
    seconds,
    `person:${person}`,
    'decision.recorded',
    {
      nonce,
      plan,
      verdict,
      person,
      credential: null,
      attestation: person === 'ana' ? 'bot' : 'person',
      signature: 'SIGNATURE',
    },
    { reason },
  );

export const agreed = [
  said(
    90,
    'person:ana',
    'command.refused',
    { command: 'decide', class: 'forbidden', person: 'ana' },
    { message: 'This yes does not count: ana is not in the group "approvers".' },
  ),
  decision(100, 'ana', 'reject', newPasswordHash, 'the shop would be down for an hour'),
  decision(120, 'ben', 'approve', cutNowHash, null),
  said(120, 'person:ben', 'gate.accepted', { stage: 'contain', nonce, plan: cutNowHash }),
];

const made = cutNow.targets.flatMap(({ calls }) =>
  calls.map(({ call, target }, index) => ({ call, target, answer: index === 0 ? 'ALTER ROLE' : '3 sessions ended' })),
);

export const struck = [
  started(121, 'strike', 'credential.strike'),
  done(124, 'strike', 'app on main: cut', made),
  said(124, 'bot', 'undo.offered', { ...c1, plan: cutNowHash, nonce: 'ab'.repeat(16) }),
  started(125, 'prove', 'credential.prove'),
  said(127, 'bot', 'step.waiting', { step: 'prove', ...c1, job: 'job-prove' }, { summary: 'look 1 of 3' }),
];

const proof = { ...c1, grade: 'by-use', before: 'alive', after: 'refused' } as const;

export const proven = [
  said(132, 'bot', 'credential.proved', proof, { before: opened, after: refused }),
  said(132, 'bot', 'credential.changed', { ...c1, from: 'alive', to: 'cut-off' }),
  said(132, 'bot', 'credential.changed', { ...c1, from: 'cut-off', to: 'dead' }),
  said(132, 'bot', 'value.destroyed', { ...c1, ref: 'leaked', why: 'the credential is proven dead' }),
  done(132, 'prove', 'app on main: proven by-use; nothing is left'),
  said(132, 'bot', 'stage.done', { stage: 'contain' }),
  said(132, 'bot', 'stage.started', { stage: 'invalidate' }),
  said(132, 'bot', 'step.asked', { step: 'end-sessions', group: 'on-call' }),
  said(132, 'bot', 'incident.contained', {}),
];

export const writtenDown = [
  said(400, 'person:ana', 'note.added', { about: at(60) }, { text: 'the log was public for an hour' }),
  said(
    420,
    'person:ana',
    'step.by-hand',
    { step: 'end-sessions', credential: null, person: 'ana' },
    { reason: 'poolers restarted' },
  ),
  said(420, 'person:ana', 'stage.done', { stage: 'invalidate' }),
  said(420, 'person:ana', 'stage.started', { stage: 'post-mortem' }),
  started(421, 'write', 'report.write', null),
  done(422, 'write', 'written down', [], null),
  said(422, 'bot', 'step.asked', { step: 'write-human-part', group: 'on-call' }),
];

export const closed = [
  said(
    4_000,
    'person:ben',
    'step.skipped',
    { step: 'write-human-part', credential: null, person: 'ben' },
    { reason: 'a drill' },
  ),
  said(4_000, 'person:ben', 'stage.done', { stage: 'post-mortem' }),
  said(4_000, 'person:ben', 'incident.closed', { why: 'the playbook is walked to its end' }),
];

/** From declare to closed, by the book. */
export const whole = [...declaration(), ...identified, ...agreed, ...struck, ...proven, ...writtenDown, ...closed];

const cutOffOnly = [
  said(
    132,
    'bot',
    'credential.proved',
    { ...proof, grade: 'by-provider' },
    { before: opened, after: { ...refused, result: 'could-not-tell' } },
  ),
  said(
    132,
    'bot',
    'residual.found',
    { ...c1, residual: 'c1-sessions', until: null },
    { what: '2 open sessions of app', endedBy: 'SELECT pg_terminate_backend(7)' },
  ),
  said(
    132,
    'bot',
    'residual.found',
    { ...c1, residual: 'c1-token', until: at(3_600) },
    { what: 'a session token', endedBy: null },
  ),
  said(132, 'bot', 'credential.changed', { ...c1, from: 'alive', to: 'cut-off' }),
  done(132, 'prove', 'app on main: proven by-provider'),
];

/** Cut off by the provider's word, and something lives on. */
export const outlived = [...declaration(), ...identified, ...agreed, ...struck, ...cutOffOnly];

export const accepted = [
  said(
    200,
    'person:ana',
    'residual.accepted',
    { ...c1, residual: 'c1-sessions', person: 'ana' },
    { reason: 'the nightly export may finish' },
  ),
];

/** The strike got stuck, and nobody has come yet. */
export const stuck = [
  ...declaration({ public: true }),
  ...identified,
  ...agreed,
  started(121, 'strike', 'credential.strike'),
  said(
    125,
    'bot',
    'step.failed',
    { step: 'strike', ...c1, job: 'job-strike', attempt: 1, class: 'retryable', retryAt: at(130) },
    { reason: 'main did not answer.' },
  ),
  said(
    131,
    'bot',
    'step.stuck',
    { step: 'strike', ...c1, job: 'job-strike', class: 'denied' },
    { reason: 'The bot lacks a right on main.', byHand: 'ALTER ROLE "app" NOLOGIN;\nSELECT 1;' },
  ),
  said(140, 'bot', 'credential.seen', { ...c1, result: 'alive' }, { at: at(140), detail: 'it logged in' }),
  said(776, 'bot', 'timer.fired', { timer: 'clock-warned' }),
  said(776, 'bot', 'clock.warned', {}),
  said(901, 'bot', 'timer.fired', { timer: 'clock-overdue' }),
  said(901, 'bot', 'clock.overdue', {}),
  said(902, 'bot', 'stage.overdue', { stage: 'contain' }),
];

/** Taken back after it was proven: the plan is made again. */
export const undone = [
  ...whole.slice(0, whole.length - writtenDown.length - closed.length),
  said(
    500,
    'person:ben',
    'decision.recorded',
    {
      nonce: 'ab'.repeat(16),
      plan: cutNowHash,
      verdict: 'undo',
      person: 'ben',
      ...c1,
      attestation: 'person',
      signature: 'SIGNATURE',
    },
    { reason: 'the wrong role' },
  ),
  started(501, 'undo', 'credential.undo'),
  said(503, 'bot', 'credential.changed', { ...c1, from: 'dead', to: 'unknown' }),
  said(503, 'bot', 'credential.undone', { ...c1, plan: cutNowHash }),
  said(503, 'bot', 'stage.started', { stage: 'identify' }),
  done(503, 'undo', 'app on main: taken back, it may work again', [
    { call: 'ALTER ROLE "app" LOGIN', target: 'main/app', answer: 'ALTER ROLE' },
  ]),
  said(503, 'bot', 'incident.reopened', { why: 'a credential is no longer proven cut off' }),
];

/** A forged job, an asking that expired, and one that is refused whole. */
export const refusedWhole = [
  ...declaration(),
  ...identified,
  said(
    200,
    'bot',
    'alarm.raised',
    { code: 'job-refused', job: 'job-x' },
    { text: 'A job for strike of c1 was refused before any call.' },
  ),
  said(231, 'bot', 'gate.expired', { stage: 'contain', nonce }),
  said(231, 'bot', 'gate.opened', { stage: 'contain', nonce: 'beef'.repeat(8), plans: [cutNowHash], expiresAt: at(411) }),
  said(
    240,
    'person:ben',
    'decision.recorded',
    {
      nonce: 'beef'.repeat(8),
      plan: cutNowHash,
      verdict: 'reject',
      person: 'ben',
      credential: null,
      attestation: 'person',
      signature: 'SIGNATURE',
    },
    { reason: 'month end' },
  ),
];

/** Every type of entry that the stories above leave out. */
export const rarities = [
  ...declaration(),
  said(42, 'account:root', 'declaration.joined', { requester: null, public: false, detectedAt: null, exposedSince: null }),
  said(43, 'bot', 'gate.unneeded', { stage: 'contain' }),
  said(44, 'bot', 'gate.closed', { stage: 'contain', nonce }),
  said(45, 'bot', 'gate.refused', { stage: 'contain', nonce }),
  said(46, 'bot', 'people.changed', { people: [{ id: 'ben', groups: [], ssh: null }] }),
  said(47, 'bot', 'stage.warned', { stage: 'identify' }),
  said(
    48,
    'bot',
    'step.late',
    { step: 'strike', ...c1, job: 'job-strike' },
    { summary: 'cut', calls: [{ call: 'ALTER ROLE x', target: 'main/x', answer: 'ok' }] },
  ),
  said(49, 'person:ana', 'step.retried', { step: 'strike', ...c1, person: 'ana' }),
  said(50, 'bot', 'residual.found', { ...c1, residual: 'c1-sessions', until: null }, { what: 'a session', endedBy: null }),
  said(51, 'bot', 'residual.gone', { ...c1, residual: 'c1-sessions' }),
];

/** The role was recreated between plan and strike: everything is planned anew. */
export const drifted = [
  ...declaration(),
  ...identified,
  ...agreed,
  started(121, 'strike', 'credential.strike'),
  said(
    125,
    'bot',
    'step.stuck',
    { step: 'strike', ...c1, job: 'job-strike', class: 'fatal' },
    { reason: 'main is away.', byHand: null },
  ),
  said(
    130,
    'bot',
    'step.failed',
    { step: 'strike', ...c1, job: 'job-strike', attempt: 1, class: 'replan', retryAt: at(130) },
    { reason: 'app is another role now.' },
  ),
  said(130, 'bot', 'stage.started', { stage: 'identify' }),
];

export const foundDead = [
  ...declaration(),
  said(43, 'bot', 'gate.unneeded', { stage: 'contain' }),
  said(
    50,
    'bot',
    'credential.proved',
    { ...c1, grade: 'found-dead', before: 'refused', after: 'refused' },
    { before: refused, after: refused },
  ),
  said(50, 'bot', 'credential.changed', { ...c1, from: 'unknown', to: 'cut-off' }),
];

export const byHand = [
  ...declaration(),
  said(
    300,
    'person:ana',
    'credential.proved',
    { ...c1, grade: 'by-hand', before: null, after: 'could-not-tell' },
    { before: null, after: { result: 'could-not-tell', at: at(300), detail: 'ana says so' } },
  ),
  said(300, 'person:ana', 'credential.changed', { ...c1, from: 'unknown', to: 'cut-off' }),
];

/** A second credential joins, and still works. */
export const twoCredentials = [
  ...declaration(),
  said(
    41,
    'person:ana',
    'credential.added',
    { credential: 'c2', kind: 'postgres-password', fingerprint: null },
    { locator: { target: 'main', role: 'web' }, hint: 'web on main' },
  ),
  ...identified,
  ...agreed,
  ...struck,
  ...proven.slice(0, 3),
];
