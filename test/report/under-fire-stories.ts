/** Incidents in which nobody answered, one person acted alone, calls were stopped, and the record was mended afterwards. */
import { at, cutNowHash, nonce, said } from './record-builder.ts';
import { declaration, identified, proven, struck, whole } from './stories.ts';

const c1 = { credential: 'c1' } as const;
const countdown = { stage: 'contain', nonce, plan: cutNowHash, person: 'ana' } as const;

/** Asked, asked again, passed on; then Ana acts alone, and nobody says no. */
export const alone = [
  ...declaration(),
  ...identified,
  said(111, 'bot', 'gate.asked-again', { stage: 'contain', nonce, to: ['ana'] }),
  said(171, 'bot', 'gate.passed-on', { stage: 'contain', nonce, to: ['ben'] }),
  said(
    180,
    'person:ana',
    'decision.recorded',
    { nonce, plan: cutNowHash, verdict: 'alone', person: 'ana', credential: null, attestation: 'bot', signature: 'SIGNATURE' },
    { reason: 'nobody is awake' },
  ),
  said(180, 'person:ana', 'alone.started', { ...countdown, until: at(240) }),
  said(240, 'bot', 'gate.accepted', { stage: 'contain', nonce, plan: cutNowHash, alone: true }),
];

const answer = (verdict: 'approve' | 'reject') =>
  said(
    200,
    'person:ben',
    'decision.recorded',
    { nonce, plan: cutNowHash, verdict, person: 'ben', credential: null, attestation: 'bot', signature: 'SIGNATURE' },
    { reason: 'wait for me' },
  );

/** The countdown was stopped by a no, and nothing was done. */
export const aloneStopped = [
  ...alone.slice(0, -1),
  answer('reject'),
  said(200, 'person:ben', 'alone.ended', { ...countdown, why: 'rejected' }),
];

/** Enough people said yes while the countdown ran. */
export const aloneAgreed = [
  ...alone.slice(0, -1),
  answer('approve'),
  said(200, 'person:ben', 'alone.ended', { ...countdown, why: 'agreed' }),
  said(200, 'person:ben', 'gate.accepted', { stage: 'contain', nonce, plan: cutNowHash }),
];

/** Closed while a step waits to be done by hand. */
export const closedEarly = [
  ...whole.slice(0, 37),
  said(500, 'person:ben', 'incident.closed', { why: 'by hand', person: 'ben' }, { reason: 'enough' }),
];

/** Nobody answered, and the playbook says to act then. */
export const byExpiry = [
  ...declaration(),
  ...identified,
  said(231, 'bot', 'gate.accepted', { stage: 'contain', nonce, plan: cutNowHash, by: 'expiry' }),
  ...struck,
  ...proven,
];

/** Every call is stopped; the stop of main was ended. */
export const stopped = [
  ...declaration(),
  ...identified,
  said(60, 'person:ben', 'calls.stopped', { provider: 'main', person: 'ben', since: at(60) }, { reason: 'month end on main' }),
  said(70, 'person:ben', 'calls.resumed', { provider: 'main', person: 'ben' }),
  said(75, 'person:ben', 'budget.raised', { perHour: 50, until: at(3_675), person: 'ben' }, { reason: 'thirty keys leaked' }),
  said(80, 'person:ben', 'calls.stopped', { provider: null, person: 'ben', since: at(80) }, { reason: 'something is off' }),
];

/** Who used it was looked up; later the time of exposure was corrected, and a note was purged. */
export const mended = [
  ...whole,
  said(4_100, 'bot', 'usage.recorded', { ...c1, source: 'pg_stat_activity', count: 2, digest: 'ee'.repeat(32), leftOut: 3 }),
  said(
    4_200,
    'person:ana',
    'entry.corrected',
    { entry: 1, person: 'ana', about: at(-7_200), exposedSince: at(-7_200) },
    { text: 'the log was public two hours before' },
  ),
  said(4_300, 'person:ben', 'entry.purged', { entry: 37, person: 'ben' }, { reason: 'it named a customer' }),
];

/** Of the entry `usage.recorded` of `mended`. */
export const mendedUsage = [
  { as: 'app', at: at(-5_000), from: '10.0.0.5', program: 'shop', what: 'a session in shop' },
  { as: 'app', at: at(-900), from: '203.0.113.9', program: null, what: 'SELECT * FROM customers' },
].map((use, place) => ({ seq: whole.length + 1, place, row: JSON.stringify(use) }));
