/** The page of the practice workspace in a real browser, against a server that says what the test wants. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../../src/practice/slack/page/protocol.ts';
import { openChromium } from './browser.ts';
import { type FakePage, startFakePage } from './fake-page-server.ts';
import { at, declareView, message, sampleFor } from './sample-workspace.ts';

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const waitMs = 5_000;

let browser: Browser | null = null;
let fake: FakePage;
const contexts: BrowserContext[] = [];
const faults: string[] = [];

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(async () => browser?.close());
beforeEach(async () => {
  fake = await startFakePage(sampleFor);
  faults.length = 0;
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  await fake.close();
  expect(faults).toEqual([]);
});

/** Null without a browser: missing ones are listed at the end of the run. */
async function open(path: string, viewport = desk): Promise<Page | null> {
  if (browser === null) return null;
  const context = await browser.newContext({ viewport, hasTouch: viewport === phone });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (said) => said.type() === 'error' && faults.push(said.text()));
  page.on(
    'request',
    (request) => !request.url().startsWith(fake.url) && !request.url().startsWith('data:') && faults.push(request.url()),
  );
  await page.goto(fake.url + path);
  await page.getByTestId('channel-title').waitFor();
  return page;
}

const showModal = (hash: string, edit: (view: Snapshot['modals'][number]) => void = () => {}) =>
  fake.change((snapshot) => {
    const view = { id: 'V0DECLARE', hash, view: structuredClone(declareView), errors: {} };
    edit(view);
    snapshot.modals = [view];
  });

const textOf = (page: Page, testid: string) => page.getByTestId(testid).textContent();
const actsOf = (act: string) => fake.acts.filter((each) => each.act === act);
const sideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

describe('what is written', () => {
  test('reads as it was meant: bold, quotes, code, links, mentions, tables', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    const messages = page.getByTestId('messages');
    expect(await messages.locator('strong', { hasText: 'new' }).count()).toBe(1);
    expect(await messages.locator('blockquote').textContent()).toBe('It was about time');
    expect(await messages.locator('pre').textContent()).toBe('select 1\n  from orders;');
    const link = messages.getByRole('link', { name: 'the notes' });
    expect([await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual([
      'https://example.com/release',
      'noopener noreferrer',
    ]);
    expect(await messages.locator('.mention-me').allTextContents()).toEqual(['@Amara Okafor', '@here']);
    await page.getByTestId('channel-leak-7f3a-shop-app').click();
    expect(await messages.locator('td', { hasText: 'NOLOGIN' }).count()).toBe(1);
    expect(await messages.getByText('Only visible to you').count()).toBe(1);
  });

  test('stays text where it is hostile: no element, no request, no link but to the web', async () => {
    const hostile =
      '<img src=https://evil.example/x onerror=alert(1)><script>alert(1)</script> <javascript:alert(1)|press me> &lt;b&gt;bold&lt;/b&gt;';
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    fake.change((snapshot) => {
      const blocks = [
        { type: 'section', text: { type: 'mrkdwn', text: hostile } },
        { type: 'markdown', text: `${hostile}\n[x](javascript:alert(1))` },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'link', url: 'javascript:alert(1)', text: 'rich' },
                { type: 'text', text: hostile },
              ],
            },
          ],
        },
        { type: 'image', image_url: 'https://evil.example/pixel.png', alt_text: 'pixel' },
        { type: 'newer_than_this', title: { type: 'mrkdwn', text: hostile } },
      ];
      snapshot.messages.C0GENERAL?.push(
        message('C0GENERAL', 90, 'U0BEN', hostile),
        message('C0GENERAL', 91, 'U0BOT', 'x', { blocks }),
      );
    });
    const last = page.getByTestId(`message-${at(91)}`);
    await last.waitFor();
    expect(await page.locator('.message img, .message script, .message b, .message iframe').count()).toBe(0);
    const links = await page.locator('.message a').evaluateAll((found) => found.map((each) => each.getAttribute('href') ?? ''));
    expect(links.filter((href) => !/^(https?:|mailto:|\/)/.test(href))).toEqual([]);
    expect(await last.textContent()).toContain('<script>alert(1)</script>');
    expect(await page.getByTestId(`message-${at(90)}`).textContent()).toContain('<b>bold</b>');
  });

  test('is sent with Enter; typed angle brackets call nobody, a known name does', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    await page.getByTestId('composer').fill('<!channel> @ben see #shop-operations');
    await page.getByTestId('composer').press('Enter');
    await expect.poll(() => actsOf('say')).toHaveLength(1);
    expect(actsOf('say')[0]).toMatchObject({
      channel: 'C0GENERAL',
      text: '&lt;!channel&gt; <@U0BEN> see <#C0SHOP|shop-operations>',
      threadTs: null,
    });
  });

  test('comes back into the box where it was not taken, and the reason is shown', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    fake.answer = () => ({ ok: false, error: '/leak failed with the error "dispatch_failed"' });
    await page.getByTestId('composer').fill('/leak status');
    await page.getByTestId('composer').press('Enter');
    await page.getByTestId('toast').waitFor();
    expect(await textOf(page, 'toast')).toContain('dispatch_failed');
    expect(await page.getByTestId('composer').inputValue()).toBe('/leak status');
  });
});

