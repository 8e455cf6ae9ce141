/** What people write is read by others: text in which nothing can be seen is refused before anything is shown, signed or sent. */
import { describe, expect, test } from 'vitest';
import { fakeDesk, type } from './fake-terminal.ts';
import { hashA, sampleView } from './sample-view.ts';

const kind = ['--kind', 'postgres-password', '--locator', 'target=main', '--locator', 'role=batch'];
const practice = () => fakeDesk({ views: [sampleView({ practice: true })] });

describe.each(['', '   ', ' \t\n', '\u200b\u200d', '\u200e\u202e', '\u00a0\u3000', '\u3164\ufe0f'])(
  'nothing to see (%j)',
  (blank) => {
    test.each([
      [['stop', '--reason', blank], 'The reason'],
      [['close', '7', '--reason', blank], 'The reason'],
      [['note', '7', blank], 'The note'],
      [['correct', '7', '--entry', '1', blank], 'The correction'],
      [['declare', ...kind, '--title', blank], 'The title'],
      [['approve', '7', '--plan', hashA, '--reason', blank], 'The reason'],
      [['approve', '7', '--plan', hashA, '--alone', '--reason', blank], 'The reason'],
      [['reject', '7', '--plan', hashA, '--reason', blank], 'The reason'],
      [['retry', '7', 'strike', '--reason', blank], 'The reason'],
      [['skip', '7', 'strike', '--reason', blank], 'The reason'],
      [['undo', '7', '--credential', 'c1', '--reason', blank], 'The reason'],
    ])('%j', async (argv, what) => {
      const desk = practice();
      const ran = await type([...argv, '--as', 'ana'], { desk });
      expect(ran).toMatchObject({ code: 2, out: '', err: `${what} is empty: write at least one character.\n` });
      expect(desk.sent).toEqual([]);
    });
  },
);

test.each(['x', ' x ', '–', '👩‍💻', 'ו'])('one character that can be seen is enough (%j)', async (text) => {
  expect(await type(['note', '7', text])).toMatchObject({ code: 0 });
});
