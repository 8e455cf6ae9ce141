/** What a card and the practice screen say once it is closed, while calls are stopped, and when a value is gone. */
import { describe, expect, test } from 'vitest';
import { renderCard, renderVerdict } from '../../../../src/surfaces/cli/render/card.ts';
import { renderChanges } from '../../../../src/surfaces/cli/render/changes.ts';
import { renderListLine } from '../../../../src/surfaces/cli/render/list.ts';
import { plainPaint } from '../../../../src/surfaces/cli/render/page.ts';
import { renderPractice } from '../../../../src/surfaces/cli/render/practice.ts';
import { containedView, sampleCredential, sampleView, stage } from '../sample-view.ts';

const page = { columns: 80, paint: plainPaint, now: new Date('2026-11-24T05:00:00Z'), program: 'npx staunch' };
const closing = { closedAt: '2026-11-24T03:17:31.000Z', closed: { by: 'ana', why: 'handled elsewhere' } };
const step = { id: 'tell', title: 'Tell the owners', by: 'person', state: 'waiting', summary: null } as const;
const notify = stage('notify', 'Notify', 'waiting', { startedAt: '2026-11-24T03:17:00.000Z', steps: [step] });
const alarms = [{ at: '2026-11-24T03:17:31.000Z', what: 'ana closed it while app on main may still work' }];
const closed = sampleView({ state: 'closed', gate: null, waiting: [], stages: [notify], alarms, ...closing });
const stopped = [{ provider: null, by: 'you', at: '2026-11-24T03:16:00.000Z', reason: 'the wrong role' }];
const practice = (view: typeof closed, rows = 40) =>
  renderPractice({ view, tickers: [], message: null, report: null, remains: [] }, page, rows);

describe('a closed incident', () => {
  test.each([
    ['card', () => renderCard(closed, page)],
    ['verdict', () => renderVerdict(closed, page, 20)],
    ['practice screen', () => practice({ ...closed, practice: true })],
  ])('on the %s stands at the time of its closing, by whom and why', (_, text) => {
    expect(text()).toMatch(/^05:31 of 15:00 since detection .* closed, not proven cut off$/m);
    expect(text()).toContain('closed since 03:17:31Z by ana: handled elsewhere');
    expect(text()).not.toMatch(/\d left/);
  });

  test('that was cut off keeps its proof', () => {
    const text = renderCard(containedView({ state: 'closed', ...closing }), page);
    expect(text).toContain('cut off after 04:59 of 15:00');
    expect(text).not.toContain('not proven');
  });

  test('in the list has no time left', () => {
    expect(renderListLine(closed, page)).toContain('CLOSED     cut not proven  ');
  });

  test('ended what was still to be done by hand', () => {
    const text = renderCard(closed, page);
    expect(text).toContain('– Notify  00:31/05:00  ended by closing');
    expect(text).toContain('– Tell the owners (not done: closing ended it)');
    expect(text).not.toContain('waits for you');
  });
});

describe('the practice screen', () => {
  test.each([24, 40])('of %i rows shows who stopped, why, and the command that goes on', (rows) => {
    const text = practice(sampleView({ practice: true, stopped }), rows);
    expect(text.replace(/\s+/g, ' ')).toContain('! EVERYTHING IS STOPPED by you since 03:16:00Z');
    expect(text).toContain('Reason: the wrong role');
    expect(text).toContain('Go on: npx staunch resume --as you');
    expect(text.split('\n').length).toBeLessThan(rows);
  });

  test('shows alarms as the card does', () => {
    expect(practice({ ...closed, practice: true })).toContain(
      'ALARM\n! 03:17:31Z  ana closed it while app on main may still work',
    );
  });
});

test('a stop is among what changed', () => {
  expect(renderChanges(sampleView(), sampleView({ stopped }), page)).toContain('STOPPED by you: the wrong role');
});

describe('a value that cannot be tried', () => {
  const proof = { grade: null, before: null, after: null };
  const card = (more: Parameters<typeof sampleCredential>[0]) =>
    renderCard(sampleView({ credentials: [sampleCredential({ held: false, proof, ...more })] }), page);

  test('was never handed in', () => {
    expect(card({})).toContain('value       not handed in: it cannot be tried, only looked up');
  });

  test('or was destroyed: when, why, and how it is tried again', () => {
    const text = card({ destroyed: { at: '2026-11-24T03:45:00.000Z', why: 'it was held as long as allowed' } });
    expect(text).not.toContain('not handed in');
    expect(text).toContain('value       destroyed at 03:45:00Z: it was held as long as allowed; to');
    expect(text).toContain('npx staunch hand-in INC-7 c1');
  });
});
