import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/capabilities/credentials/postgres-password/plan.ts';
import type { RoleFacts } from '../../../src/capabilities/credentials/postgres-password/schema.ts';
import { similarNames } from '../../../src/capabilities/credentials/postgres-password/similar-names.ts';

const credential = {
  id: 'c1',
  kind: 'postgres-password',
  locator: { target: 'main', role: 'app' },
  fingerprint: null,
  hint: 'app on main',
};
const facts: RoleFacts = {
  oid: '16385',
  canLogin: true,
  attributes: ['LOGIN'],
  probeDatabase: 'postgres',
  asksPassword: 'yes',
  sink: 'file /run/app',
  sinkNamesRole: false,
  twin: null,
  drainMs: 20_000,
  sessions: { total: 0, visible: true, at: '2026-11-24T03:12:00.000Z', groups: [] },
  owns: [],
  memberOf: [],
  members: [],
};
const look = (result: 'alive' | 'refused' | 'could-not-tell') => ({ result, at: '2026-11-24T03:12:00.000Z', detail: '' });
const verbs = (over: Partial<RoleFacts>, before: Parameters<typeof plan>[2]) =>
  plan(credential, { ...facts, ...over }, before).map(({ target }) => target.verb);

describe('the plan for a leaked password', () => {
  it('offers to cut before it offers a new password', () => {
    expect(verbs({}, look('alive'))).toEqual(['disable', 'replace']);
  });

  it.each([
    ['no sink', { sink: null }],
    ['a server that does not ask for a password', { asksPassword: 'no' as const }],
    ['a control without a clear answer', { asksPassword: 'unknown' as const }],
    ['a role that may not log in', { canLogin: false }],
  ])('offers no new password with %s', (_why, over) => {
    expect(verbs(over, look('could-not-tell'))).toEqual(['disable']);
  });

  it('has nothing to strike when the role was found closed and nobody is in', () => {
    expect(verbs({ canLogin: false }, look('refused'))).toEqual([]);
  });

  it('cuts again when a role that was found closed was opened since', () => {
    expect(plan(credential, facts, look('refused'))[0]?.target.calls[0]?.call).toBe('ALTER ROLE "app" NOLOGIN');
  });

  it('is the same plan for no session and for a thousand, and another one above', () => {
    const target = (total: number) => plan(credential, { ...facts, sessions: { ...facts.sessions, total } }, null)[0]?.target;
    expect(target(1_000)).toEqual(target(0));
    expect(target(1_001)).not.toEqual(target(0));
  });

  it('counts a look as something that can be taken back', () => {
    const calls = plan(credential, facts, look('alive'))[1]?.target.calls ?? [];
    expect(calls.at(-1)).toMatchObject({ call: expect.stringMatching(/^SELECT count/), reversible: true });
  });

  it('is the same plan before and after our own strike, so that a repeat goes through', () => {
    const target = (canLogin: boolean) => plan(credential, { ...facts, canLogin }, look('alive'))[0]?.target;
    expect(target(false)).toEqual(target(true));
  });
});

describe('similar names', () => {
  it('finds what was probably meant, the nearest first', () => {
    expect(similarNames('ap', ['billing', 'app_reporting', 'app', 'map'])).toEqual(['app', 'app_reporting', 'map']);
  });
});
