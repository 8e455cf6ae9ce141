import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PracticeSlackWish } from '../../../src/surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../../../src/surfaces/cli/terminal-error.ts';
import { type } from './fake-terminal.ts';

const tokens = {
  url: 'http://127.0.0.1:4010/',
  api: 'http://127.0.0.1:4010/api/',
  botToken: 'xoxb-1',
  appToken: 'xapp-1',
  signingSecret: 'ab',
};

/** Types the command, and Ctrl-C once it serves. */
async function typed(argv: string[]) {
  const interrupt = new AbortController();
  const asked: PracticeSlackWish[] = [];
  let stopped = 0;
  const ran = await type(['practice', 'slack', ...argv], {
    interrupted: interrupt.signal,
    composition: {
      practiceSlack: async (wish) => {
        asked.push(wish);
        void setImmediate().then(() => interrupt.abort());
        return {
          ...tokens,
          stop: async () => {
            stopped += 1;
          },
        };
      },
    },
  });
  return { ran, asked, stopped };
}

test('it prints one line of JSON, serves until it is interrupted, and stops', async () => {
  const { ran, asked, stopped } = await typed([
    '--port',
    '4010',
    '--json',
    '--manifest',
    'app.yml',
    '--request-url',
    'http://127.0.0.1:3000/',
  ]);
  expect(ran.code).toBe(0);
  expect(ran.lines()).toEqual([tokens]);
  expect(asked).toEqual([{ port: 4010, manifest: 'app.yml', requestUrl: 'http://127.0.0.1:3000/' }]);
  expect(stopped).toBe(1);
});

test('people are told where to look and what an app needs', async () => {
  const { ran, asked } = await typed([]);
  expect(ran.out).toContain('Open http://127.0.0.1:4010/');
  expect(ran.out).toContain('SLACK_BOT_TOKEN=xoxb-1');
  expect(asked).toEqual([{ port: 0, manifest: null, requestUrl: null }]);
});

test('a port that is none is refused before anything starts', async () => {
  for (const port of ['70000', '-1', 'http', '1.5']) {
    const { ran, asked } = await typed(['--port', port]);
    expect({ port, code: ran.code, asked }).toEqual({ port, code: 2, asked: [] });
  }
});

test('a port that is taken ends with a sentence', async () => {
  const ran = await type(['practice', 'slack', '--port', '4010', '--json'], {
    composition: {
      practiceSlack: async () => {
        throw new TerminalError('usage', 'something else listens on port 4010 already');
      },
    },
  });
  expect(ran.code).toBe(2);
  expect(ran.json()).toMatchObject({ error: { class: 'usage', message: expect.stringContaining('4010') } });
});
