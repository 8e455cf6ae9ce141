import { afterAll, beforeAll, expect, test } from 'vitest';
import { argumentFaults } from '../../../../src/practice/slack/strict/arguments.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import { outcome, startApi } from '../api/api-server.ts';
import { commonCalls } from './common-calls.ts';
import { startEmulate } from './emulate.ts';
import type { Side } from './side.ts';

/** Where the two do not say the same, and why ours is what Slack says. */
const differences: Record<string, { ours: string; theirs: string; because: string }> = {
  'create without a name': {
    ours: 'invalid_name_required',
    theirs: 'invalid_name_specials',
    because: 'the page of conversations.create: "Value passed for name was empty"',
  },
  'replies of no message': {
    ours: 'thread_not_found',
    theirs: 'ok',
    because: 'the page of conversations.replies lists it; an emulated thread is whatever has this thread_ts',
  },
  'another token': {
    ours: 'invalid_auth',
    theirs: 'missing_scope',
    because: 'whoever comes to the emulated Slack with a token it does not know is its first user, without scopes',
  },
};

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
