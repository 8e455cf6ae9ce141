import { describe, expect, test } from 'vitest';
import { methods } from '../../../../src/practice/slack/api/methods.ts';
import { argumentFaults } from '../../../../src/practice/slack/strict/arguments.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import { allScopes, outcome, startApi } from '../api/api-server.ts';
import { apiSample, commonErrors, methodPages, rateLimitTiers } from './official.ts';
import { refusals } from './refusals.ts';
import { strangeIn } from './shape.ts';
import { unlisted } from './unlisted.ts';

const strict = { argumentFaults, blockFaults, viewFaults };

/** Of a method: what its page says it may answer, and what any method may. */
const isListed = (method: string, error: string) =>
  commonErrors.includes(error) || (methodPages[method]?.errors.includes(error) ?? false);

/** What stands beside the code of any refusal: in samples of several methods, and on https://docs.slack.dev/apis/web-api */
const refused = {
  ok: false,
  error: '',
  needed: '',
  provided: '',
  req_method: '',
  warning: '',
  response_metadata: { messages: [''], warnings: [''] },
};

test('what Slack refuses is refused with the code that Slack’s page about the method lists', async () => {
  const api = await startApi({ strict });
  const wrong: string[] = [];
  for (const { method, args, error } of refusals(api)) {
    api.clock.pass(60_000);
    const given = typeof args === 'function' ? args() : args;
    const answered = await outcome(api.client.apiCall(method, given));
    if (answered !== error) wrong.push(`${method} ${JSON.stringify(given).slice(0, 80)}: ${answered}, not ${error}`);
    const isKnown = isListed(method, error) || unlisted.has(error) || unlisted.has(`${method} ${error}`);
    if (!isKnown) wrong.push(`${method}: ${error} is on no page`);
  }
  expect(wrong).toEqual([]);
  const strange = api.recorded.flatMap(({ method, body }) =>
    strangeIn(body, { ...(apiSample(method) as object | null), ...refused }).map((line) => `${method} ${line}`),
  );
  expect(strange.filter((line) => !line.startsWith('blocks.validate errors'))).toEqual([]);
});

test('without any scope every method that needs one says which, and never more than Slack’s page asks for', async () => {
  const api = await startApi({ scopes: [] });
  const asked = new Map<string, string[]>();
  for (const name of methods.keys()) {
    const answered = await api.client.apiCall(name, {}).then(
      () => ({ error: 'ok', needed: '' }),
      (error: { data?: { error: string; needed?: string } }) => error.data ?? { error: 'thrown', needed: '' },
    );
    if (answered.error === 'missing_scope') asked.set(name, (answered.needed ?? '').split(','));
  }
  const differences = [...methods.keys()].flatMap((name) => {
    const listed = methodPages[name]?.scopes.bot ?? [];
    const needed = asked.get(name) ?? [];
    const strange = needed.filter((scope) => !listed.includes(scope));
    const missing = listed.length > 0 && needed.length === 0 ? ['nothing asked'] : [];
    return [...strange, ...missing].map((what) => `${name}: ${what}`);
  });
  expect(differences).toEqual([]);
});

describe('how often a method may be called is what Slack’s table says', () => {
  const tiers: Record<string, string> = { '1': 'Tier1', '2': 'Tier2', '3': 'Tier3', '4': 'Tier4' };
  /** Where practice follows the method's page and not the table. */
  const otherwise = new Map([
    ['apps.connections.open', 'its page says tier 3; with one call a minute nobody could hold two connections'],
    ['blocks.validate', 'not in the table; its page says "special"'],
  ]);

  test.each([...methods.values()].filter(({ name }) => !otherwise.has(name)))('$name', ({ name, tier }) => {
    const expected = rateLimitTiers[name] ?? 'none';
    const isSpecial = expected.startsWith('SpecialTier_');
    expect(isSpecial ? `special: ${tier === 'special' || tier === 'posting'}` : tiers[String(tier)]).toBe(
      isSpecial ? 'special: true' : expected,
    );
  });
});

test('the arguments that Slack’s pages call required are missed when they are not there', async () => {
  const api = await startApi({ strict, scopes: allScopes });
  /** The page marks them, and Slack says so in another way. */
  const otherwise = new Map([
    ['bookmarks.add', 'title'],
    ['chat.postMessage', ''],
  ]);
  const taken: string[] = [];
  for (const name of methods.keys()) {
    api.clock.pass(60_000);
    const required = methodPages[name]?.required.filter((argument) => argument !== otherwise.get(name)) ?? [];
    if (required.length === 0) continue;
    const token = name === 'apps.connections.open' ? api.workspace.app.appToken : api.workspace.app.botToken;
    const answered = await outcome(api.clientWith(token).apiCall(name, {}));
    if (answered === 'ok') taken.push(`${name}: ${required}`);
  }
  expect(taken).toEqual([]);
});
