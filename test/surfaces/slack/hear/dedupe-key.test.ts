import { expect, test } from 'vitest';
import { dedupeKey } from '../../../../src/surfaces/slack/hear/dedupe-key.ts';
import { action, command, event, shortcut, submit, view } from '../bodies.ts';

const samples = { command, action, submit, shortcut };

test.each(Object.entries(samples))('the same %s delivered twice has one key, whatever else is in it', (_name, make) => {
  const body = make({ trigger_id: 'one' });
  expect(dedupeKey({ ...body, retry: 1 })).toBe(dedupeKey(body));
  expect(dedupeKey(body)).not.toBeNull();
});

test('an event is the same in each retry, another one is not', () => {
  const first = event({ type: 'app_mention' });
  expect(dedupeKey({ ...first, event_time: 9 })).toBe(dedupeKey(first));
  expect(dedupeKey(event({ type: 'app_mention' }))).not.toBe(dedupeKey(first));
});

test('two clicks, two commands and two versions of a form have different keys', () => {
  expect(dedupeKey(command())).not.toBe(dedupeKey(command()));
  expect(dedupeKey(action())).not.toBe(dedupeKey(action()));
  expect(dedupeKey(submit({ view: view({ hash: '2' }) }))).not.toBe(dedupeKey(submit()));
  const twice = action({ trigger_id: 'same' });
  const [pressed] = twice.actions;
  expect(dedupeKey({ ...twice, actions: [{ ...pressed, action_ts: '2.2' }] })).not.toBe(dedupeKey(twice));
});

test('kinds never share a key', () => {
  const keys = [command, action, shortcut].map((make) => dedupeKey(make({ trigger_id: 'same' })));
  expect(new Set(keys).size).toBe(3);
});

test('a key is short, and what has nothing to tell it apart has none', () => {
  expect(dedupeKey(command({ trigger_id: 't'.repeat(900) }))?.length).toBeLessThan(100);
  for (const body of [null, 'x', {}, { type: 'block_actions' }, { command: '/leak' }, event({}, { event_id: '' })])
    expect(dedupeKey(body)).toBeNull();
});
