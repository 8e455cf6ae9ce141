/** Incidents in which something was begun and not ended, or left out. */
import { at, newPassword, newPasswordHash, nonce, said } from './record-builder.ts';
import { declaration, done, started } from './stories.ts';

const c1 = { credential: 'c1' } as const;
const replaceTarget = { ...newPassword.targets[0], verb: 'replace' as const } as (typeof newPassword.targets)[number];
const setCall = { order: 1, call: 'ALTER ROLE "app" PASSWORD …', target: 'main/app', reversible: false };
const handCall = { order: 2, call: 'hand the new password to /bin/false', target: 'main/app', reversible: false };
const replacing = { ...newPassword, targets: [{ ...replaceTarget, calls: [setCall, handCall] }] };
const setAnswer = { call: setCall.call, target: setCall.target, answer: 'ALTER ROLE' };

/** The new password is set, its sink failed. */
export const notHandedOver = [
  ...declaration(),
  said(51, 'bot', 'plan.made', { plan: newPasswordHash, order: 1, reversible: false, mass: false }, { plan: replacing }),
  said(120, 'person:ben', 'gate.accepted', { stage: 'contain', nonce, plan: newPasswordHash }),
  started(121, 'strike', 'credential.strike'),
  said(122, 'bot', 'value.held', { ...c1, ref: 'new', fingerprint: 'cd'.repeat(32), until: at(1_922) }),
  said(
    124,
    'bot',
    'step.failed',
    { step: 'strike', ...c1, job: 'job-strike', attempt: 1, class: 'retryable', retryAt: at(125) },
    { reason: 'The sink is busy.', calls: [setAnswer] },
  ),
  said(
    130,
    'bot',
    'step.stuck',
    { step: 'strike', ...c1, job: 'job-strike', class: 'fatal' },
    { reason: 'The sink is broken.', byHand: '-- set another one\n\\password app', calls: [setAnswer] },
  ),
];

/** The sink was mended. */
export const handedOver = [
  ...notHandedOver,
  done(200, 'strike', 'app on main: new password', [
    setAnswer,
    { call: handCall.call, target: handCall.target, answer: 'handed over' },
  ]),
];

/** The plan was skipped, so nobody was asked. */
export const planSkipped = [
  ...declaration(),
  started(50, 'plan', 'leak.plan', null),
  said(51, 'bot', 'step.stuck', { step: 'plan', credential: null, job: 'j', class: 'fatal' }, { reason: 'no', byHand: null }),
  said(60, 'person:ana', 'step.skipped', { step: 'plan', credential: null, person: 'ana' }, { reason: 'in a hurry' }),
  said(60, 'person:ana', 'gate.unneeded', { stage: 'contain' }),
];
