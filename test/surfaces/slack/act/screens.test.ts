/** What is opened for one person. */
import { expect, it } from 'vitest';
import { createScreens } from '../../../../src/surfaces/slack/act/screens.ts';
import { openView, shown, wordsOf } from '../render/slack-sample.ts';

it('the home tab of somebody with a hundred incidents asks Slack for the links of those it shows, open ones first', async () => {
  const views = Array.from({ length: 100 }, (_, index) =>
    openView({ incident: `i${index + 1}`, number: index + 1, state: index === 0 ? 'open' : 'closed' }),
  );
  const asked: string[] = [];
  const published: unknown[] = [];
  const screens = createScreens({
    call: async (method, args) => {
      published.push({ method, ...args });
      return { ok: true, answer: {} };
    },
    desk: { view: async () => null, list: async () => views },
    checkPerson: async () => ({ person: 'ana' }),
    command: '/leak',
    kinds: () => [],
    shown: () => shown,
    linkTo: async (incident) => {
      asked.push(incident);
      return `https://practice.slack.com/archives/${incident}`;
    },
  });
  await screens.home({ user: 'U0ANA', team: 'T0TEAM' });
  expect(asked).toHaveLength(20);
  expect(asked).toContain('i1');
  expect(asked).toContain('i100');
  expect(wordsOf(published)).toContain('archives/i1|');
  expect(wordsOf(published)).toContain('80 more');
});
