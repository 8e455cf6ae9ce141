import { request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { addToChannel, archiveChannel, createChannel } from '../../../../src/practice/slack/workspace/channels.ts';
import { postEphemeral, postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import { openModal } from '../../../../src/practice/slack/workspace/views.ts';
import { me, type OpenSlack, openSlack } from '../delivery/open-slack.ts';

/** A request with headers of its own choice, as a browser that somebody else leads would send. */
function sent(
  slack: OpenSlack,
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = given;
    const { port } = new URL(slack.url);
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const own = (slack: OpenSlack) => ({ 'content-type': 'application/json', origin: new URL(slack.url).origin });
const home = JSON.stringify({ as: me, act: 'open-home' });

test('the page comes with its files, and with nothing that a script from elsewhere could use', async () => {
  const slack = await openSlack();
  const page = await sent(slack, '/');
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.headers['content-security-policy']).not.toContain('unsafe');
  for (const [, path = ''] of page.body.matchAll(/(?:src|href)="(\/page\/client\/[^"]+)"/g)) {
    const file = await sent(slack, path);
    expect({ path, status: file.status }).toEqual({ path, status: 200 });
    expect(file.headers['content-type']).toMatch(path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
  }
});

test.each([
  '/page/client/../protocol.ts',
  '/page/client/..%2fprotocol.ts',
  '/page/client/%2e%2e/serve-page.ts',
  '/page/client/index.html',
  '/page/serve-page.ts',
  '/package.json',
])('%s is not served', async (path) => {
  expect((await sent(await openSlack(), path)).status).toBe(404);
});

test('a press that comes from another web site does nothing', async () => {
  const slack = await openSlack();
  const headers = own(slack);
  const { origin: _, ...silent } = headers;
  const post = (given: Record<string, string>) => sent(slack, '/page/act', { method: 'POST', headers: given, body: home });
  expect((await post({ ...headers, origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ ...headers, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post({ ...headers, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await post(silent)).status).toBe(403);
  expect((await post({ ...headers, 'content-type': 'text/plain' })).status).toBe(415);
  expect([...slack.workspace.channels.values()].some(({ kind }) => kind === 'dm')).toBe(false);
  expect((await post({ ...headers, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

test('a name that somebody points at this machine opens nothing', async () => {
  const slack = await openSlack();
  const host = `evil.example:${new URL(slack.url).port}`;
  for (const path of ['/', '/page/stream', '/files/F0000000000']) {
    expect([403, 421]).toContain((await sent(slack, path, { headers: { host } })).status);
  }
  const headers = { ...own(slack), host, origin: `http://${host}` };
  expect((await sent(slack, '/page/act', { method: 'POST', headers, body: home })).status).toBe(421);
});

test('what is too long or no act is refused, and the page stays', async () => {
  const slack = await openSlack();
  const post = (body: string) => sent(slack, '/page/act', { method: 'POST', headers: own(slack), body });
  expect((await post('{"as"')).status).toBe(400);
  expect((await post(JSON.stringify({ as: me, act: 'drop-tables' }))).status).toBe(400);
  expect(
    (await post(JSON.stringify({ as: me, act: 'say', channel: 'C1', text: 'x'.repeat(70_000), threadTs: null }))).status,
  ).toBe(413);
  expect((await post(home)).status).toBe(200);
});

test('who is not in a channel, deactivated, the app itself or nobody does nothing', async () => {
  const slack = await openSlack();
  const { workspace } = slack;
  const room = createChannel(workspace, { name: 'room', kind: 'private', creator: me });
  const say = (as: string) => slack.act({ act: 'say', channel: room.id, text: 'hello', threadTs: null }, as);
  for (const as of ['U0APPROVE1', 'U0GONE0001', workspace.app.botUser, 'U0NOBODY00']) {
    expect(await say(as)).toMatchObject({ ok: false });
  }
  expect(await say(me)).toEqual({ ok: true });
  archiveChannel(workspace, room, me);
  expect(await say(me)).toMatchObject({ ok: false, error: expect.stringContaining('archived') });
  expect(workspace.messages.map(({ user }) => user)).toEqual([me]);
});

test("nobody presses in a form or at a message that is another's", async () => {
  const slack = await openSlack();
  const { workspace } = slack;
  const channel = slack.channel('general');
  const view = openModal(workspace, me, { type: 'modal', title: { type: 'plain_text', text: 'Mine' }, blocks: [] });
  const blocks = [
    {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
    },
  ];
  const { ts } = postEphemeral(workspace, { channel, user: workspace.app.botUser, byApp: true, text: 'yours', blocks }, me);
  expect(await slack.act({ act: 'submit', view: view.id, state: {} }, 'U0APPROVE1')).toMatchObject({ ok: false });
  const press = { act: 'press', channel, ts, blockId: 'b', actionId: 'go', value: {}, state: {} } as const;
  expect(await slack.act(press, 'U0APPROVE1')).toMatchObject({ ok: false, error: expect.stringContaining('not there') });
  expect((await slack.sees('U0APPROVE1')).modals).toEqual([]);
});

test('each sees what is theirs: unread and mentions, threads, and what only they see', async () => {
  const slack = await openSlack();
  const { workspace } = slack;
  const channel = slack.channel('general');
  const by = { channel, user: workspace.app.botUser, byApp: true };
  const root = postMessage(workspace, { ...by, text: `<@${me}> please look` });
  postMessage(workspace, { ...by, text: 'in the thread', threadTs: root.ts });
  postEphemeral(workspace, { ...by, text: 'for one' }, 'U0APPROVE1');
  const mine = await slack.sees();
  expect(mine.channels.find(({ id }) => id === channel)).toMatchObject({ unread: 2, mentions: 1 });
  expect(mine.messages[channel]).toMatchObject([{ replies: 1 }, { threadTs: root.ts }]);
  const theirs = await slack.sees('U0APPROVE1');
  expect(theirs.channels.find(({ id }) => id === channel)).toMatchObject({ unread: 3, mentions: 0 });
  expect(theirs.messages[channel]?.at(-1)).toMatchObject({ text: 'for one', onlyMe: true });
  await slack.act({ act: 'seen', channel, ts: root.ts });
  expect((await slack.sees()).channels.find(({ id }) => id === channel)).toMatchObject({ unread: 1, mentions: 0 });
  expect((await slack.sees('U0GUEST001')).channels.map(({ name }) => name)).toEqual(['general', 'security-alerts']);
  expect((await slack.sees('U0STRANGE1')).channels).toEqual([]);
});

test('ten changes at once are shown once', async () => {
  const slack = await openSlack();
  const response = await fetch(`${slack.url}page/stream?as=${me}`);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const read = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += new TextDecoder().decode(value);
    }
  })();
  const shown = () => text.split('\n\n').length - 1;
  await vi.waitFor(() => expect(shown()).toBe(1));
  const channel = slack.channel('general');
  for (let count = 0; count < 10; count += 1)
    postMessage(slack.workspace, { channel, user: me, byApp: false, text: `${count}` });
  await slack.time.pass(50);
  await vi.waitFor(() => expect(shown()).toBe(2));
  await slack.time.pass(1_000);
  expect(shown()).toBe(2);
  await reader.cancel();
  await read;
});

test('what stands beside the workspace is shown, and its buttons are pressed', async () => {
  let label = 'Start';
  const pressed: string[] = [];
  const aside = { starting: null, tickers: [], facts: [], tour: null, results: [] };
  const slack = await openSlack({
    aside: {
      show: () => ({ ...aside, buttons: [{ id: 'go', label, busy: false }] }),
      press(button, by) {
        pressed.push(`${button} by ${by}`);
        label = 'Again';
        return { ok: true };
      },
    },
  });
  expect((await slack.sees()).aside?.buttons).toMatchObject([{ label: 'Start' }]);
  expect(await slack.act({ act: 'aside', button: 'go' })).toEqual({ ok: true });
  expect((await slack.sees()).aside?.buttons).toMatchObject([{ label: 'Again' }]);
  expect(pressed).toEqual([`go by ${me}`]);
});

test('a file is fetched by the page and by the app, and by nobody else', async () => {
  const slack = await openSlack();
  const channel = slack.channel('general');
  await slack.client.filesUploadV2({
    channel_id: channel,
    filename: 'record.html',
    content: '<script>1</script>',
    title: 'The record',
  });
  const file = (await slack.sees()).messages[channel]?.at(-1)?.files[0];
  expect(file).toMatchObject({ name: 'record.html', title: 'The record', size: 18 });
  const path = file?.url ?? '';
  expect((await sent(slack, path)).status).toBe(403);
  expect((await sent(slack, path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  const fetched = await sent(slack, path, { headers: { 'sec-fetch-site': 'same-origin' } });
  expect(fetched).toMatchObject({ status: 200, body: '<script>1</script>' });
  expect(fetched.headers['content-disposition']).toContain('attachment');
  expect(fetched.headers['content-type']).toBe('application/octet-stream');
  expect((await sent(slack, path, { headers: { authorization: `Bearer ${slack.botToken}` } })).status).toBe(200);
});

test('a direct message of the app takes no words where its manifest says so', async () => {
  const slack = await openSlack();
  await slack.act({ act: 'open-home' });
  const direct = (await slack.sees()).channels.find(({ kind }) => kind === 'dm');
  expect(direct).toMatchObject({ with: slack.workspace.app.botUser });
  expect(await slack.act({ act: 'say', channel: direct?.id ?? '', text: 'hello', threadTs: null })).toMatchObject({
    ok: false,
  });
});

test('a guest who was let in is shown as one', async () => {
  const slack = await openSlack();
  const channel = slack.workspace.channels.get(slack.channel('general'));
  if (channel) addToChannel(slack.workspace, channel, 'U0STRANGE1', me);
  const { people, channels } = await slack.sees('U0STRANGE1');
  expect(people.find(({ id }) => id === 'U0STRANGE1')).toMatchObject({ stranger: true, initials: 'SS' });
  expect(channels.map(({ name }) => name)).toEqual(['general']);
});
