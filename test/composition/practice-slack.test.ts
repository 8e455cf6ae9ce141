import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { runPracticeSlack } from '../../src/composition/practice-slack.ts';

const wish = { port: 0, manifest: null, requestUrl: null };
const tell = () => undefined;

test("it serves Staunch's own app, and lets go of the port", async () => {
  const running = await runPracticeSlack(wish, tell);
  const { user } = await new WebClient(running.botToken, { slackApiUrl: running.api }).auth.test();
  expect(user).toBe('staunch');
  await running.stop();
  const { port } = new URL(running.url);
  const again = await runPracticeSlack({ ...wish, port: Number(port) }, tell);
  expect(again.botToken).not.toBe(running.botToken);
  await again.stop();
});

test('a port that is taken is named, and so is a manifest that is none', async () => {
  const taken = createServer();
  await new Promise<void>((ready) => taken.listen(0, '127.0.0.1', ready));
  const { port } = taken.address() as AddressInfo;
  await expect(runPracticeSlack({ ...wish, port }, tell)).rejects.toMatchObject({
    class: 'usage',
    message: expect.stringContaining(`port ${port}`),
  });
  await new Promise((closed) => taken.close(closed));
  await expect(runPracticeSlack({ ...wish, manifest: 'no-such.yml' }, tell)).rejects.toMatchObject({ class: 'missing' });
  await expect(runPracticeSlack({ ...wish, manifest: 'package.json' }, tell)).rejects.toMatchObject({ class: 'usage' });
  await expect(runPracticeSlack({ ...wish, requestUrl: 'ftp://127.0.0.1/' }, tell)).rejects.toMatchObject({ class: 'usage' });
});
