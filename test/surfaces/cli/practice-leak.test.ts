import { expect, test } from 'vitest';
import { declareLeak } from '../../../src/surfaces/cli/practice/leak.ts';
import { fakeDesk } from './fake-terminal.ts';
import { now } from './sample-view.ts';

test('the practice leak is declared with the time since which the attacker has it: its report shows how long that was', async () => {
  const desk = fakeDesk({});
  const exposedSince = '2026-11-24T03:00:00.000Z';
  const people = { finder: 'scanner', decider: 'you', account: 'a' };
  await declareLeak(desk, { kind: 'postgres-password', locator: {}, value: 'v', exposedSince, title: 't', ...people }, now);
  expect(desk.sent).toMatchObject([{ type: 'declare', actor: { person: 'scanner' }, payload: { exposedSince } }]);
});
