/** What a person does with a stock app, and what comes of it: a command, a form refused once, a message, its button. */
import { expect } from 'vitest';
import type { InputState } from '../../../../src/practice/slack/page/protocol.ts';
import type { Page } from './page-of.ts';

const typed = (value: string): InputState => ({ what: { text: { type: 'plain_text_input', value } } });

export async function tellStory(page: Page): Promise<void> {
  const channel = await page.sees(
    'that the app is connected',
    ({ app, channels }) => app.connected && channels.find(({ name }) => name === 'security-alerts')?.id,
  );
  expect(await page.act({ act: 'slash', channel, command: '/leak', text: '' })).toMatchObject({ ok: true });
  const view = await page.sees('the form', ({ modals }) => modals.at(-1)?.id);
  await page.act({ act: 'submit', view, state: typed('no') });
  await page.sees('what is wrong', ({ modals }) => modals.at(-1)?.errors.what === 'A few words more, please.');
  expect(await page.act({ act: 'submit', view, state: typed('A key is out.') })).toMatchObject({ ok: true });

  const posted = await page.sees('the message', ({ messages, modals }) =>
    modals.length === 0 ? messages[channel]?.find(({ text, byApp }) => byApp && text === 'A key is out.') : undefined,
  );
  expect(posted.blocks.map(({ block_id }) => block_id)).toEqual(['said', 'buttons']);
  const value = {
    type: 'button',
    action_id: 'seen',
    block_id: 'buttons',
    value: '1',
    text: { type: 'plain_text', text: 'Seen' },
  };
  const press = { act: 'press', channel, ts: posted.ts, blockId: 'buttons', actionId: 'seen', value, state: {} } as const;
  expect(await page.act(press)).toMatchObject({ ok: true });
  await page.sees('the message changed', ({ messages }) =>
    messages[channel]?.some(({ ts, text, blocks }) => ts === posted.ts && text.startsWith('Seen by') && blocks.length === 0),
  );
}

/** The app answers in the thread of whoever calls it by its name. */
export async function callByName(page: Page): Promise<void> {
  const { channel, bot } = await page.sees('the app', ({ app, channels }) => {
    const alerts = channels.find(({ name }) => name === 'security-alerts');
    return app.connected && alerts ? { channel: alerts.id, bot: app.user } : null;
  });
  await page.act({ act: 'say', channel, text: `<@${bot}> are you there?`, threadTs: null });
  await page.sees('the answer', ({ messages }) =>
    messages[channel]?.some(({ text, threadTs, byApp }) => byApp && threadTs !== null && text.startsWith('Hello, <@')),
  );
}
