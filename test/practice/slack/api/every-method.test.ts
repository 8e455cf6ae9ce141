import { expect, test } from 'vitest';
import { methods } from '../../../../src/practice/slack/api/methods.ts';
import { startApi } from './api-server.ts';
import { callEveryMethod } from './every-method.ts';

test('Slack’s own client gets a good answer from every method, but from that of user groups, which cost money', async () => {
  const api = await startApi();
  await callEveryMethod(api);
  const good = new Set(api.recorded.filter(({ body }) => body.ok === true).map(({ method }) => method));
  expect([...methods.keys()].filter((name) => !good.has(name))).toEqual(['usergroups.list']);
  expect(api.recorded.filter(({ body }) => body.ok !== true)).toEqual([]);
});
