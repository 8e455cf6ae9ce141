import { expect, test } from 'vitest';
import { type PracticeEvent, type PracticeState, withEvent } from '../../src/practice/world.ts';

const start: PracticeState = { attacker: { login: null, session: null, refusedSince: null }, shop: { order: null } };
const login = (second: number, state: PracticeEvent['state']): PracticeEvent => ({
  at: `2026-11-24T03:12:0${second}.000Z`,
  who: 'attacker',
  what: 'login',
  state,
  text: '',
});
const refusedSince = (...events: PracticeEvent[]) => events.reduce(withEvent, start).attacker.refusedSince;

test('the attacker is refused since the first refusal that nothing but refusals followed', () => {
  expect(refusedSince(login(1, 'ok'), login(2, 'refused'), login(3, 'refused'))).toBe(login(2, 'refused').at);
  expect(refusedSince(login(1, 'refused'), login(2, 'ok'), login(3, 'refused'))).toBe(login(3, 'refused').at);
});

test('a login that could not be tried is no refusal', () => {
  expect(refusedSince(login(1, 'failed'))).toBeNull();
  expect(refusedSince(login(1, 'refused'), login(2, 'failed'))).toBeNull();
});
