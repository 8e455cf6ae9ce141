/** `budget` at the terminal: how many strikes are left, and the order that raises it. */
import { describe, expect, test } from 'vitest';
import type { Budget, RaiseOrder } from '../../../src/incident/order.ts';
import { renderBudget } from '../../../src/surfaces/cli/render/budget.ts';
import { plainPaint } from '../../../src/surfaces/cli/render/page.ts';
import { fakeDesk, type } from './fake-terminal.ts';
import { now } from './sample-view.ts';

const page = { columns: 200, paint: plainPaint, now, program: 'npx staunch' };
const full: Budget = { used: 20, perHour: 20, left: 0, freeAt: '2026-11-24T04:12:00.000Z', raised: null };

describe('staunch budget', () => {
  test('answers what is used and left', async () => {
    const ran = await type(['budget', '--json']);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.json()).toEqual({ used: 3, perHour: 20, left: 17, freeAt: null, raised: null });
    expect((await type(['budget'])).out).toContain('3 of 20 strikes were begun within the last hour');
  });

  test('says when it is used up until when, and how it is raised', () => {
    const text = renderBudget(full, page);
    expect(text).toContain('None is begun before 04:12:00Z');
    expect(text).toContain('npx staunch budget --raise 40 --for 1h --reason TEXT');
  });

  test('says who raised it, until when and why, whatever stands in the reason', () => {
    const raised = { perHour: 50, until: '2026-11-24T05:00:00.000Z', by: 'ben', reason: 'many\u001b[2J keys' };
    const text = renderBudget({ ...full, perHour: 50, left: 30, freeAt: null, raised }, page);
    expect(text).toContain('Raised to 50 by ben until 05:00:00Z: many‹U+001B›[2J keys');
    expect(text).not.toContain('--raise');
  });

  test('raises in the name of who types', async () => {
    const orders: RaiseOrder[] = [];
    const desk = fakeDesk({});
    const raiseBudget: typeof desk.raiseBudget = (order) => {
      orders.push(order);
      return desk.raiseBudget(order);
    };
    const argv = ['budget', '--raise', '50', '--for', '1h', '--reason', 'thirty keys', '--json'];
    const ran = await type(argv, { desk: { ...desk, raiseBudget } });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ perHour: 50, left: 30, raised: { perHour: 50, by: 'ana', reason: 'thirty keys' } });
    const actor = { person: 'ana', account: 'ana-login' };
    expect(orders).toEqual([{ perHour: 50, forMs: 3_600_000, reason: 'thirty keys', actor }]);
  });

  test.each([
    ['no time', ['--raise', '50', '--reason', 'x'], '--for TIME'],
    ['no reason', ['--raise', '50', '--for', '1h'], '--reason TEXT'],
    ['an empty reason', ['--raise', '50', '--for', '1h', '--reason', ' '], 'The reason is empty'],
    ['no number', ['--raise', 'many', '--for', '1h', '--reason', 'x'], 'whole number'],
    ['nothing at all', ['--raise', '0', '--for', '1h', '--reason', 'x'], 'at least 1'],
    ['what is no budget any more', ['--raise', '1000000', '--for', '1h', '--reason', 'x'], 'at most 10000'],
    ['a time that is none', ['--raise', '50', '--for', 'soon', '--reason', 'x'], '--for soon is no time'],
    ['two days', ['--raise', '50', '--for', '48h', '--reason', 'x'], '24h at most'],
    ['a length without a raise', ['--for', '1h'], '--raise COUNT'],
  ])('refuses %s', async (_what, more, said) => {
    const ran = await type(['budget', ...more]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(said);
  });

  test('leaves it to the desk who may: what it refuses ends with 4', async () => {
    const refusal = { class: 'forbidden', message: 'eve may not raise the budget.' } as const;
    const desk = { ...fakeDesk({}), raiseBudget: async () => ({ ok: false, refusal }) as const };
    const argv = ['budget', '--raise', '50', '--for', '1h', '--reason', 'x', '--as', 'eve'];
    expect(await type(argv, { desk })).toMatchObject({ code: 4, err: `${refusal.message}\n` });
  });
});
