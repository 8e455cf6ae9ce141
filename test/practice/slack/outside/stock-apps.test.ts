import { expect, test } from 'vitest';
import { installed } from '../../../servers/installed.ts';
import { freePort } from '../../../servers/postgres.ts';
import { pageOf } from './page-of.ts';
import { startPython } from './run-python.ts';
import { endsWithTest, startBoltApp, startSlack } from './start.ts';
import { callByName, tellStory } from './story.ts';

const person = 'U0APPROVE1';

test('a stock Bolt app over Socket Mode: a command, a form refused once, a message, its button, and its name called', async () => {
  const slack = await startSlack();
  const said = startBoltApp(slack);
  await tellStory(pageOf(slack.url, person));
  await callByName(pageOf(slack.url, person));
  expect(said()).toBe('');
  expect(slack.control.timeouts()).toEqual([]);
});

test('the same app behind an address of its own, to which every call comes signed', async () => {
  const port = await freePort();
  const slack = await startSlack(port);
  const said = startBoltApp(slack, port);
  await tellStory(pageOf(slack.url, person));
  await callByName(pageOf(slack.url, person));
  expect(said()).toBe('');
  expect(slack.control.timeouts()).toEqual([]);
});

test('a stock app goes on after Slack has closed its connection, as Slack does every few hours', async () => {
  const slack = await startSlack();
  startBoltApp(slack);
  const page = pageOf(slack.url, person);
  await callByName(page);
  slack.control.refresh('all', true);
  await page.sees('that the connection is gone', ({ app }) => !app.connected);
  await tellStory(page);
});

test.runIf(installed('slack_sdk'))('Slack’s own client for Python over Socket Mode does the same', async () => {
  const slack = await startSlack();
  const { api, botToken, appToken } = slack;
  const said = endsWithTest(startPython('socket', { api, botToken, appToken, person }));
  await tellStory(pageOf(slack.url, person));
  await callByName(pageOf(slack.url, person));
  expect(said()).toBe('');
});

test.runIf(installed('slack_sdk'))(
  'Slack’s own client for Python is answered as it expects, and refused where it expects it',
  async () => {
    const slack = await startSlack();
    const { api, botToken, appToken } = slack;
    const child = startPython('web', { api, botToken, appToken, person });
    const said = endsWithTest(child);
    await new Promise((done) => child.once('close', done));
    expect(said()).toBe('all calls answered as Slack answers them\n');
  },
);
