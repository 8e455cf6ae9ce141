/** Who vouches for what, once people decide in Slack: the house reads the account, people outside read no id. */
import { expect, test } from 'vitest';
import { formats } from '../../src/report/edition.ts';
import { postMortem } from '../../src/report/post-mortem.ts';
import type { ReportInput } from '../../src/report/story/report-input.ts';
import type { Entry } from '../../src/timeline/entry.ts';
import { pressedBy } from '../incident/slack-people.ts';
import { recordOf } from './record-builder.ts';
import { markdownOf, section } from './section.ts';
import { whole } from './stories.ts';

const slack = pressedBy('ana');
const input = recordOf(whole);

/** The same incident, in which Ana pressed a button. */
const inSlack: ReportInput = {
  ...input,
  entries: input.entries.map((entry): Entry => {
    if (entry.type === 'decision.recorded' && entry.data.person === 'ana') return { ...entry, data: { ...entry.data, slack } };
    if (entry.type !== 'incident.declared') return entry;
    const people = entry.data.people.map((person) =>
      person.id === 'ana' ? { ...person, slack: { user: slack.user, team: slack.team } } : person,
    );
    return { ...entry, data: { ...entry.data, people } };
  }),
};

test('the report says which account in Slack the bot attests, and which decisions people signed', () => {
  const report = markdownOf(inSlack);
  const said = section(report, 'Plan');
  expect(said).toContain('| the shop would be down for an hour | attested by the bot: in Slack as U0ANA |');
  expect(said).toContain('| signed by the person |');
  expect(section(report, 'Timeline')).toContain('(attested by the bot: in Slack as U0ANA)');
});

test('the report lists the accounts that the record pins, and has no such column where it pins none', () => {
  expect(section(markdownOf(inSlack), 'Record')).toMatch(
    /\| person \| groups \| signing key \| Slack account \|[\s\S]*\| U0ANA of T0DRILL \|/,
  );
  expect(markdownOf(input)).not.toContain('Slack');
});

test('the data say where a decision was made, and null for one that was not made in Slack', () => {
  const told = JSON.parse(postMortem(inSlack, { format: 'json', audience: 'internal' })) as {
    decisions: { person: string; slack: unknown }[];
  };
  const made = Object.fromEntries(told.decisions.map((decision) => [decision.person, decision.slack]));
  expect(made).toEqual({ ana: slack, ben: null });
});

test.each(formats)('people outside read of no account, team, channel or message: %s', (format) => {
  const outside = postMortem(inSlack, { format, audience: 'external' });
  for (const id of Object.values(slack)) expect(outside).not.toContain(id);
  expect(outside).toBe(postMortem(input, { format, audience: 'external' }));
});
