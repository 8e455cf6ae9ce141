import { describe, expect, test } from 'vitest';
import { leftToDo } from '../../../src/surfaces/cli/left-to-do.ts';
import { startedWords } from '../../../src/surfaces/cli/started-words.ts';
import { now } from './sample-view.ts';

const at = new Date('2026-11-24T03:41:16Z');
const left = (what: string, count = 1) => leftToDo({ count, next: { incident: 1, what, at } }, now, 'npx staunch', true);

describe('what is left to do is said in words', () => {
  test('with what, when, and where it happens', () => {
    expect(left('stage-warned:notify')).toBe(
      'No bot is running. What comes next, a reminder for notify of INC-1 at 03:41:16Z, happens at the next command or under `npx staunch start`.',
    );
    expect(left('strike', 3)).toContain('at 03:41:16Z, and 2 more after it, happens');
  });

  test.each([
    ['clock-warned', 'a reminder of INC-1'],
    ['clock-overdue', 'the limit of INC-1'],
    ['stage-overdue:notify', 'the limit for notify of INC-1'],
    ['gate-expires:contain', 'the end of an asking for contain of INC-1'],
    ['leaked', 'the destruction of a held value of INC-1'],
    ['strike', 'the retry of strike of INC-1'],
  ])('%s is "%s"', (what, words) => {
    expect(left(what)).toContain(`What comes next, ${words} at`);
  });

  test('beside other bots nobody claims that none is running', () => {
    expect(leftToDo({ count: 1, next: { incident: 1, what: 'prove', at } }, now, 'npx staunch', false)).not.toContain('No bot');
  });
});

const started = {
  embedded: true,
  logFile: '/d/staunch.log',
  program: 'npx staunch',
  page: 'http://127.0.0.1:8480',
  slack: null,
};

test('a started bot says where its log is, if people do not see it', () => {
  const words = startedWords(started);
  expect(words).toContain('Its log: /d/staunch.log\n');
  expect(words).toContain('DATABASE_URL');
  expect(startedWords({ ...started, embedded: false, logFile: null })).not.toContain('log');
});

describe('a started bot says where it is reached', () => {
  test('at the terminal alone, where Slack is not configured', () => {
    expect(startedWords(started)).toContain('without Slack: drive it from another terminal');
  });

  test('in Slack, once it is heard there', () => {
    expect(startedWords({ ...started, slack: { trouble: null } })).toContain('Staunch is running, in Slack and');
  });

  test('at the terminal meanwhile, with the reason why it is not heard in Slack', () => {
    const words = startedWords({ ...started, slack: { trouble: 'Slack cannot be reached (ECONNREFUSED).' } });
    expect(words).toContain('Slack is away, and is tried again: Slack cannot be reached (ECONNREFUSED).');
    expect(words).not.toContain('in Slack and');
  });

  test('without a page, values are handed in at the terminal', () => {
    expect(startedWords({ ...started, page: null })).toContain('handed in at the terminal only');
    expect(startedWords(started)).not.toContain('handed in at the terminal');
  });
});
