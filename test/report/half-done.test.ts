import { describe, expect, test } from 'vitest';
import { handedOver, notHandedOver, planSkipped } from './half-done-stories.ts';
import { recordOf } from './record-builder.ts';
import { markdownOf, of } from './section.ts';
import { proven } from './stories.ts';

describe('what was only half done', () => {
  test('stands at its call, with the time, and in the sentence of the step', () => {
    expect(of(notHandedOver, 'Plan')).toContain(
      'answered "ALTER ROLE" at +02:04, before the step failed; answered "ALTER ROLE" at +02:10, before the step failed.',
    );
    expect(of(notHandedOver, 'Scorecard')).toContain('| first call that strikes answered | 2026-11-24 03:14:04 | +02:04 |');
    expect(of(notHandedOver, 'Timeline')).toContain(
      'The sink is broken. Already in effect: ALTER ROLE "app" PASSWORD … → ALTER ROLE.',
    );
  });

  test('is an open point while a new value was set and never handed over', () => {
    const point = 'A new value of app on main was set at +02:04 and never handed over';
    expect(of(notHandedOver, 'What is still open')).toContain(point);
    expect(of(handedOver, 'What is still open')).not.toContain('never handed over');
    expect(of([...notHandedOver, ...proven], 'What is still open')).toContain(point);
  });

  test('shows what to run by hand line by line', () => {
    expect(of(notHandedOver, 'What is still open')).toContain('By hand: `-- set another one`, `\\password app`');
  });
});

describe('a skipped plan', () => {
  test('is not a plan that was not needed', () => {
    expect(of(planSkipped, 'Scorecard')).toContain('| first plan made | not made (skipped) | – |');
    expect(of(planSkipped, 'Scorecard')).toContain('| people first asked | not made (skipped) | – |');
    expect(of(planSkipped, 'Plan')).toContain('No plan was made: that step was skipped.');
    expect(markdownOf(recordOf(planSkipped))).not.toContain('othing was left to strike');
  });
});
