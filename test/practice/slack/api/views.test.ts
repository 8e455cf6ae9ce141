import { expect, test } from 'vitest';
import { modalsOf } from '../../../../src/practice/slack/workspace/views.ts';
import { type Api, outcome, refusal, startApi } from './api-server.ts';
import { blocks, modal } from './every-method.ts';

const who = 'U0APPROVE1';
const openOne = ({ client, triggers }: Api, more: object = {}) =>
  client.views.open({ trigger_id: triggers.issue(who), view: { ...modal, ...more } });

test('a trigger opens one modal, once, within three seconds', async () => {
  const { client, triggers, clock, workspace } = await startApi();
  const trigger = triggers.issue(who);
  const open = (id: string) => outcome(client.views.open({ trigger_id: id, view: modal }));
  expect(await open(trigger)).toBe('ok');
  expect(await open(trigger)).toBe('exchanged_trigger_id');
  const late = triggers.issue(who);
  clock.pass(3_001);
  expect(await open(late)).toBe('expired_trigger_id');
  expect(await open('anything')).toBe('invalid_trigger_id');
  expect(modalsOf(workspace, who)).toHaveLength(1);
});

test('a refused view leaves its trigger unused', async () => {
  const { client, triggers } = await startApi({
    strict: {
      argumentFaults: () => [],
      blockFaults: () => [],
      viewFaults: (view) => (JSON.stringify(view).includes('good') ? [] : [{ pointer: '/title', message: 'must be short' }]),
    },
  });
  const trigger = triggers.issue(who);
  expect(await refusal(client.views.open({ trigger_id: trigger, view: modal }))).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] must be short [json-pointer:/view/title]'] },
  });
  expect(await outcome(client.views.open({ trigger_id: trigger, view: { ...modal, callback_id: 'good' } }))).toBe('ok');
});

test('a view is changed by its id or its name, and not over a change that the app has not seen', async () => {
  const api = await startApi();
  const { client } = api;
  const { view } = await openOne(api, { external_id: 'inc-1' });
  const change = (given: object) => client.apiCall('views.update', { view: { ...modal, external_id: 'inc-1' }, ...given });
  expect(await outcome(change({ view_id: view?.id, hash: view?.hash }))).toBe('ok');
  expect(await outcome(change({ view_id: view?.id, hash: view?.hash }))).toBe('hash_conflict');
  expect(await outcome(change({ external_id: 'inc-1' }))).toBe('ok');
  expect(await outcome(change({ view_id: 'V0NOTHING0' }))).toBe('not_found');
});

test('two open views cannot have the same name', async () => {
  const api = await startApi();
  await openOne(api, { external_id: 'inc-1' });
  expect(await outcome(openOne(api, { external_id: 'inc-1' }))).toBe('duplicate_external_id');
});

test('three modals lie over another, and a new first one closes them all', async () => {
  const api = await startApi();
  const { client, triggers, workspace } = api;
  const push = () => outcome(client.views.push({ trigger_id: triggers.issue(who), view: modal }));
  expect(await push()).toBe('not_found');
  const first = await openOne(api);
  expect([await push(), await push(), await push()]).toEqual(['ok', 'ok', 'push_limit_reached']);
  expect(modalsOf(workspace, who).map(({ rootId }) => rootId)).toEqual(Array(3).fill(first.view?.id));
  await openOne(api);
  expect(modalsOf(workspace, who)).toHaveLength(1);
});

test('a view of more than 250 kB is too large, and a home tab is no modal', async () => {
  const { client, triggers } = await startApi();
  const large = { ...modal, private_metadata: 'x'.repeat(250_000) };
  expect(await outcome(client.views.open({ trigger_id: triggers.issue(who), view: large }))).toBe('view_too_large');
  expect(await outcome(client.views.open({ trigger_id: triggers.issue(who), view: { type: 'home', blocks } }))).toBe(
    'invalid_arguments',
  );
});

test('a home tab is published for one person, and published again under a new hash', async () => {
  const { client, workspace } = await startApi();
  const publish = (given: object = {}) =>
    client.apiCall('views.publish', { user_id: who, view: { type: 'home', blocks }, ...given });
  const first = (await publish()) as { view?: { id?: string; hash?: string } };
  const second = (await publish({ hash: first.view?.hash })) as typeof first;
  expect(second.view?.id).toBe(first.view?.id);
  expect(second.view?.hash).not.toBe(first.view?.hash);
  expect(await outcome(publish({ hash: first.view?.hash }))).toBe('hash_conflict');
  expect(await outcome(publish({ user_id: 'U0NOBODY00' }))).toBe('invalid_arguments');
  expect(workspace.homes.size).toBe(1);
});
