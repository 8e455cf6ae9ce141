import { expect, test } from 'vitest';
import { argumentFaults } from '../../../../src/practice/slack/strict/arguments.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import { startApi } from '../api/api-server.ts';
import { callEveryMethod } from '../api/every-method.ts';
import { apiSample } from './official.ts';
import { strangeIn } from './shape.ts';

const strict = { argumentFaults, blockFaults, viewFaults };

/** What no sample has, and why it is right all the same. */
const known = [
  // The workspace that was recorded had pinned files only; messages are so in the types of Slack's SDK.
  'pins.list items[].channel: Slack has no such key',
  'pins.list items[].message: Slack has no such key',
];

test('what Slack’s own client sends for every method passes the schemas, and no answer has a key that Slack’s do not have', async () => {
  const api = await startApi({ strict });
  await callEveryMethod(api);
  expect(api.recorded.filter(({ body }) => body.ok !== true)).toEqual([]);
  const strange = api.recorded.flatMap(({ method, body }) => {
    const sample = apiSample(method);
    return sample === null ? [] : strangeIn(body, sample).map((line) => `${method} ${line}`);
  });
  expect([...new Set(strange)].toSorted()).toEqual(known);
});
