import { describe, expect, test } from 'vitest';
import { verbOf } from '../../../../src/surfaces/slack/buttons.ts';
import { cardMessage } from '../../../../src/surfaces/slack/render/card.ts';
import { now, sampleAsking, sampleCredential } from '../../cli/sample-view.ts';
import { buttonsOf, doneView, incident, labelsOf, openView, shown, wordsOf } from './slack-sample.ts';

describe('the card', () => {
  test('says first how bad it is', () => {
    const heads = [
      openView(),
      openView({
        credentials: [
          sampleCredential(),
          sampleCredential({ id: 'c2' }),
          sampleCredential({ id: 'c3', state: 'cut-off', cutOffAt: '2026-11-24T03:15:59.000Z' }),
        ],
      }),
      openView({ credentials: [sampleCredential({ state: 'unknown' })] }),
      doneView(),
      doneView({ state: 'closed', closedAt: '2026-11-24T03:20:00.000Z', closed: { by: 'ana', why: 'over' } }),
    ].map((view) => cardMessage(view, shown).blocks[0]);
    expect(heads.map((block) => (block?.type === 'header' ? block.text.text : ''))).toEqual([
      '🔴 INC-7 NOT CUT OFF: it still works',
      '🔴 INC-7 NOT CUT OFF: 2 of 3 still work',
      '🔴 INC-7 NOT CUT OFF: not known yet whether it works',
      '🟢 INC-7 CONTAINED: cut off after 4 m 59 s',
      '⚪ INC-7 CLOSED: cut off after 4 m 59 s',
    ]);
  });

  test('its clock stays true after it was drawn: when it ends, the limit, and what was left at which time', () => {
    const words = wordsOf(cardMessage(openView(), shown));
    expect(words).toContain('detected <!date^1795489920^{time_secs}|03:12:00Z>');
    expect(words).toContain('to be cut off by *<!date^1795490820^{time_secs}|03:27:00Z>* (limit 15:00)');
    expect(words).toContain('10:48 left as of <!date^1795490172^{time_secs}|03:16:12Z>');
  });

  test('says by how much the limit was missed', () => {
    const late = { ...shown, now: new Date('2026-11-24T03:28:05Z') };
    expect(wordsOf(cardMessage(openView(), late))).toContain('*01:05 over* as of');
    const cut = doneView({ credentials: [sampleCredential({ state: 'cut-off', cutOffAt: '2026-11-24T03:28:05.000Z' })] });
    expect(wordsOf(cardMessage(cut, late))).toContain('after 16:05 of 15:00 since detection: *01:05 over the limit*');
  });

  test('shows stages with their limits, and what waits for whom', () => {
    const words = wordsOf(cardMessage(openView(), shown));
    expect(words).toContain('✓ *Identify*  took 15 s, limit 02:00');
    expect(words).toContain('● *Contain*  since <!date^1795490155^{time_secs}|03:15:55Z>, limit 05:00 until');
    expect(words).toContain('○ Invalidate what it minted  limit 05:00');
    expect(words).toContain('⏳ <@U0ANA> <@U0BEN>: Cut now: role app may not log in any more');
  });

  test('shows the proof: grade, before, after, and what still works until when', () => {
    const words = wordsOf(cardMessage(doneView(), shown));
    expect(words).toContain('*CUT OFF, proven*: app on main (postgres-password), `c1`');
    expect(words).toMatch(/before <!date\S+ \*opens\*: login OK/);
    expect(words).toMatch(/after <!date\S+ \*refused\*: 28000/);
    expect(words).toContain('proof *by-use*: tried it itself, before and after');
    expect(words).toContain('left over: a prepared transaction of app (r1): still works until <!date^');
  });

  test('offers what can be done now, and nothing else', () => {
    const verbs = (message: unknown) => buttonsOf(message).map(({ action_id }) => verbOf(action_id));
    expect(verbs(cardMessage(openView(), shown))).toEqual(['plans', 'status']);
    const notHeld = openView({ credentials: [sampleCredential({ held: false })] });
    expect(verbs(cardMessage(notHeld, shown))).toEqual(['hand-in', 'plans', 'status']);
    expect(verbs(cardMessage(doneView(), shown))).toEqual(['undo', 'plans', 'status', 'close']);
    const closed = doneView({ state: 'closed', closedAt: now.toISOString(), closed: null });
    expect(verbs(cardMessage(closed, shown))).toEqual(['plans', 'status']);
    const dead = openView({ credentials: [sampleCredential({ held: false, state: 'dead' })] });
    expect(verbs(cardMessage(dead, shown))).not.toContain('hand-in');
  });

  test('a strike is taken back until its deadline, after a second question', () => {
    const [undo] = buttonsOf(cardMessage(doneView(), shown));
    expect(JSON.parse(undo?.value ?? '')).toMatchObject({ incident, credential: 'c1', nonce: 'undo-nonce' });
    expect(wordsOf(undo?.confirm)).toContain('would work again');
    const later = { ...shown, now: new Date('2026-11-25T03:17:02Z') };
    expect(labelsOf(cardMessage(doneView(), later))).not.toContain('Undo');
  });

  test('a brake, an alarm and a countdown stand above everything but the state', () => {
    const view = openView({
      stopped: [{ provider: null, reason: 'wrong target', by: 'ben', at: '2026-11-24T03:16:00.000Z' }],
      alarms: [{ at: '2026-11-24T03:16:01.000Z', what: 'a row was forged' }],
      gate: sampleAsking({
        alone: {
          plan: openView().plans[0]?.hash ?? '',
          person: 'ana',
          reason: 'nobody answers',
          startedAt: '2026-11-24T03:16:00.000Z',
          until: '2026-11-24T03:17:00.000Z',
        },
      }),
      paused: [{ provider: 'main', until: '2026-11-24T03:20:00.000Z', reason: 'Retry-After' }],
    });
    const { blocks } = cardMessage(view, shown);
    const second = wordsOf(blocks[1]);
    expect(second).toContain('*EVERYTHING IS STOPPED* by ben');
    expect(second).toContain('`npx staunch resume`');
    expect(second).toContain('*ALARM*');
    expect(second).toContain('<@U0ANA> ACTS ALONE');
    expect(wordsOf(blocks)).toContain('waits for main until');
  });

  test('PRACTICE stands on it, and in what a phone shows', () => {
    const { text, blocks } = cardMessage(openView({ practice: true }), shown);
    expect(text).toMatch(/^PRACTICE INC-7 NOT CUT OFF/);
    expect(wordsOf(blocks[0])).toContain('PRACTICE');
  });
});
