import { expect, it } from 'vitest';
import { type AsideState, asideOf } from '../../src/composition/practice-aside.ts';
import { tourOf } from '../../src/composition/practice-tour.ts';
import type { View } from '../../src/incident/view.ts';

type Known = { held?: boolean; accepted?: boolean; cut?: boolean; state?: View['state'] };

const view = ({ held = false, accepted = false, cut = false, state = 'open' }: Known): View =>
  ({
    state,
    credentials: [{ proof: { before: held ? { result: 'alive' } : null }, cutOffAt: cut ? '2026-11-24T03:15:00.000Z' : null }],
    plans: [{ acceptedBy: accepted ? 'people' : null }],
  }) as unknown as View;

const done = (known: View | null, tampered = false) => tourOf(known, { tampered }).filter((step) => step.done).length;

it('the tour has six steps, each done by what really happened', () => {
  expect(tourOf(null, { tampered: false })).toHaveLength(6);
  expect(done(null)).toBe(0);
  expect(done(view({}))).toBe(1);
  expect(done(view({ held: true }))).toBe(2);
  expect(done(view({ held: true, accepted: true }))).toBe(3);
  expect(done(view({ accepted: true, cut: true }))).toBe(4);
  expect(done(view({ accepted: true, cut: true, state: 'contained' }))).toBe(5);
  expect(done(view({ accepted: true, cut: true, state: 'contained' }), true)).toBe(6);
});

it('whoever got further did not need what came before', () => {
  const steps = tourOf(view({ held: false, accepted: true }), { tampered: false });
  expect(steps.slice(0, 3).map((step) => step.done)).toEqual([true, true, true]);
});

const state: AsideState = {
  starting: null,
  world: null,
  leaked: { role: 'shop', value: 'made-up-value', target: 'practice' },
  view: null,
  skipped: false,
  tampering: false,
  tampered: null,
};

it('the record can be tampered with once there is something to tamper with, and not twice at once', () => {
  expect(asideOf({ ...state, view: view({}) }).buttons).toEqual([]);
  const contained = { ...state, view: view({ state: 'contained' }) };
  expect(asideOf(contained).buttons).toMatchObject([{ id: 'tamper', busy: false }]);
  expect(asideOf({ ...contained, tampering: true }).buttons).toMatchObject([{ busy: true }]);
});

it('only the leaked value is hidden until somebody wants to see it', () => {
  expect(asideOf(state).facts.map(({ value, secret }) => [value, secret])).toEqual([
    ['shop', false],
    ['made-up-value', true],
  ]);
});

it('a check that finds nothing is bad news', () => {
  const tampered = { done: 'd', found: 'f', whole: 'w', command: 'c', caught: false };
  expect(asideOf({ ...state, tampered }).results.map(({ tone }) => tone)).toEqual(['bad', 'bad', 'neutral']);
  expect(asideOf({ ...state, tampered: { ...tampered, caught: true } }).results.map(({ tone }) => tone)).toEqual([
    'bad',
    'good',
    'neutral',
  ]);
});