describe('a command', () => {
  test('is suggested while it is typed, and sent from the keyboard alone', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    await page.getByTestId('composer').focus();
    await page.keyboard.type('/l');
    expect(await page.getByRole('option').allTextContents()).toEqual([
      expect.stringContaining('/leak'),
      expect.stringContaining('/later'),
    ]);
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('composer').inputValue()).toBe('/leak ');
    await page.keyboard.type('status');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => actsOf('slash'))
      .toEqual([{ as: 'U0AMARA', act: 'slash', channel: 'C0GENERAL', command: '/leak', text: 'status' }]);
  });
});

describe('a button', () => {
  test('says what was pressed, waits visibly, and is not pressed twice', async () => {
    const page = await open('?as=U0BEN#C0INC');
    if (page === null) return;
    let release = () => {};
    fake.answer = (act) =>
      act.act === 'press' ? new Promise((resolve) => (release = () => resolve({ ok: true }))) : { ok: true };
    const button = page.locator('[data-action-id="staunch:approve"]');
    await button.click();
    await page.locator('[data-action-id="staunch:approve"][aria-busy="true"]').waitFor();
    expect(await button.isDisabled()).toBe(true);
    release();
    await page.locator('[data-action-id="staunch:approve"]:not([aria-busy])').waitFor();
    expect(actsOf('press')).toMatchObject([
      {
        as: 'U0BEN',
        channel: 'C0INC',
        ts: at(60),
        blockId: 'pa',
        actionId: 'staunch:approve',
        value: { type: 'button', value: '{"plan":"ab12cd34"}' },
      },
    ]);
  });

  test('with a question is pressed only after a yes, and Escape is a no', async () => {
    const page = await open('?as=U0BEN#C0INC');
    if (page === null) return;
    const button = page.locator('[data-action-id="staunch:reject"]');
    await button.click();
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('confirm').count()).toBe(0);
    await button.click();
    await page.getByTestId('confirm-yes').click();
    await expect.poll(() => actsOf('press').length).toBe(1);
  });
});

describe('a modal', () => {
  test('keeps what is typed, the caret and the focus while snapshots come in and while the app changes it', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    showModal('1');
    const role = page.locator('[data-action-id="role"]');
    await role.fill('shop_app');
    await role.press('Home');
    for (let step = 0; step < 4; step += 1) await role.press('ArrowRight');
    fake.change((snapshot) => snapshot.messages.C0GENERAL?.push(message('C0GENERAL', 95, 'U0BEN', 'Meanwhile')));
    await page.getByTestId(`message-${at(95)}`).waitFor();
    await page.keyboard.type('X');
    showModal('2', ({ view }) => (view.title = { type: 'plain_text', text: 'Declare, step 2' }));
    await page.getByText('Declare, step 2').waitFor();
    await page.keyboard.type('Y');
    expect(await role.inputValue()).toBe('shopXY_app');
  });

  test('is not sent while something is missing, then sends every state in the shape of Slack', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    showModal('1');
    await page.getByTestId('modal-submit').click();
    expect(await textOf(page, 'error-role')).toContain('required');
    expect(actsOf('submit')).toEqual([]);
    await page.locator('select[data-action-id="kind"]').selectOption('postgres');
    await page.locator('[data-action-id="role"]').fill('shop_app');
    await page.locator('[data-action-id="public"]').check();
    await page.getByTestId('modal-submit').click();
    await expect.poll(() => actsOf('submit').length).toBe(1);
    expect(actsOf('press-view')).toMatchObject([
      { view: 'V0DECLARE', blockId: 'kind', actionId: 'kind', value: { selected_option: { value: 'postgres' } } },
    ]);
    expect(actsOf('submit')[0]).toMatchObject({
      view: 'V0DECLARE',
      state: {
        kind: { kind: { type: 'static_select', selected_option: { value: 'postgres' } } },
        role: { role: { type: 'plain_text_input', value: 'shop_app' } },
        when: { when: { type: 'datetimepicker', selected_date_time: null } },
        public: { public: { type: 'checkboxes', selected_options: [{ value: 'public' }] } },
        note: { note: { type: 'plain_text_input', value: null } },
      },
    });
  });

  test('shows what the app refused under its input, and that an app did not answer', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    showModal('1', (view) => (view.errors = { role: 'There is no such role.' }));
    expect(await textOf(page, 'error-role')).toContain('There is no such role.');
    fake.answer = () => ({ ok: false, error: 'We had some trouble connecting. Try again?' });
    await page.locator('select[data-action-id="kind"]').selectOption('github');
    await page.locator('[data-action-id="role"]').fill('x');
    await page.getByTestId('modal-submit').click();
    await page.getByTestId('modal-trouble').waitFor();
    expect(await page.locator('[data-action-id="role"]').inputValue()).toBe('x');
  });

  test('holds the keyboard, and Escape closes it', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    showModal('1');
    await page.getByTestId('modal').waitFor();
    for (let press = 0; press < 20; press += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.querySelector("[data-testid=modal]").contains(document.activeElement)')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => actsOf('dismiss')).toEqual([{ as: 'U0AMARA', act: 'dismiss', view: 'V0DECLARE' }]);
  });
});

