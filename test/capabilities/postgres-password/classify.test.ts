import { describe, expect, it } from 'vitest';
import type { LoginAnswer } from '../../../src/capabilities/clients/postgres/login.ts';
import { asksPassword, classify } from '../../../src/capabilities/credentials/postgres-password/classify.ts';

const connected: LoginAnswer = { connected: true };
const answer = (code: string, routine: string | null = null): LoginAnswer => ({
  connected: false,
  code,
  routine,
  message: 'said',
});
const wrong = answer('28P01', 'auth_failed');
const closed = answer('28000', 'InitializeSessionUserId');
const rejected = answer('28000', 'ClientAuthentication');

describe('an answer to a login', () => {
  it.each([
    ['alive', wrong, connected, false],
    ['alive', wrong, connected, true],
    ['refused', wrong, closed, false],
    ['refused', wrong, closed, true],
    ['could-not-tell', wrong, wrong, false],
    ['refused', wrong, wrong, true],
    ['could-not-tell', wrong, rejected, true],
    ['could-not-tell', wrong, answer('28000'), true],
    ['could-not-tell', wrong, answer('53300', 'InitializeSessionUserId'), true],
    ['could-not-tell', wrong, answer('3D000', 'InitPostgres'), true],
    ['could-not-tell', wrong, answer('42501', 'CheckMyDatabase'), true],
    ['could-not-tell', wrong, answer('57P03'), true],
    ['could-not-tell', wrong, answer('ECONNREFUSED'), true],
    ['could-not-tell', wrong, answer('connect-timeout'), true],
    ['could-not-tell', connected, connected, true],
    ['could-not-tell', connected, closed, true],
    ['could-not-tell', closed, closed, true],
    ['could-not-tell', rejected, closed, true],
    ['could-not-tell', answer('53300'), wrong, true],
    ['could-not-tell', answer('ECONNREFUSED'), wrong, true],
  ] as const)('is %s: control %j, value %j, alive before: %s', (result, control, value, aliveBefore) => {
    expect(classify('app', control, value, aliveBefore).result).toBe(result);
  });

  it('asks back when the first answer is a wrong password', () => {
    expect(classify('app', wrong, wrong, false).detail).toBe('this value does not open app: already changed, or mistyped?');
  });

  it.each([
    ['yes', wrong],
    ['no', connected],
    ['no', closed],
    ['unknown', rejected],
    ['unknown', answer('53300')],
  ] as const)('tells whether a password is asked for: %s after %j to a random one', (asks, control) => {
    expect(asksPassword(control)).toBe(asks);
  });
});
