/** `stop` and `resume` at the terminal, and what the card and the list say while calls are stopped or left alone. */
import { describe, expect, test } from 'vitest';
import type { StopOrder } from '../../../src/incident/order.ts';
import { renderCard, renderLiveCard, renderVerdict } from '../../../src/surfaces/cli/render/card.ts';
import { plainPaint } from '../../../src/surfaces/cli/render/page.ts';
import { fakeDesk, type } from './fake-terminal.ts';
import { now, sampleView } from './sample-view.ts';

const everything = { provider: null, by: 'ben', at: '2026-11-24T03:14:00.000Z', reason: 'the wrong role' };
const page = { columns: 80, paint: plainPaint, now, program: 'npx staunch' };

describe('staunch stop', () => {
  test('orders it in the name of who types, and begins no work before that', async () => {
    const orders: StopOrder[] = [];
    const opened: boolean[] = [];
    const desk = fakeDesk({});
    const stop: typeof desk.stop = (order) => {
      orders.push(order);
      return desk.stop(order);
    };
    const openDesk = async ({ idle }: { idle?: boolean }) => {
      opened.push(idle === true);
      return { desk: { ...desk, stop }, botAlive: true, finish: async () => null };
    };
    const ran = await type(['stop', '--provider', 'main', '--reason', 'wrong role', '--json'], { composition: { openDesk } });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.json()).toEqual({
      stopped: true,
      provider: 'main',
      by: 'ana',
      at: now.toISOString(),
      reason: 'wrong role',
      already: false,
    });
    expect(orders).toEqual([{ provider: 'main', reason: 'wrong role', actor: { person: 'ana', account: 'ana-login' } }]);
    expect(opened).toEqual([true]);
  });

  test('says to people what is stopped, what goes on, and how to go on', async () => {
    const { out } = await type(['stop', '--reason', 'wrong role']);
    expect(out).toContain('EVERYTHING IS STOPPED by ana');
    expect(out).toContain('npx staunch resume');
    expect(out).toContain('Looks, timers, questions and decisions go on.');
  });

  test('wants a reason', async () => {
    expect(await type(['stop'])).toMatchObject({ code: 2 });
    expect(await type(['stop', '--reason', ''])).toMatchObject({ code: 2 });
  });

  test('leaves it to the desk who may: what it refuses ends with 4', async () => {
    const refusal = { class: 'forbidden', message: 'eve may neither stop nor resume.' } as const;
    const desk = { ...fakeDesk({}), stop: async () => ({ ok: false, refusal }) as const };
    expect(await type(['stop', '--reason', 'x', '--as', 'eve'], { desk })).toMatchObject({
      code: 4,
      err: `${refusal.message}\n`,
    });
  });
});

describe('staunch resume', () => {
  test('names what is still stopped', async () => {
    const left = [{ ...everything, provider: 'main' }];
    const desk = { ...fakeDesk({}), resume: async () => ({ ok: true, by: 'ana', at: now.toISOString(), left }) as const };
    expect((await type(['resume', '--json'], { desk })).json()).toEqual({
      stopped: false,
      provider: null,
      by: 'ana',
      at: now.toISOString(),
      left: ['main'],
    });
    expect((await type(['resume'], { desk })).out).toContain('npx staunch resume --provider main');
  });

  test('ends with 5 when nobody is there to go on', async () => {
    expect(await type(['resume'], { botAlive: false })).toMatchObject({ code: 5 });
  });
});

describe('while everything is stopped', () => {
  const view = sampleView({ stopped: [everything] });

  test.each([
    ['the card', renderCard(view, page)],
    ['the live card', renderLiveCard(view, page, 40)],
    ['the verdict', renderVerdict(view, page, 40)],
  ])('%s says so first, by whom, since when, and how to go on', (_, card) => {
    expect(card).toMatch(/^! EVERYTHING IS STOPPED by ben since 03:14:00Z/);
    expect(card).toContain('npx staunch resume');
  });

  test('the list says so first, and each line as JSON', async () => {
    const desk = fakeDesk({ views: [view] });
    expect((await type(['list'], { desk })).out).toMatch(/^! EVERYTHING IS STOPPED by ben/);
    expect((await type(['list', '--json'], { desk })).lines()).toMatchObject([{ stopped: [everything] }]);
  });

  test('whoever practises is told to go on as somebody', () => {
    expect(renderCard(sampleView({ stopped: [everything], practice: true }), page)).toContain('resume --as ben');
  });
});

test('who asked to be left alone stands on the card, with the time', () => {
  const paused = [{ provider: 'main', until: '2026-11-24T03:17:30.000Z', reason: 'slow down' }];
  expect(renderCard(sampleView({ paused }), page)).toContain('waits for main until 03:17:30Z: slow down');
});