describe('somebody else', () => {
  test('stays in the channel that they may see, and sees their own mentions', async () => {
    const page = await open('?as=U0AMARA#C0INC');
    if (page === null) return;
    await page.getByTestId('people-switcher').click();
    await page.getByTestId('person-U0BEN').click();
    await page.getByTestId('badge-D0BOT').waitFor();
    expect(await textOf(page, 'channel-title')).toContain('leak-7f3a-shop-app');
    expect(new URL(page.url()).searchParams.get('as')).toBe('U0BEN');
  });

  test('is taken to what mentions them where they may not see it, and is marked for what they are', async () => {
    const page = await open('?as=U0BEN#C0NOWHERE');
    if (page === null) return;
    expect(await textOf(page, 'channel-title')).toContain('leak-7f3a-shop-app');
    await page.getByTestId('people-switcher').click();
    expect(await textOf(page, 'person-U0GUEST')).toContain('guest');
    expect(await textOf(page, 'person-U0STRANGER')).toContain('another company');
    expect(await textOf(page, 'person-U0DELETED')).toContain('deactivated');
    await page.getByTestId('person-U0GUEST').click();
    await expect.poll(() => textOf(page, 'channel-title')).toContain('general');
    expect(await page.getByTestId('channel-leak-7f3a-shop-app').count()).toBe(0);
  });
});

describe('a thread', () => {
  test('opens beside the channel and is answered there', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    await page.getByTestId(`replies-${at(0)}`).click();
    expect(await textOf(page, 'thread-messages')).toContain('Thank you');
    await page.getByTestId('thread-composer').fill('Found it');
    await page.getByTestId('thread-composer').press('Enter');
    await expect.poll(() => actsOf('say')).toMatchObject([{ text: 'Found it', threadTs: at(0) }]);
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('thread').isVisible()).toBe(false);
  });
});

describe('on a phone', () => {
  test('nothing is wider than the screen: channel, thread, drawer, panel, modal', async () => {
    const page = await open('?as=U0BEN#C0INC', phone);
    if (page === null) return;
    const widths = [await sideways(page)];
    await page.getByTestId('aside-toggle').click();
    await page.getByTestId('tour-step-1').waitFor();
    widths.push(await sideways(page));
    await page.getByTestId('aside-toggle').click();
    expect(await page.getByTestId('drawer-button').getAttribute('aria-label')).toBe('Channels: 2 for you');
    await page.getByTestId('drawer-button').click();
    await page.getByTestId('channel-general').click();
    await expect.poll(() => textOf(page, 'channel-title')).toContain('general');
    await page.getByTestId(`replies-${at(0)}`).click();
    await page.getByTestId('thread-composer').waitFor();
    widths.push(await sideways(page));
    showModal('1');
    await page.getByTestId('modal').waitFor();
    widths.push(await sideways(page));
    expect(widths).toEqual([0, 0, 0, 0]);
    expect(await page.getByTestId('modal').boundingBox()).toMatchObject({ x: 0, width: phone.width, height: phone.height });
  });

  test('what is pressed is at least 44 pixels high', async () => {
    const page = await open('?as=U0BEN#C0INC', phone);
    if (page === null) return;
    const small = await page
      .locator('button:visible:not(.mention), .message a.button:visible')
      .evaluateAll((found) =>
        found.flatMap((each) =>
          each.getBoundingClientRect().height < 43.5
            ? [(each.getAttribute('data-testid') ?? each.className) + each.getBoundingClientRect().height]
            : [],
        ),
      );
    expect(small).toEqual([]);
  });
});

describe('practice beside it', () => {
  test('shows the world outside, hides secrets until asked, and marks the step that is next', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    expect(await textOf(page, 'ticker-0')).toContain('login OK');
    expect(await textOf(page, 'fact-1')).not.toContain('made-up');
    await page.getByTestId('show-1').click();
    expect(await textOf(page, 'fact-1')).toBe('made-up-value-of-practice');
    expect(await page.getByTestId('tour-step-1').getAttribute('aria-current')).toBe('step');
    await page.getByTestId('aside-button-tamper').click();
    await page.getByTestId('skip-tour').click();
    await expect.poll(() => actsOf('aside').map((act) => 'button' in act && act.button)).toEqual(['tamper', 'skip-tour']);
    fake.change((snapshot) => {
      if (snapshot.aside !== null) snapshot.aside.starting = 'Starting the database …';
    });
    await page.getByTestId('starting').waitFor();
  });

  test('is not there where the workspace runs alone', async () => {
    const page = await open('?as=U0AMARA#C0GENERAL');
    if (page === null) return;
    fake.change((snapshot) => {
      snapshot.aside = null;
    });
    await expect.poll(() => page.getByTestId('aside').isVisible()).toBe(false);
  });
});
