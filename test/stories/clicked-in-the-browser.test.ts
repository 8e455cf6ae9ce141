/**
 * The first minutes of somebody new: `npm start`, and the whole leak clicked in a browser, by three people, one of them on a phone.
 * STAUNCH_WRITE_IMAGES=true writes the pictures of the README.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChromium } from '../practice/slack/page/browser.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');
const images = resolve(import.meta.dirname, '../../docs/images');
const writesImages = process.env.STAUNCH_WRITE_IMAGES === 'true';
/** A machine with many hands on it. */
const patienceMs = 45_000;

const ids = { you: 'U0YOU00001', sam: 'U0SAM00001', ines: 'U0INES0001', gus: 'U0GUEST001' } as const;
const desk = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };

let browser: Browser | null;
let folder: string;
let practice: ChildProcess;
let url: string;
const began = performance.now();
let usableAfterMs = 0;

beforeAll(async () => {
  browser = await openChromium();
  folder = mkdtempSync(join(tmpdir(), 'staunch-clicked-'));
  if (browser === null) return;
  const args = [main, '--json', '--data', 'practice', 'start', '--practice'];
  practice = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: practice.stdout as NonNullable<ChildProcess['stdout']> }), 'line')) as [
    string,
  ];
  url = (JSON.parse(line) as { url: string }).url;
}, 60_000);

afterAll(async () => {
  await browser?.close();
  if (practice !== undefined && practice.exitCode === null) {
    practice.kill('SIGTERM');
    await once(practice, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function openAs(who: keyof typeof ids, viewport: { width: number; height: number }): Promise<Page> {
  const context = await (browser as Browser).newContext({ viewport, deviceScaleFactor: writesImages ? 2 : 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${url}?as=${ids[who]}`);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (!writesImages) return;
  mkdirSync(images, { recursive: true });
  await page.screenshot({ path: join(images, `${name}.png`) });
}

const incidentChannel = (page: Page): Locator => page.locator('[data-testid^="channel-practice-inc-1"]').first();
const press = (page: Page, action: string): Locator => page.locator(`[data-action-id="${action}"]:visible`).last();
const says = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByTestId('messages').getByText(text).last().waitFor();

it('a leak is declared, handed in, agreed to on a phone, cut off, taken to its end, and tampered with in vain', async ({
  skip,
}) => {
  if (browser === null) return skip();
  const you = await openAs('you', desk);
  await you.getByTestId('ticker-0').getByText('login OK').waitFor();
  await you.getByTestId('starting').waitFor({ state: 'hidden' });
  usableAfterMs = performance.now() - began;

  // 1: declared by the one on call, who types no secret.
  await you.getByTestId('composer').fill('/leak');
  await you.keyboard.press('Enter');
  const role = await you.getByTestId('fact-0').textContent();
  await you.locator('[data-block-id="locator:role"] input').fill(String(role));
  await picture(you, 'slack-declare');
  await you.getByTestId('modal-submit').click();
  await says(you, /is open/);
  const declaredAt = performance.now();

  // 2: the value goes to the bot's own page, on a phone.
  await you.getByTestId('show-1').click();
  const leaked = await you.getByTestId('fact-1').textContent();
  await you.getByTestId('show-1').click();
  const link = await you
    .getByRole('link', { name: /hand in the value/ })
    .last()
    .getAttribute('href');
  const paper = await (await browser.newContext({ viewport: phone, deviceScaleFactor: writesImages ? 2 : 1 })).newPage();
  await paper.goto(String(link));
  await picture(paper, 'hand-in-phone');
  await paper.locator('textarea').fill(String(leaked));
  await paper.getByRole('button', { name: /hand it in/i }).click();
  await paper.getByText(/taken/i).first().waitFor();
  await paper.goto(String(link));
  expect(await paper.locator('textarea').count()).toBe(0);

  // 3: a guest sees nothing of it; an approver on a desk refuses the plan that cannot be taken back.
  const gus = await openAs('gus', desk);
  await gus.getByTestId('composer').waitFor();
  expect(await incidentChannel(gus).count()).toBe(0);
  const ines = await openAs('ines', desk);
  await incidentChannel(ines).click();
  await says(ines, /needs a yes/);
  await press(ines, 'staunch:reject:2').click();
  await ines.locator('[data-block-id="reason"] textarea').fill('every client would have to follow at night');
  await ines.getByTestId('modal-submit').click();
  await says(ines, /Your no is recorded/);

  // 4: the approver on a phone: one tap on the direct message.
  const sam = await openAs('sam', phone);
  await sam.getByTestId('drawer-button').click();
  await sam.getByTestId('app-home').click();
  await sam.getByTestId('tab-messages').click();
  await press(sam, 'staunch:approve:0').scrollIntoViewIfNeeded();
  // The drawer slides away.
  if (writesImages) await sam.waitForTimeout(600);
  await picture(sam, 'slack-approver-phone');
  expect(await sam.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width);
  await press(sam, 'staunch:approve:0').click();
  const agreedAt = performance.now();

  // 5: the attacker is out, the shop sells on, and the card proves it.
  await you
    .getByTestId('ticker-0')
    .getByText(/refused/)
    .waitFor();
  await you.getByTestId('ticker-1').getByText(/ended/).waitFor();
  expect(await you.getByTestId('ticker-2').textContent()).toMatch(/OK/);
  await you.getByRole('link', { name: 'go to its channel' }).last().click();
  await says(you, /CONTAINED: cut off after/);
  const cutAfter = (performance.now() - agreedAt) / 1_000;
  await says(you, /tried it itself, before and after/);
  await picture(you, 'slack-desk');
  const locked = you.getByTestId('messages').getByText(/Sam said yes to plan/);
  await locked.waitFor();
  expect(await you.locator('[data-action-id^="staunch:approve"]:visible').count()).toBe(0);

  // 6: what people still have to do, the report, the end.
  await says(you, /INC-1\.md/);
  await press(you, 'staunch:skip').click();
  await you.locator('[data-block-id="reason"] textarea').fill('nobody else had it in practice');
  await you.getByTestId('modal-submit').click();
  await says(you, /Skipped/);

  // 7: the record cannot be changed quietly.
  await you.getByTestId('aside-button-tamper').click();
  await you
    .getByTestId('aside')
    .getByText(/has other words than those that were recorded/)
    .waitFor();
  await you
    .getByTestId('aside')
    .getByText(/The record as it is: whole/)
    .waitFor();
  await picture(you, 'slack-tampered');
  expect(await you.getByTestId('aside').locator('.tour-step.done').count()).toBe(6);
  process.stdout.write(
    `npm start to a usable /leak: ${(usableAfterMs / 1_000).toFixed(1)} s; declared ${((agreedAt - declaredAt) / 1_000).toFixed(1)} s before the yes; yes to contained: ${cutAfter.toFixed(1)} s\n`,
  );
}, 180_000);
