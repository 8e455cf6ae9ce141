import { afterAll, beforeAll, expect, test } from 'vitest';
import { argumentFaults } from '../../../../src/practice/slack/strict/arguments.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import { outcome, startApi } from '../api/api-server.ts';
import { differences } from './differences.ts';
import { startEmulate } from './emulate.ts';
import { commonCalls } from './shared-calls.ts';
import type { Side } from './side.ts';

let emulate: Awaited<ReturnType<typeof startEmulate>>;
beforeAll(async () => {
  emulate = await startEmulate();
});
afterAll(() => emulate.close());

async function outcomes(side: Side): Promise<Record<string, string>> {
  const kept: Record<string, string> = {};
  const told: Record<string, string> = {};
  for (const { name, call } of commonCalls) told[name] = await outcome(call(side, kept));
  return told;
}

test('the same calls end the same way here and in a Slack that others emulated, but for differences that have a reason', async () => {
  const api = await startApi({ strict: { argumentFaults, blockFaults, viewFaults } });
  const ours = await outcomes({
    client: api.client,
    people: { one: 'U0ONCALL01', two: 'U0APPROVE1' },
    trigger: async (person) => api.triggers.issue(person),
  });
  const theirs = await outcomes(emulate);
  const differ = Object.fromEntries(
    Object.keys(ours)
      .filter((name) => ours[name] !== theirs[name])
      .map((name) => [name, { ours: ours[name], theirs: theirs[name], because: differences[name]?.because }]),
  );
  expect(differ).toEqual(differences);
  expect(Object.keys(ours).length - Object.keys(differ).length).toBeGreaterThan(50);
});
