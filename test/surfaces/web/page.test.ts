/** The hand-in page in a real browser, on a phone and without JavaScript. */
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../incident/world.ts';
import { openChromium } from '../../practice/slack/page/browser.ts';
import { type Listener, openListener } from './listener.ts';

const phone = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false, hasTouch: true, isMobile: true } as const;

let world: World;
let on: Listener;
let browser: Browser | null;
beforeAll(async () => {
  world = await openWorld();
  on = await openListener(world);
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await on.web.stop();
  await world.close();
});

const held = async (incident: string) => {
  const place = { incident, credential: 'c1', ref: 'leaked' } as const;
  return world.engine.work.turn.values.get(world.db.query, place);
};

/** A page of its own for each test. */
async function onPhone(colorScheme: 'light' | 'dark', work: (page: Page) => Promise<void>): Promise<void> {
  if (browser === null) return expect.unreachable('There is no browser.');
  const context = await browser.newContext({ ...phone, colorScheme });
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

const fits = async (page: Page) => {
  const width = await page.locator('html').evaluate((html) => html.scrollWidth);
  expect(width).toBeLessThanOrEqual(phone.viewport.width);
};

describe('on a phone without JavaScript', () => {
  beforeEach(({ skip }) => skip(browser === null, 'there is no Chromium'));

  test('a value is pasted, hidden until it is asked to be shown, and taken; going back sends nothing again', async () => {
    const incident = await world.declare({ locator: { role: `a-role-without-any-space-${'x'.repeat(80)}` } });
    const value = `correct horse-${randomUUID()}\nof two lines`;
    await onPhone('light', async (page) => {
      await page.goto(on.web.origin + (await on.link(incident)));
      await fits(page);
      const field = page.getByLabel('Leaked value');
      await field.fill(value);
      const security = "getComputedStyle(document.querySelector('textarea')).getPropertyValue('-webkit-text-security')";
      const masked = () => page.evaluate<string>(security);
      expect(await masked()).toBe('disc');
      await page.getByLabel('Show it').check();
      expect(await masked()).toBe('none');
      await page.getByRole('button', { name: 'Hand it in' }).click();
      await page.getByRole('heading', { name: 'Taken. You can close this page.' }).waitFor();
      expect(page.url()).toBe(`${on.web.origin}/hand-in/taken`);
      await page.reload();
      await page.getByRole('heading', { name: 'Taken. You can close this page.' }).waitFor();
      await page.goBack();
      expect(await page.content()).not.toContain('correct horse');
    });
    expect(await held(incident)).toBe(value);
    expect(await world.entriesOf(incident, 'value.held')).toHaveLength(1);
  });

  test.each(['light', 'dark'] as const)(
    'a space too many is said beside the field, with the button in sight (%s)',
    async (scheme) => {
      const incident = await world.declare();
      await onPhone(scheme, async (page) => {
        await page.goto(on.web.origin + (await on.link(incident)));
        await page.getByLabel('Leaked value').fill('hunter2-of-a-test ');
        await page.getByRole('button').click();
        await page.getByRole('alert').waitFor();
        await fits(page);
        const box = await page.getByRole('button').boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(phone.viewport.height);
        expect(await page.getByLabel('Leaked value').inputValue()).toBe('');
        await page.getByLabel('The space is part of the secret').check();
        await page.getByLabel('Leaked value').fill('hunter2-of-a-test ');
        await page.getByRole('button').click();
        await page.getByRole('heading', { name: 'Taken.' }).waitFor();
      });
      expect(await held(incident)).toBe('hunter2-of-a-test ');
    },
  );

  test('a link that does not work says what to do', async () => {
    await onPhone('light', async (page) => {
      await page.goto(`${on.web.origin}/hand-in/none`);
      await page.getByText('press the button in the incident again').waitFor();
      await fits(page);
    });
  });
});
