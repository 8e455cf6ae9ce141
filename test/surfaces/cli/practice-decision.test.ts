import { describe, expect, test } from 'vitest';
import { fakeDesk, type } from './fake-terminal.ts';
import { containedView, hashA, sampleAsking, samplePlan, sampleView } from './sample-view.ts';

describe('approve and reject in practice', () => {
  const practice = sampleView({ practice: true });

  test('a name is enough; the answer counts', async () => {
    const accepted = sampleView({
      practice: true,
      gate: null,
      plans: [samplePlan({ state: 'accepted', acceptedBy: 'people', have: ['ben'] })],
    });
    const desk = fakeDesk({ views: [practice], answer: () => ({ ok: true, view: accepted }) });
    const ran = await type(['approve', '7', '--plan', '3F9A12BC', '--as', 'ben', '--json'], { desk });
    expect(ran.code).toBe(0);
    expect(ran.json()).toEqual({
      incident: 'inc_7f00aa11',
      plan: hashA,
      have: 1,
      need: 1,
      state: 'accepted',
      by: ['ben'],
      practice: true,
    });
    expect(desk.sent[0]?.payload).toEqual({ verdict: 'approve', plan: hashA, attestation: { by: 'surface' } });
    expect(desk.sent[0]?.actor.person).toBe('ben');
    expect(ran.err).toContain('ALTER ROLE "app" NOLOGIN');
    expect(ran.err).toContain('PRACTICE');
  });

  test('more people needed is "waiting" and 0', async () => {
    const half = sampleView({
      practice: true,
      plans: [samplePlan({ have: ['ana'], needs: { people: 2, from: 'approvers', notRequester: true } })],
    });
    const ran = await type(['approve', '7', '--plan', hashA, '--json'], {
      desk: fakeDesk({ views: [practice], answer: () => ({ ok: true, view: half }) }),
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.json()).toMatchObject({ have: 1, need: 2, state: 'waiting' });
  });

  test('a no is "refused" and 1, even if the same plan is asked for anew at once', async () => {
    const anew = sampleView({
      practice: true,
      gate: sampleAsking({ nonce: 'nonce-2', expiresAt: '2026-11-24T03:20:00.000Z' }),
    });
    const ran = await type(['reject', '7', '--plan', hashA, '--reason', 'wrong role', '--json'], {
      desk: fakeDesk({ views: [practice], answer: () => ({ ok: true, view: anew }) }),
    });
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ state: 'refused' });
  });

  test('an asking that expired meanwhile is "expired" and 1', async () => {
    const desk = fakeDesk({
      views: [practice, sampleView({ practice: true, gate: null, plans: [samplePlan({ state: 'expired' })] })],
      answer: () => ({ ok: false, refusal: { class: 'no', message: 'The asking is over.' } }),
    });
    const ran = await type(['approve', '7', '--plan', hashA, '--json'], { desk });
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ state: 'expired' });
  });

  test('agreeing to what is agreed sends nothing and is 0', async () => {
    const desk = fakeDesk({ views: [containedView({ practice: true })] });
    const ran = await type(['approve', '7', '--plan', hashA, '--json'], { desk });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ state: 'accepted' });
    expect(desk.sent).toEqual([]);
  });

  test('waits for the question before it answers', async () => {
    const ran = await type(['approve', '7', '--plan', hashA], {
      desk: fakeDesk({ views: [sampleView({ practice: true, gate: null }), practice] }),
    });
    expect(ran).toMatchObject({ code: 0, slept: 200 });
  });

  test('typed again it is said again, so that a second yes of one person can be refused', async () => {
    const keys: string[] = [];
    for (const _time of ['first', 'second']) {
      const desk = fakeDesk({ views: [practice] });
      await type(['approve', '7', '--plan', hashA], { desk });
      keys.push(desk.sent[0]?.dedupe ?? '');
    }
    expect(new Set(keys).size).toBe(2);
  });

  test.each([
    [['--plan', '3f9a'], 2, 'at least its first 8 digits'],
    [['--plan', 'deadbeef'], 3, 'Offered now: 3f9a12bc'],
    [['--plan', hashA, '--alone'], 2, '--alone needs --reason TEXT'],
    [[], 2, '--plan'],
  ])('approve %j ends with %i', async (flags, code, sentence) => {
    const ran = await type(['approve', '7', ...flags], { desk: fakeDesk({ views: [practice] }) });
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(sentence);
  });

  test('a yes that would not count is refused before anything is shown or sent; a no counts from anybody', async () => {
    const waiting = practice.waiting.map((item) => ({ ...item, for: ['ana'] }));
    const view = { ...practice, waiting, requester: 'ana' };
    const desk = fakeDesk({ views: [view] });
    const ran = await type(['approve', '7', '--plan', hashA, '--as', 'ben'], { desk });
    expect(ran).toMatchObject({ code: 4, out: '' });
    expect(ran.err).toContain('ben is not in the group "on-call". Who can: ana.');
    expect(ran.err).not.toContain('You are about to');
    expect(desk.sent).toEqual([]);
    await type(['reject', '7', '--plan', hashA, '--reason', 'x', '--as', 'ben'], { desk });
    expect(desk.sent).toHaveLength(1);
  });

  test('a beginning that two plans share asks for more digits', async () => {
    const twins = sampleView({ practice: true, plans: [samplePlan(), samplePlan({ hash: `${hashA.slice(0, 63)}f` })] });
    const ran = await type(['approve', '7', '--plan', '3f9a12bc'], { desk: fakeDesk({ views: [twins] }) });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Write more digits');
  });

  test('undo is signed over the undo nonce; without one there is nothing to take back', async () => {
    const desk = fakeDesk({ views: [containedView({ practice: true })] });
    const ran = await type(['undo', '7', '--credential', 'c1', '--as', 'ana', '--json'], { desk });
    expect(ran.code).toBe(0);
    expect(desk.sent[0]).toMatchObject({ type: 'undo', payload: { credential: 'c1', attestation: { by: 'surface' } } });
    expect((await type(['undo', '7', '--credential', 'c1', '--as', 'ana'])).code).toBe(1);
  });
});
